import { app } from "@azure/functions";
import * as df from "durable-functions";
import { durableMatcher } from "../../functions/consultation/matcher.ts";
import { matchConsultation, type MatchProgress } from "../../shared/contract/match-consultation.ts";

// The least that an answer with an orchestration in it costs: started, one activity that does nothing, its end seen by the
// one who waits as our own app waits. What an answer with a match costs beyond it is the matching itself.
app.setup({ enableHttpStream: true });
const done: MatchProgress = { state: "matched", salesmanId: "nobody", consultantId: null, version: 1 };

df.app.activity("nothing", { handler: () => Promise.resolve(null) });
df.app.orchestration(matchConsultation, function* (context) {
  yield context.df.callActivity("nothing");
  context.df.setCustomStatus(done);
  yield context.df.waitForExternalEvent("never");
});

df.app.orchestration("inARow", function* (context) {
  for (let left = context.df.getInput<number>(); left > 0; left--) yield context.df.callActivity("nothing");
});

const matcher = durableMatcher({ waitMs: 3_000, openMs: 10_000 });
app.http("orchestrated", {
  route: "orchestrated/{id}",
  methods: ["POST"],
  authLevel: "anonymous",
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const input = {
      consultationId: request.params["id"] ?? "",
      ...{ projectname: "", customerId: "", content: "", eventId: "", requestedAt: "", correlationid: "" },
    };
    await matcher.matched(input, context);
    return { status: 201, jsonBody: {} };
  },
});
