// A small server on loopback for the bundled page, with the content policy that VS Code's webview gets from us.
// Whoever asks for anything but the page's own files is noted: the page must never.

import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { basename, extname, join } from "node:path";
import {
  contentPolicy,
  pageHtml,
  wholeHtml,
  type PageFrame,
  type PageModules,
  type PageName,
} from "../../extension/view/html.ts";

export interface PageServer {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".ttf": "font/ttf",
  ".map": "application/json",
};

/**
 * Serves `/` (`/?thread`: to a page that gets a thread back) and the files of `folder`. `name`: of the page's script and
 * style sheet.
 */
export async function servePage(folder: string, name: PageName = "main"): Promise<PageServer> {
  // The review pane, and a page that stands for none, are one file.
  const list = await readFile(join(folder, "modules.json"), "utf8").catch(() => '{"first":[],"later":{}}');
  const modules = JSON.parse(list) as PageModules;
  const server = createServer((request, response) => {
    const { pathname: path, searchParams } = new URL(request.url ?? "/", "http://page");
    if (path === "/" && searchParams.has("thread")) void sendWhole(response, folder, modules);
    else if (path === "/") sendDocument(response, name, modules);
    else if (path === "/vscode.css") send(response, "text/css", vsCodeStyles);
    else void sendFile(response, join(folder, basename(path)));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the page server has no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

function sendDocument(response: ServerResponse, name: PageName, { first }: PageModules): void {
  const policy = frame();
  const html = pageHtml({ ...policy, script: `${name}.js`, style: `${name}.css`, modules: first });
  response.setHeader("Content-Security-Policy", contentPolicy(policy));
  send(response, "text/html", html.replace("<link ", '<link rel="stylesheet" href="vscode.css">\n<link '));
}

async function sendWhole(response: ServerResponse, folder: string, { later }: PageModules): Promise<void> {
  const policy = frame();
  const [scriptText, styleText] = await Promise.all(
    ["whole.js", "main.css"].map((file) => readFile(join(folder, file), "utf8")),
  );
  const html = wholeHtml({
    ...policy,
    scriptText: scriptText ?? "",
    styleText: `${vsCodeStyles}\n${styleText}`,
    later,
    addressOf: (file) => `/${file}`,
  });
  response.setHeader("Content-Security-Policy", contentPolicy(policy, true));
  send(response, "text/html", html);
}

function frame(): PageFrame {
  return { cspSource: "'self'", nonce: randomBytes(16).toString("hex"), pageId: "sideBar" };
}

async function sendFile(response: ServerResponse, file: string): Promise<void> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes) send(response, types[extname(file)] ?? "application/octet-stream", bytes);
  else response.writeHead(404).end();
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.setHeader("Content-Type", `${type}; charset=utf-8`).end(body);
}

/** What VS Code itself puts before the styles of a webview, as far as it touches this page. */
const vsCodeStyles = `@layer vscode-default {
html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
body { overscroll-behavior-x: none; background-color: transparent; color: var(--vscode-editor-foreground);
  font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size);
  margin: 0; padding: 0 20px; }
a, a code { color: var(--vscode-textLink-foreground); }
a:hover { color: var(--vscode-textLink-activeForeground); }
a:focus, input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
code { font-family: var(--monaco-monospace-font); color: var(--vscode-textPreformat-foreground);
  background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
pre code { padding: 0; }
blockquote { background: var(--vscode-textBlockQuote-background); border-color: var(--vscode-textBlockQuote-border); }
}`;
