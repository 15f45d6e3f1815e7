import type { Interest } from "../../../shared/contract/interest.ts";
import { answer } from "../../api/client.ts";
import type { App } from "../../app.ts";
import { openEditor, type Editor, type Version } from "../../components/editor.ts";
import { words } from "./texts.ts";

/** What is typed about an interest. */
export type InterestValues = { phone: string; adConsent: boolean; nightConsent: boolean };

/** Reads an interest with its version. */
export const readInterest = async ({ api }: App, interestId: string): Promise<Version<Interest>> => {
  const { data, etag } = await answer(
    api.GET("/interests/{interestId}", { params: { path: { interestId } } }),
  );
  return { resource: data, etag };
};

/** Changes an interest of exactly this version. */
export const writeInterest = async (
  { api }: App,
  interestId: string,
  body: { interest?: 0 | 1; phone?: string; adConsent?: boolean; nightConsent?: boolean },
  etag: string | undefined,
): Promise<Version<Interest>> => {
  const { data, etag: now } = await answer(
    api.PATCH("/interests/{interestId}", {
      params: { path: { interestId }, header: etag === undefined ? {} : { "If-Match": etag } },
      body,
    }),
  );
  return { resource: data, etag: now };
};

/** Opens the edit of an interest: phone and the two consents. */
export const editInterest = (
  app: App,
  begin: Version<Interest>,
  saved: (version: Version<Interest>) => void,
): Editor<InterestValues> => {
  const { interestId } = begin.resource;
  return openEditor({
    id: "interest",
    begin,
    valuesOf: ({ phone, adConsent, nightConsent }): InterestValues => ({ phone, adConsent, nightConsent }),
    schema: async () => (await import("../../../shared/contract/interest.ts")).updateInterest,
    command: (values, changed) => Object.fromEntries([...changed].map((name) => [name, values[name]])),
    labels: () => words().fields,
    advice: () => words().advice,
    show: (_, value) => (typeof value === "string" ? value : value ? words().agreed : words().notAgreed),
    read: () => readInterest(app, interestId),
    write: ({ phone, adConsent, nightConsent }, etag) =>
      writeInterest(
        app,
        interestId,
        {
          ...(phone !== undefined && { phone }),
          ...(adConsent !== undefined && { adConsent }),
          ...(nightConsent !== undefined && { nightConsent }),
        },
        etag,
      ),
    saved,
    redraw: app.redraw,
  });
};
