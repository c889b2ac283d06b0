// Bundles the programs: the extension (dist/extension.cjs), its pages (dist/webview/) and the suite that the e2e tests
// run inside the extension host (.build/e2e/suite.cjs). It knows entries and formats, no content.
// What it writes is whole or the build fails; a stylesheet or font that the page imports becomes a file beside it,
// because the page's content policy allows no inline style.
//
// node build.mjs [--production]

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const root = import.meta.dirname;
const isMain = process.argv[1] === import.meta.filename;
const { values } = parseArgs({
  options: { production: { type: "boolean", default: false } },
  ...(!isMain && { args: [] }),
});
const production = values.production;

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : "linked",
  define: { "process.env.NODE_ENV": JSON.stringify(production ? "production" : "development") },
  legalComments: production ? "external" : "none",
  logLevel: "warning",
};

/** Whatever the command line says. */
const asShipped = {
  minify: true,
  sourcemap: false,
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "external",
};

/** A program for the extension host. */
const forHost = {
  ...common,
  platform: "node",
  format: "cjs",
  target: "node20",
  plugins: [vscodeByName()],
  logOverride: { "import-is-undefined": "error" },
};

const extension = { ...forHost, entryPoints: ["extension/main.ts"], outfile: "dist/extension.cjs" };

const suite = { ...forHost, entryPoints: ["test/e2e/suite.ts"], outfile: ".build/e2e/suite.cjs" };

const page = {
  ...common,
  entryPoints: { main: "webview/main.tsx" },
  outdir: "dist/webview",
  platform: "browser",
  format: "esm",
  splitting: true,
  target: "es2022",
  jsx: "automatic",
  jsxDev: false,
  loader: { ".ttf": "file" },
  assetNames: "[name]",
  chunkNames: "chunk-[name]-[hash]",
  metafile: true,
  plugins: [focusVisibleWithoutStyleElement(), onlyIconsInUse(), namedModules()],
};

/**
 * The same page as one script that stands in its document, for a page that brings a thread back: in VS Code each file of
 * a page takes its way through a worker and the window, which have much to do when that is loaded. What is needed later
 * comes from the files of the page above.
 */
const wholePage = {
  ...page,
  entryPoints: { whole: "webview/main.tsx" },
  splitting: false,
  metafile: false,
  sourcemap: false,
  legalComments: "none",
  write: false,
  plugins: [onlyIconsInUse(), laterByName()],
};

/** The review pane, built apart, so that the chat page shares no chunk with it and does not grow by it. */
const reviewPage = {
  ...page,
  entryPoints: { review: "webview/review/main.tsx" },
  plugins: [focusVisibleWithoutStyleElement(), onlyIconsInUse()],
};

/**
 * Each file that imports a CommonJS module whole gets a copy of it with all its names, at every start: for `vscode`,
 * some 400 names for each of our files, that was a third of the time that activation took. Here it is one module with
 * the names that our sources use.
 */
function vscodeByName() {
  return {
    name: "vscode-by-name",
    setup(build) {
      build.onResolve({ filter: /^vscode$/ }, ({ kind }) =>
        kind === "require-call"
          ? { path: "vscode", external: true }
          : { path: "vscode", namespace: "vscode-by-name", sideEffects: false },
      );
      build.onLoad({ filter: /.*/, namespace: "vscode-by-name" }, async () => {
        const folders = ["extension", "test/e2e", "test/bench"].map((folder) => join(root, folder));
        const sources = (await Promise.all(folders.map((folder) => readSources(folder)))).join("\n");
        const names = new Set([...sources.matchAll(/\bvscode\.([A-Za-z]+)/g)].map(([, name]) => name));
        const exported = [...names].map((name) => `export const ${name} = vscode.${name};`);
        return { contents: ['const vscode = require("vscode");', ...exported].join("\n"), resolveDir: root };
      });
    },
  };
}

/**
 * The toolkit finds out whether `:focus-visible` works by inserting a `<style>`, which the page's content policy
 * forbids; every focus ring would fall back to `:focus`. All our hosts have it, so the question is answered here.
 */
function focusVisibleWithoutStyleElement() {
  const asks = "export function canUseFocusVisible() {";
  return {
    name: "focus-visible-without-style-element",
    setup(build) {
      let mended = false;
      let usesToolkit = false;
      build.onLoad({ filter: /[\\/]fast-web-utilities[\\/]dist[\\/]dom\.js$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        if (text.split(asks).length !== 2) {
          return { errors: [{ text: `"${asks}" is not there once: this version needs another mend.` }] };
        }
        mended = true;
        return { contents: text.replace(asks, `${asks} return true;`) };
      });
      build.onLoad({ filter: /[\\/]webview-ui-toolkit[\\/]dist[\\/]index\.js$/ }, () => {
        usesToolkit = true;
        return undefined;
      });
      build.onEnd(() => {
        if (!usesToolkit || mended) return undefined;
        return {
          errors: [{ text: "The toolkit is in the page, but its focus-visible check was not mended." }],
        };
      });
    },
  };
}

/**
 * Of 650 icons the page uses some fifty. A rule stays when its icon's name stands in quotes somewhere in the page's
 * sources, so a name must be written whole there.
 */
function onlyIconsInUse() {
  return {
    name: "only-icons-in-use",
    setup(build) {
      build.onLoad({ filter: /[\\/]codicons[\\/]dist[\\/]codicon\.css$/ }, async ({ path }) => {
        const sources = await readSources(join(root, "webview"));
        const isUsed = (name) =>
          [`"${name}"`, `'${name}'`, `\`${name}\``].some((quoted) => sources.includes(quoted));
        const rule = /^\.codicon-([a-z0-9-]+):before \{[^}]*\}\n?/gm;
        const css = await readFile(path, "utf8");
        let kept = 0;
        const contents = css.replace(rule, (text, name) => (isUsed(name) ? (kept++, text) : ""));
        if (kept === 0 || kept > 200) {
          return {
            errors: [
              { text: `${kept} icon rules were kept: the style sheet of this version is another one.` },
            ],
          };
        }
        return { contents, loader: "css", resolveDir: dirname(path) };
      });
    },
  };
}

/**
 * Writes modules.json beside the page: the files that its script imports (`first`), which its document names, so that
 * they come at once and not one behind the other; and those that are loaded later, by the names that the script in a
 * document calls them (`later`).
 */
function namedModules() {
  return {
    name: "named-modules",
    setup(build) {
      build.onEnd(async ({ metafile, errors }) => {
        if (errors.length > 0) return undefined;
        const { outputs } = metafile;
        const fileOf = (entry) => Object.keys(outputs).find((file) => outputs[file].entryPoint === entry);
        const script = fileOf("webview/main.tsx");
        const laterFiles = Object.keys(outputs).filter((file) => isLater(outputs[file].entryPoint));
        const withReact = laterFiles.filter((file) =>
          holdsReact([file, ...importedBy(file, outputs)], outputs),
        );
        if (withReact.length > 0) {
          const text = `${withReact.join(", ")}: with a script in the document this would be a second React.`;
          return { errors: [{ text }] };
        }
        const modules = {
          first: importedBy(script, outputs).map((file) => basename(file)),
          later: Object.fromEntries(
            laterFiles.map((file) => [laterName(outputs[file].entryPoint), basename(file)]),
          ),
        };
        await writeFile(join(dirname(join(root, script)), "modules.json"), JSON.stringify(modules));
        return undefined;
      });
    },
  };
}

/** All that a file imports before it runs, each once. */
function importedBy(file, outputs, known = new Set()) {
  for (const { path, kind } of outputs[file].imports) {
    if (kind !== "import-statement" || known.has(path)) continue;
    known.add(path);
    importedBy(path, outputs, known);
  }
  return [...known];
}

/** The hooks are in react itself; its JSX runtime makes plain objects, of which any number may be there. */
function holdsReact(files, outputs) {
  return files.some((file) =>
    Object.keys(outputs[file].inputs).some((input) => /\/react\/cjs\/react\.[a-z]+\.js$/.test(input)),
  );
}

const threadParts = "webview/page/threadParts.ts";

function isLater(entryPoint) {
  return entryPoint !== undefined && !["webview/main.tsx", threadParts].includes(entryPoint);
}

/** What a script in a document calls a file of the page; the document says where that is. */
function laterName(source) {
  return `later/${basename(source).replace(/\.tsx?$/, "")}`;
}

function laterByName() {
  return {
    name: "later-by-name",
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        // As esbuild itself names its entries, on Windows too.
        const source = relative(root, join(resolveDir, path)).replaceAll("\\", "/");
        if (kind !== "dynamic-import" || !isLater(source)) return undefined;
        return { path: laterName(path), external: true };
      });
    },
  };
}

async function readSources(folder) {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => /\.tsx?$/.test(name));
  return (await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")))).join("\n");
}

/** Bundles the page alone, as it is shipped, into a folder of the caller's. */
export async function buildPage(outdir) {
  await Promise.all([build({ ...page, ...asShipped, outdir }), buildWhole({ ...asShipped, outdir })]);
}

/** Its style sheet is the one that the page has already. */
async function buildWhole(options) {
  const { outputFiles } = await build({ ...wholePage, ...options, sourcemap: false, legalComments: "none" });
  const { path, text } = outputFiles.find((file) => file.path.endsWith(".js"));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, forDocument(text));
}

/** What a document would take for a comment or the script's end stands in strings and patterns only. */
function forDocument(script) {
  return script.replace(/<(?=!--|\/script)/gi, "\\x3c");
}

/** The same for the review pane. */
export async function buildReviewPage(outdir) {
  await build({ ...reviewPage, ...asShipped, outdir });
}

/** Bundles a program for the extension host, by default the extension itself, as it is shipped, into a file. */
export async function buildExtension(outfile, entry = "extension/main.ts") {
  await build({ ...forHost, ...asShipped, entryPoints: [entry], outfile });
}

if (isMain) {
  await rm(join(root, "dist"), { recursive: true, force: true });
  try {
    await Promise.all([build(extension), build(page), buildWhole(), build(reviewPage), build(suite)]);
  } catch (error) {
    // What is wrong in a source esbuild has printed, with file and line.
    if (error.errors === undefined) console.error(error);
    else for (const { text, location } of error.errors) if (!location) console.error(text);
    process.exitCode = 1;
  }
}
