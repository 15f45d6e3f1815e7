// Where what is kept of a view: each partition belongs to one generation, so that a rebuild can make the next one beside it.
// Partition keys may be any text up to 2,048 bytes; a projectname has at most 200 characters.

export const ofCustomer = (generation: string, customerId: string): string =>
  `${generation}|customer:${customerId}`;
export const ofProjectname = (generation: string, projectname: string): string =>
  `${generation}|projectname:${projectname}`;
export const ofProject = (generation: string, projectId: string): string =>
  `${generation}|project:${projectId}`;
export const ofSalesman = (generation: string, salesmanId: string): string =>
  `${generation}|salesman:${salesmanId}`;
export const ofPerson = (generation: string, salesmanId: string): string =>
  `${generation}|person:${salesmanId}`;
export const ofOverview = (generation: string): string => `${generation}|overview`;

/** The generation that a partition belongs to. */
export const generationOf = (partition: string): string => partition.slice(0, partition.indexOf("|"));

/** The partition of what belongs to no generation: which there are, and up to where the feeds were read. */
export const control = "view";
