/**
 * The ETag of the write with this number. Write numbers are never used twice, not even after a restart, so neither are ETags.
 * The quotes are part of the ETag, as in Azure.
 */
export const etagOf = (write: number): string => {
  const hex = write.toString(16).padStart(16, "0");
  return `"${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12)}-0000-000000000000"`;
};
