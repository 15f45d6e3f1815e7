import type { HttpRequest } from "@azure/functions";
import { HttpRefusal } from "./problem.ts";

/** The longest JSON body. The gateway refuses longer ones before they come here (infra/gateway.json). */
export const maxBytes: number = 256 * 1024;
const maxDepth = 32;

/**
 * The JSON of a request, or undefined when it has no body. @throws HttpRefusal 415 (another type), 413 (more than
 * 256 KiB), 400 (not UTF-8, not JSON, nested deeper than 32)
 */
export const readJson = async (request: HttpRequest): Promise<unknown> => {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  requireType(request, ["application/json"]);
  const text = decode(bytes);
  if (depthOf(text) > maxDepth) throw invalid(`must not be nested deeper than ${maxDepth}`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid("is not JSON");
  }
};

/** @throws HttpRefusal 415 when the request's type is none of these, or its charset is not UTF-8. Answers the type. */
export const requireType = (request: HttpRequest, types: readonly string[]): string => {
  const [type = "", ...parameters] = (request.headers.get("content-type") ?? "").toLowerCase().split(";");
  const charset = parameters
    .map((parameter) => parameter.trim())
    .find((parameter) => parameter.startsWith("charset="));
  if (!types.includes(type.trim()) || (charset !== undefined && !/^charset="?utf-8"?$/.test(charset))) {
    throw new HttpRefusal("unsupported-media-type", `Send ${types.join(" or ")}, in UTF-8.`, {
      headers: { accept: types.join(", ") },
    });
  }
  return type.trim();
};

const readBytes = async (request: HttpRequest): Promise<Uint8Array> => {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const tooLarge = (): HttpRefusal =>
  new HttpRefusal("too-large", `The body may have at most ${maxBytes} bytes.`);

const invalid = (message: string): HttpRefusal =>
  new HttpRefusal("invalid", "The body can't be read.", { errors: [{ path: "body", message }] });

const utf8 = new TextDecoder("utf-8", { fatal: true });

const decode = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalid("is not UTF-8");
  }
};

/** The deepest nesting of brackets outside strings: found before the parser builds anything. */
const depthOf = (json: string): number => {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < json.length; index++) {
    const character = json.charCodeAt(index);
    if (inString) {
      if (character === 0x5c) index++;
      else if (character === 0x22) inString = false;
    } else if (character === 0x22) inString = true;
    else if (character === 0x5b || character === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x5d || character === 0x7d) depth--;
  }
  return deepest;
};
