// A page's document: a root, one script, one style sheet, and a policy that lets nothing else in. The script and the
// style sheet are files, or they stand in the document themselves: then they are there at once.

/** The pages that we ship, by the names of their files. */
export type PageName = "main" | "review";

export interface PageFrame {
  /** The webview's own source for the content policy. */
  readonly cspSource: string;
  /** Random, new for each load. */
  readonly nonce: string;
  /** Which page of the window it is. */
  readonly pageId: string;
}

/** The addresses of a page's files. */
export interface PageFiles extends PageFrame {
  readonly script: string;
  readonly style: string;
  /** Those that the script will import. */
  readonly modules: readonly string[];
}

/** A page that is about to get a thread: what shows one is in its script. */
export interface WholePage extends PageFrame {
  /** The script and the style sheet themselves, as the build wrote them. */
  readonly scriptText: string;
  readonly styleText: string;
  /** What the script imports later, by its names for them. */
  readonly later: Readonly<Record<string, string>>;
  /** The address of a file of the page. */
  readonly addressOf: (file: string) => string;
}

/** The content policy of a page: no script or style but ours, no connection, no remote anything. */
export function contentPolicy(
  { cspSource, nonce }: Pick<PageFrame, "cspSource" | "nonce">,
  isWhole = false,
): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${isWhole ? `'nonce-${nonce}'` : cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} blob:`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** What stands in `modules.json` beside the page (see build.mjs): names of files. */
export interface PageModules {
  /** What its script imports at once. */
  readonly first: readonly string[];
  /** What is imported later, by the names that the script in a document has for it. */
  readonly later: Readonly<Record<string, string>>;
}

export function pageHtml({ script, style, modules, ...frame }: PageFiles): string {
  const { nonce } = frame;
  const preloads = modules.map(
    (address) => `<link rel="modulepreload" nonce="${nonce}" href="${address}">\n`,
  );
  return documentOf(frame, {
    policy: contentPolicy(frame),
    head: `<link rel="stylesheet" href="${style}">\n${preloads.join("")}`,
    root: "",
    script: `<script type="module" nonce="${nonce}" src="${script}"></script>`,
  });
}

export function wholeHtml({ scriptText, styleText, later, addressOf, ...frame }: WholePage): string {
  const { nonce } = frame;
  const imports = Object.fromEntries(Object.entries(later).map(([name, file]) => [name, addressOf(file)]));
  const style = styleText.replace(
    /url\("\.\/([^"?]+)[^"]*"\)/g,
    (_all, file: string) => `url("${addressOf(file)}")`,
  );
  return documentOf(frame, {
    policy: contentPolicy(frame, true),
    head: `<style nonce="${nonce}">${style}</style>\n<script type="importmap" nonce="${nonce}">${JSON.stringify({ imports })}</script>\n`,
    root: " data-thread",
    script: `<script type="module" nonce="${nonce}">${scriptText}</script>`,
  });
}

interface DocumentParts {
  readonly policy: string;
  readonly head: string;
  /** Further attributes of the root. */
  readonly root: string;
  readonly script: string;
}

function documentOf({ pageId }: PageFrame, { policy, head, root, script }: DocumentParts): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${head}<title>Lectern</title>
</head>
<body>
<div id="root" data-page="${pageId}"${root}></div>
${script}
</body>
</html>`;
}
