// The page as files: bundled with the options of the build, into a folder that no other command writes to.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "..", "..");

/** Bundles the page and resolves with the folder of main.js and main.css. */
export async function bundlePage(folder = join(root, ".build", "page")): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: { main: "webview/main.tsx" },
    outdir: folder,
    bundle: true,
    format: "esm",
    splitting: true,
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    jsxDev: false,
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    loader: { ".ttf": "file" },
    assetNames: "[name]",
    logLevel: "warning",
    plugins: [focusVisibleWithoutStyleElement],
  });
  return folder;
}

/** The same mend as in build.mjs: the toolkit's question would insert a `<style>`, which the policy forbids. */
const focusVisibleWithoutStyleElement: Plugin = {
  name: "focus-visible-without-style-element",
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]fast-web-utilities[\\/]dist[\\/]dom\.js$/ }, async ({ path }) => {
      const asks = "export function canUseFocusVisible() {";
      return { contents: (await readFile(path, "utf8")).replace(asks, `${asks} return true;`) };
    });
  },
};
