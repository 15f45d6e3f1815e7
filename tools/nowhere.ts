/** Settings that are complete and lead nowhere: the composition root opens nothing before the first call. */
export const nowhere: Readonly<Record<string, string>> = {
  COSMOS: "AccountEndpoint=http://127.0.0.1:9/;AccountKey=bm93aGVyZQ==;",
  COSMOS_DATABASE: "nowhere",
  SERVICEBUS: "Endpoint=sb://127.0.0.1:9;SharedAccessKeyName=nobody;SharedAccessKey=bm93aGVyZQ==",
  COMMUNICATION: "endpoint=http://127.0.0.1:9/;accesskey=bm93aGVyZQ==",
  SMS_FROM: "+8200000000",
  OIDC_ISSUER: "http://127.0.0.1:9",
  OIDC_AUDIENCE: "nobody",
};
