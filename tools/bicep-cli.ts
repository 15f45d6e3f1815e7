import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { fileInZip } from "./zip.ts";

const run = promisify(execFile);

/** The Bicep CLI that infra/bicep is written for, as NuGet has it: the one registry that serves it as a package. */
const wanted = {
  version: "0.47.16",
  package: "azure.bicep.commandline.linux-x64",
  sha512: "ul338EVCVzslaI6EdYWPhk5XYxSYrBt6LG26jNNGxESY20ny9UBs12VVCDAM0NgxB3BpK/4Gkh95HCtnogLcZQ==",
};

/** What infra/bicep/main.bicepparam asks of the environment, for checks: made up, and of the form of real ones. */
export const exampleEnvironment: Readonly<Record<string, string>> = {
  AZURE_ENV_NAME: "example",
  AZURE_LOCATION: "koreacentral",
  OIDC_ISSUER: "https://login.example.com/tenant/v2.0",
  SMS_FROM: "+8215880000",
  KTGG_OPERATOR_EMAIL: "operators@example.com",
};

/** There is no Bicep CLI here, and none can be had. */
export class NoBicep extends Error {
  override name = "NoBicep";
}

/** Where the Bicep CLI is: the one on PATH if it is not older than ours, else the pinned package, kept in the user's cache. @throws NoBicep */
export const bicepCli = async (env: NodeJS.ProcessEnv): Promise<string> => {
  if (await isNewEnough("bicep")) return "bicep";
  const folder = env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache");
  const file = path.join(folder, "ktgg", `bicep-${wanted.version}`);
  if (!(await exists(file))) await download(file, env);
  return file;
};

const isNewEnough = async (command: string): Promise<boolean> => {
  const { stdout } = await run(command, ["--version"]).catch(() => ({ stdout: "" }));
  const version = /version (\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  return version !== undefined && version.localeCompare(wanted.version, "en", { numeric: true }) >= 0;
};

const download = async (file: string, env: NodeJS.ProcessEnv): Promise<void> => {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new NoBicep(
      `Install the Bicep CLI ${wanted.version} or newer (https://aka.ms/bicep-install): only linux-x64 gets it by itself.`,
    );
  }
  const archive = await fetchPackage(env).catch((cause: unknown) => {
    throw new NoBicep(`The package ${wanted.package} ${wanted.version} can't be fetched from NuGet.`, {
      cause,
    });
  });
  const sha512 = createHash("sha512").update(archive).digest("base64");
  if (sha512 !== wanted.sha512) throw new Error(`${wanted.package} is not the package that was pinned.`);
  await mkdir(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, fileInZip(archive, "tools/bicep"));
  await chmod(partial, 0o755);
  await rename(partial, file); // Whole or not at all, also when two processes fetch it.
};

/** NuGet's v3 protocol: the service index says where packages are (learn.microsoft.com/nuget/api/package-base-address-resource). */
const fetchPackage = async (env: NodeJS.ProcessEnv): Promise<Buffer> => {
  const index = await get(await serviceIndex(env));
  const { resources } = JSON.parse(index.toString("utf8")) as {
    resources: { "@id": string; "@type": string }[];
  };
  const base = resources.find((resource) => resource["@type"] === "PackageBaseAddress/3.0.0")?.["@id"];
  if (base === undefined) throw new Error("The NuGet source serves no packages.");
  const { package: id, version } = wanted;
  return get(`${base.replace(/\/$/, "")}/${id}/${version}/${id}.${version}.nupkg`);
};

const get = async (url: string): Promise<Buffer> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(300_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return Buffer.from(await response.arrayBuffer());
};

/** This machine's own NuGet source, where it has one, else nuget.org. */
const serviceIndex = async (env: NodeJS.ProcessEnv): Promise<string> => {
  const file = path.join(env["APPDATA"] ?? path.join(homedir(), ".nuget"), "NuGet/NuGet.Config");
  const config = await readFile(file, "utf8").catch(() => "");
  return (
    /<add\s[^>]*value="(https:[^"]+\/index\.json)"/.exec(config)?.[1] ?? "https://api.nuget.org/v3/index.json"
  );
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
