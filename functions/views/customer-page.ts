import type { Container } from "@azure/cosmos";
import type { z } from "zod";
import type { Step } from "../../shared/contract/consultation.ts";
import type { myInterest, namedConsultation } from "../../shared/contract/views.ts";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import { etagOf } from "../../shared/http/etag.ts";
import type {
  MyConsultationDocument,
  MyInterestDocument,
  PersonDocument,
  ProjectsDocument,
} from "./documents.ts";
import type { Listed, Part } from "./listed.ts";
import { ofCustomer, ofPerson, ofProjectname } from "./partitions.ts";
import { presentOf, shownProject, type ProjectOfName } from "./present-project.ts";

export type MyInterest = z.infer<typeof myInterest>;
export type NamedConsultation = z.infer<typeof namedConsultation>;

/** A customer's lists: each is one query in the customer's partition, and point reads of what is shared by many. */
export type CustomerPage = {
  /** By projectname. `after` is the projectname of the last one seen. */
  interestsOf: (customerId: string, now: Date, part: Part) => Promise<Listed<MyInterest>[]>;
  /** The newest first. `after` is the sort key of the last one seen. */
  consultationsOf: (
    customerId: string,
    filter: { step?: Step | undefined },
    part: Part,
  ) => Promise<Listed<NamedConsultation>[]>;
  /** Who is called what, as far as that is known. */
  namesOf: (people: readonly (string | null)[]) => Promise<Map<string, string>>;
};

export const cosmosCustomerPage = (container: Container, current: () => Promise<string>): CustomerPage => {
  const projectsOf = async (
    generation: string,
    names: readonly string[],
  ): Promise<Map<string, ProjectOfName>> => {
    const found = await Promise.all(
      [...new Set(names)].map(async (name) => {
        const partition = ofProjectname(generation, name);
        const { resource } = await container.item("projects", partition).read<ProjectsDocument>();
        return [name, presentOf(Object.values(resource?.projects ?? {}))] as const;
      }),
    );
    return new Map(found.flatMap(([name, project]) => (project ? [[name, project] as const] : [])));
  };

  const namesOf: CustomerPage["namesOf"] = async (people) => {
    const generation = await current();
    const wanted = [...new Set(people.filter((who) => who !== null))];
    const found = await Promise.all(
      wanted.map(async (who) => {
        const { resource } = await container.item("person", ofPerson(generation, who)).read<PersonDocument>();
        return resource?.name === undefined ? [] : [[who, resource.name] as const];
      }),
    );
    return new Map(found.flat());
  };

  return {
    interestsOf: async (customerId, now, { after, limit }) => {
      const generation = await current();
      const documents = await readSorted<MyInterestDocument>(container, {
        sortKey: "c.interestKey",
        order: "ASC",
        where: ["c.kind = 'interest'"],
        after,
        limit,
        partition: ofCustomer(generation, customerId),
      });
      const projects = await projectsOf(
        generation,
        documents.map(({ interestKey }) => interestKey),
      );
      return documents.map(({ interest, version, interestKey }) => {
        const project = projects.get(interest.projectname);
        return {
          item: { ...interest, etag: etagOf(version), project: project ? shownProject(project, now) : null },
          sortKey: interestKey,
        };
      });
    },

    consultationsOf: async (customerId, { step }, { after, limit }) => {
      const documents = await readSorted<MyConsultationDocument>(container, {
        sortKey: "c.consultationKey",
        order: "DESC",
        where: ["c.kind = 'consultation'", ...(step === undefined ? [] : ["c.consultation.step = @step"])],
        parameters: step === undefined ? [] : [{ name: "@step", value: step }],
        after,
        limit,
        partition: ofCustomer(await current(), customerId),
      });
      const names = await namesOf(documents.flatMap(({ consultation }) => servers(consultation)));
      return documents.map(({ consultation, version, consultationKey }) => ({
        item: named(consultation, version, names),
        sortKey: consultationKey,
      }));
    },

    namesOf,
  };
};

const servers = (consultation: { matchedsalesman: string | null; matchedconsultant: string | null }) => [
  consultation.matchedsalesman,
  consultation.matchedconsultant,
];

/** The consultation with the names of those who serve it. */
export const named = (
  consultation: MyConsultationDocument["consultation"],
  version: number,
  names: ReadonlyMap<string, string>,
): NamedConsultation => {
  const [salesmanname, consultantname] = servers(consultation).map((who) => names.get(who ?? ""));
  return {
    ...consultation,
    ...(salesmanname !== undefined && { salesmanname }),
    ...(consultantname !== undefined && { consultantname }),
    etag: etagOf(version),
  };
};
