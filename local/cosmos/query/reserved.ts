/** Words that Azure's grammar keeps for itself: no alias, and no property name after a dot (write `c["order"]`). */
export const reserved: ReadonlySet<string> = new Set(
  (
    "AND ARRAY AS ASC BETWEEN BY DESC DISTINCT ESCAPE EXISTS FALSE FROM GROUP IN INNER JOIN LIKE LIMIT " +
    "NOT NULL OFFSET OR ORDER SELECT TOP TRUE UDF UNDEFINED VALUE WHERE"
  ).split(" "),
);

/** Words that begin what this server does not have; each is refused by its name. */
export const unsupported: ReadonlySet<string> = new Set(
  "INSERT UPDATE DELETE SET HAVING CASE RANK CROSS OUTER UNION INTERSECT EXCEPT".split(" "),
);
