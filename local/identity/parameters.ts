/** The parameters of a request that OAuth forbids to repeat: their values, and the first that came twice. */
export type Parameters = { get: (name: string) => string | undefined; repeated: string | undefined };

/** Reads form-encoded parameters. One without a value counts as left out, and none may come twice (RFC 6749 section 3.1). */
export const readParameters = (source: URLSearchParams | string): Parameters => {
  const given = new URLSearchParams(source);
  const names = [...given.keys()];
  return {
    get: (name) => {
      const value = given.get(name);
      return value === null || value === "" ? undefined : value;
    },
    repeated: names.find((name, index) => names.indexOf(name) !== index),
  };
};
