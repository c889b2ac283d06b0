// A page's document: a root, one script, one style sheet, and a policy that lets nothing else in.

/** The pages that we ship, by the names of their files. */
export type PageName = "main" | "review";

export interface PageResources {
  readonly script: string;
  readonly style: string;
  /** The webview's own source for the content policy. */
  readonly cspSource: string;
  /** Random, new for each load. */
  readonly nonce: string;
  /** Which page of the window it is. */
  readonly pageId: string;
  /** It is about to get a thread: what shows one is loaded at once. */
  readonly hasThread: boolean;
  /** Addresses of the files that the script will import. */
  readonly modules: readonly string[];
}

/** The content policy of the page: no inline script or style, no connection, no remote anything. */
export function contentPolicy({ cspSource, nonce }: Pick<PageResources, "cspSource" | "nonce">): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} blob:`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** Which of the page's files are to be named in its document, by `modules.json` beside it (see build.mjs). */
export function modulesFrom(json: string, hasThread: boolean): string[] {
  const { first, thread } = JSON.parse(json) as { first: string[]; thread: string[] };
  return hasThread ? [...first, ...thread] : first;
}

export function pageHtml(resources: PageResources): string {
  const modules = resources.modules.map(
    (address) => `<link rel="modulepreload" nonce="${resources.nonce}" href="${address}">\n`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(resources)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${resources.style}">
${modules.join("")}<title>Lectern</title>
</head>
<body>
<div id="root" data-page="${resources.pageId}"${resources.hasThread ? " data-thread" : ""}></div>
<script type="module" nonce="${resources.nonce}" src="${resources.script}"></script>
</body>
</html>`;
}
