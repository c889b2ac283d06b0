// Signing in and out on the real app-server, without a network: an API key is kept by the server, a sign-in with
// ChatGPT gives its address and can be cancelled.

import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { serverEnvironment } from "../codex/environment.ts";
import { Supervisor } from "../codex/supervisor.ts";
import { freshFolder, stagedBinary } from "../codex/testing/realBinary.ts";
import type { AccountView } from "../shared/hostState.ts";
import { pinnedVersion } from "../shared/protocol.ts";
import { isHostNotification, knownServerRequests } from "../shared/routes.ts";
import { Account } from "./account.ts";

const log: string[] = [];
const views: AccountView[] = [];
const problems: string[] = [];
let home: Awaited<ReturnType<typeof freshFolder>>;
let supervisor: Supervisor;
let account: Account;

beforeAll(async () => {
  home = await freshFolder();
  const binary = await stagedBinary();
  supervisor = new Supervisor({
    launch: () =>
      Promise.resolve({
        binary,
        config: [],
        environment: serverEnvironment(process.env, { codexHome: home.path, extra: [] }),
        cwd: home.path,
        clientVersion: "0.0.1",
        pinnedVersion,
        knownRequests: knownServerRequests,
      }),
    onState: () => {},
    onNotification: (notification) => {
      if (isHostNotification(notification)) account.handleNotification(notification);
    },
    onRequest: (_request, reply) => void reply.error(-32601, "not in this test"),
    onUnresponsive: () => {},
    onResponsive: () => {},
    log: (line) => log.push(line),
  });
  account = new Account({
    server: supervisor,
    onChange: (view) => views.push(view),
    onFailed: (problem) => problems.push(problem),
    log: (line) => log.push(line),
  });
  supervisor.start();
});

afterAll(async () => {
  await supervisor.dispose();
  await home.remove();
});

it("knows that nobody is signed in", async () => {
  await account.refresh();
  expect(account.view).toEqual({ phase: "signedOut" });
});

it("refuses an empty key, which the server would take", async () => {
  await expect(account.useApiKey("  ")).rejects.toThrow("empty");
  expect(account.view).toEqual({ phase: "signedOut" });
});

it("signs in with an API key, which only the server keeps, and signs out", async () => {
  await account.useApiKey("sk-test-canary-000000000000");
  expect(account.view).toEqual({ phase: "signedIn", label: "API key" });
  const kept = join(home.path, "auth.json");
  expect(await readFile(kept, "utf8")).toContain("sk-test-canary");
  expect((await stat(kept)).mode & 0o077).toBe(0);
  expect(log.join("\n")).not.toContain("canary");
  await account.signOut();
  expect(account.view).toEqual({ phase: "signedOut" });
});

it("begins a sign-in with ChatGPT and cancels it", async () => {
  const address = new URL(await account.startChatgpt());
  expect(address.protocol).toBe("https:");
  expect(account.view).toEqual({ phase: "signingIn" });
  await account.cancel();
  expect(account.view).toEqual({ phase: "signedOut" });
  expect(problems).toEqual([]);
});
