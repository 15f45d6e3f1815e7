import { buildWeb, webFolder } from "./build-web.ts";
import { configurePages } from "./configure-pages.ts";
import { packageApp, packageFolder } from "./package.ts";

// What azd deploys (azure.yaml): the app's package and the pages, built for the environment that azd has.
await packageApp(packageFolder);
await buildWeb();
await configurePages(webFolder, process.env);
console.log("The app's package and the pages are in dist/.");
