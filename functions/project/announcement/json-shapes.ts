/** The document itself has the path ""; what a key holds has the path of its object and the key. */
export const pathOf = (parent: string, key: string): string => (parent === "" ? key : `${parent}.${key}`);

/** The arrays whose elements are rows. */
export const rowArrays = new Set([
  "", // rows alone
  "jsonArray", // www.bizinfo.go.kr
  "jsonArray.item", // www.bizinfo.go.kr, older
  "channel.item", // its RSS as JSON
  "rss.channel.item",
  "response.body.items", // apis.data.go.kr/1421000/bizinfo
  "response.body.items.item",
  "data", // K-Startup
]);

/** Where one row stands alone instead of in an array. */
export const rowObjects = new Set([
  "jsonArray.item",
  "channel.item",
  "rss.channel.item",
  "response.body.items.item",
]);

/** The objects on the way to the rows. */
export const wrappers = new Set([
  "",
  "jsonArray",
  "channel",
  "rss",
  "rss.channel",
  "response",
  "response.body",
  "response.body.items",
]);

/** Where rows would be: when the value is there without any, the document is good and empty (`items: {}`, `items: ""`). */
export const holders = new Set(["jsonArray", "channel", "rss.channel", "response.body.items"]);

/** The field names of which a document that is itself one row has at least one. */
export const rowFields = ["pblancId", "pblancNm", "seq", "pbanc_sn", "biz_pbanc_nm"];

export const acceptedShapes =
  "an array of rows, jsonArray: [...], jsonArray: {item: ...}, channel: {item: ...}, response.body.items, data: [...] or one row";
