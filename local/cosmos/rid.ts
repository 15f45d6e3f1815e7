/** Resource ids as Azure forms them: base64 of 4 bytes (database), 8 (container) or 16 (document), with "-" for "/". */
const encode = (bytes: Buffer): string => bytes.toString("base64").replaceAll("/", "-");

export const databaseRid = (database: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(database);
  return encode(bytes);
};

const containerBytes = (database: number, container: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(database);
  // Azure sets the highest bit of a container's half; so do we, which keeps it unlike a database's.
  bytes.writeUInt32BE((container | 0x80000000) >>> 0, 4);
  return bytes;
};

export const containerRid = (database: number, container: number): string =>
  encode(containerBytes(database, container));

/** Makes the rids of one container's documents from their numbers. */
export const documentRids = (database: number, container: number): ((number: number) => string) => {
  const bytes = Buffer.alloc(16);
  containerBytes(database, container).copy(bytes);
  return (number) => {
    bytes.writeBigUInt64BE(BigInt(number), 8);
    return encode(bytes);
  };
};
