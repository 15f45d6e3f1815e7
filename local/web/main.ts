import { runAsProcess } from "../process.ts";
import { startWeb } from "./server.ts";

const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set.`);
  return value;
};

await runAsProcess(async () => {
  const { close, ...ready } = await startWeb({
    port: Number(process.env["WEB_PORT"] ?? 4280),
    folder: required("WEB_FOLDER"),
    api: required("WEB_API"),
    issuer: required("WEB_ISSUER"),
    clientId: process.env["WEB_CLIENT_ID"] ?? "ktgg-web",
    audience: process.env["WEB_AUDIENCE"] ?? "api://ktgg",
  });
  return { ready, close };
});
