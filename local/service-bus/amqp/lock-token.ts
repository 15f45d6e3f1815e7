/*
 * A lock token is 16 bytes. As a delivery tag they stand in .NET's order of a guid, as an AMQP uuid in the readable
 * order: the first three groups (4, 2 and 2 bytes) are turned round. Inside the bus a token is the hex of the tag.
 */
const turn = (bytes: Buffer): Buffer => {
  const turned = Buffer.from(bytes);
  turned.subarray(0, 4).reverse();
  turned.subarray(4, 6).reverse();
  turned.subarray(6, 8).reverse();
  return turned;
};

/** The bus's token of an AMQP uuid. */
export const tokenOfUuid = (uuid: Buffer): string => turn(uuid).toString("hex");

/** The AMQP uuid of the bus's token. */
export const uuidOfToken = (token: string): Buffer => turn(Buffer.from(token, "hex"));
