/**
 * Scripts and styles of this app alone, none of them inline. Swagger UI's bundle sets its styles through the DOM, which
 * this allows (only its standalone preset, which we do not use, has a style element); its icons are data: images.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The API docs page; the addresses are relative to where it is. */
export const docsPage = (files: { style: string; bundle: string; init: string }): string => `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>KT.GG API 문서 (API docs)</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${files.style}">
</head>
<body>
<noscript>이 페이지는 자바스크립트가 필요합니다. This page needs JavaScript; the document itself is <a href="openapi.json">openapi.json</a>.</noscript>
<main id="docs"></main>
<script src="${files.bundle}"></script>
<script src="${files.init}"></script>
</body>
</html>
`;

/** Starts Swagger UI. validatorUrl null: else it would ask a validator on another host. */
export const initScript = `SwaggerUIBundle({
  url: "openapi.json",
  domNode: document.getElementById("docs"),
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  validatorUrl: null,
  displayRequestDuration: true,
  persistAuthorization: false,
});
`;
