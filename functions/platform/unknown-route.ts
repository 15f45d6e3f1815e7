import { app, type HttpMethod, type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { NotFound } from "../../shared/domain/errors.ts";
import { newId } from "../../shared/domain/ids.ts";
import { routes } from "../../shared/http/endpoint.ts";
import { HttpRefusal, problemOf } from "../../shared/http/problem.ts";
import { allowedMethods } from "./allowed-methods.ts";

const methods: HttpMethod[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * What no route takes: the host prefers every more particular route that has the method (ASP.NET Core route
 * precedence), so that this one sees the unknown paths, and the known ones asked with another method.
 */
export const unknownRoute = (): void => {
  app.http("unknownRoute", {
    route: "{*path}",
    methods,
    authLevel: "anonymous",
    handler: (request) => answerUnknown(request, allowedMethods(routes, request.params["path"] ?? "")),
  });
};

/** 404 for a path that nobody has, 405 for a method that this path does not take, 204 for the question which it takes. */
export const answerUnknown = (
  request: Pick<HttpRequest, "method">,
  allowed: readonly string[],
): HttpResponseInit => {
  const correlationid = newId();
  const common = { "x-content-type-options": "nosniff", "x-correlation-id": correlationid };
  const allow = [...allowed, "OPTIONS"].join(", ");
  if (allowed.length > 0 && request.method === "OPTIONS")
    return { status: 204, headers: { ...common, allow } };
  const refusal =
    allowed.length === 0
      ? new NotFound("address")
      : new HttpRefusal("method-not-allowed", `Use ${allowed.join(" or ")}.`, { headers: { allow } });
  const { headers, ...problem } = problemOf(refusal, correlationid);
  return { ...problem, headers: { ...common, ...(headers as Record<string, string>) } };
};
