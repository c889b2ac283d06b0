// The four kinds of tests. What a file is named, or where it lies, decides to which kind it belongs.
// unit needs nothing but Node; page needs a Chromium; contract the staged app-server; e2e a VS Code as well.

import { defineConfig } from "vitest/config";

const everywhere = ["extension/**", "webview/**", "test/**"];
const neverTests = ["**/node_modules/**", "**/generated/**"];
const page = ["webview/**/*.page.test.{ts,tsx}", "test/page/**/*.test.{ts,tsx}"];
const contract = everywhere.map((place) => `${place}/*.contract.test.ts`);
const e2e = ["test/e2e/**/*.e2e.test.ts"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: everywhere.map((place) => `${place}/*.test.{ts,tsx}`),
          exclude: [...neverTests, ...page, ...contract, ...e2e],
          testTimeout: 20_000,
          maxWorkers: "100%",
          // Its parts are written for bundlers: Node would not find them by their names.
          server: { deps: { inline: ["diff2html"] } },
        },
      },
      {
        test: {
          name: "page",
          include: page,
          exclude: neverTests,
          // One Chromium for all files, in which each waits more than it computes.
          globalSetup: "test/page/setUp.ts",
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        // Each file has app-servers, homes and folders of its own, and waits for the model and the server more than it
        // computes. No more than two at once, so that deadlines mean something.
        test: {
          name: "contract",
          include: contract,
          exclude: neverTests,
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Each file has a VS Code and a Chromium of its own. Starting them takes both cores, so more at once gains nothing.
        test: {
          name: "e2e",
          include: e2e,
          setupFiles: "test/e2e/tellFailures.ts",
          exclude: neverTests,
          maxWorkers: 2,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
});
