// The permission modes on the real sandbox, switched on a live thread: what the server says is in force, and what it
// then lets happen to the workspace, to an editor's settings and beside the folder. Also over a restart and a resume.

import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { permissionsOf, type ModeId, type Permissions } from "../../extension/shared/permissions.ts";
import type { HeadlessHost, HeadlessHostOptions } from "../client/headlessHost.ts";
import { command, functionCall, patch, spawnAgent, waitAgent } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { firstOf, sequence, whenUser } from "../provider/script.ts";
import { endedTurn, itemsOf, killServer, runTurn, setStage, type Stage } from "./stage.ts";

const shellFile = "shell.txt";
const shellSettings = ".vscode/shell.json";
const patchFile = "patch.txt";
const patchSettings = ".vscode/patch.json";
const hook = ".git/hooks/pre-commit";
const added = (path: string): string => `*** Begin Patch\n*** Add File: ${path}\n+made\n*** End Patch\n`;
const attempts = sequence([
  command(`touch ${shellFile}`),
  // An empty folder may still go with what the turn before left.
  command(`mkdir -p .vscode; echo {} > ${shellSettings}`),
  command(`mkdir -p .git/hooks; echo x > ${hook}`),
  patch(added(patchFile)),
  patch(added(patchSettings)),
  message("Done."),
]);

/** What is written without a question, and what is asked for. */
const expected: Record<ModeId, { written: string[]; asked: string[] }> = {
  readOnly: { written: [], asked: [] },
  ask: { written: [], asked: [patchFile, patchSettings] },
  auto: { written: [shellFile, patchFile], asked: [patchSettings] },
  fullAccess: { written: [shellFile, shellSettings, hook, patchFile, patchSettings], asked: [] },
};
const order = ["ask", "auto", "readOnly", "fullAccess", "ask", "readOnly", "auto", "fullAccess"] as const;

async function begin(options: Partial<HeadlessHostOptions> = {}) {
  const stage = await setStage(attempts);
  const host = stage.host(options);
  await host.start();
  return { stage, host, threadId: await host.threads.start(stage.workspace) };
}

/** Lets the agent try everything, denies what it asks for, and gives what happened. */
async function tryAll(stage: Stage, host: HeadlessHost, threadId: string, prompt: string) {
  const all = [shellFile, shellSettings, hook, patchFile, patchSettings];
  for (const path of all) await rm(join(stage.workspace, path), { force: true });
  await mkdir(join(stage.workspace, ".vscode"), { recursive: true });
  const asked: string[] = [];
  await host.threads.send(threadId, prompt);
  for (;;) {
    const state = await host.until(() => {
      const now = host.state(threadId);
      return now.approvals.length > 0 || endedTurn(now, prompt) ? now : undefined;
    });
    const approval = state.approvals[0];
    if (!approval) break;
    if (approval.ask.kind === "fileChange")
      asked.push(...(approval.ask.changes ?? []).map(({ path }) => path.slice(stage.workspace.length + 1)));
    else asked.push(approval.ask.kind);
    await host.threads.answer(approval.key, "decline");
  }
  return { written: all.filter((path) => existsSync(join(stage.workspace, path))), asked };
}

const inForce = (host: HeadlessHost, threadId: string) => host.state(threadId).permissions;

/** Passing files by the ways that programs take, and one where those of other programs lie. */
const passing =
  'f=$(mktemp) && echo made by mktemp > "$f" && cat "$f"; ' +
  "cat <<< 'made by the shell'; echo x > /tmp/lectern-beside || echo not beside; echo in $TMPDIR";

it("lets commands in Auto make passing files in a folder of their own, which goes with the host", async () => {
  const stage = await setStage(sequence([command(passing), message("Done.")]));
  const host = stage.host({ mode: "auto" });
  await host.start();
  const threadId = await host.threads.start(stage.workspace);
  await runTurn(host, threadId, "go");
  const [ran] = itemsOf(host.state(threadId).turns[0], "commandExecution");
  const output = ran?.item.aggregatedOutput ?? "";
  for (const line of ["made by mktemp", "made by the shell", "not beside"]) expect(output).toContain(line);
  const folder = /^in (.+)$/m.exec(output)?.[1] ?? "";
  expect(existsSync(folder)).toBe(true);
  await host.dispose();
  expect(existsSync(folder)).toBe(false);
});

describe("each mode", () => {
  it.each(["readOnly", "ask", "auto", "fullAccess"] as const)(
    "does what it says when a thread starts in %s",
    async (mode) => {
      const { stage, host, threadId } = await begin({ mode });
      expect(inForce(host, threadId)).toMatchObject({ mode, autoReview: false, origin: "default" });
      expect(await tryAll(stage, host, threadId, "go")).toEqual(expected[mode]);
    },
  );

  it("does what it says after it was switched to, from any other one", async () => {
    const { stage, host, threadId } = await begin({ mode: "readOnly" });
    for (const [index, mode] of order.entries()) {
      await host.threads.setPermissions(threadId, permissionsOf(mode, false));
      expect(inForce(host, threadId)).toEqual({
        mode,
        autoReview: false,
        origin: "thread",
        afterTurnId: null,
      });
      expect(host.state(threadId)).toMatchObject({ blocked: null, switchingTo: null });
      expect(await tryAll(stage, host, threadId, `go ${index}`), mode).toEqual(expected[mode]);
    }
  });
});

describe("a switch while a turn runs", () => {
  it("counts from the next turn, and says so", async () => {
    const late = sequence([patch(added(patchSettings)), command(`touch ${shellFile}`), message("Done.")]);
    const stage = await setStage(firstOf(whenUser(/late/, late), attempts));
    const host = stage.host({ mode: "auto" });
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    await host.threads.send(threadId, "late");
    const approval = await host.until(() => host.state(threadId).approvals[0]);
    await host.threads.setPermissions(threadId, permissionsOf("readOnly", false));
    expect(inForce(host, threadId)).toMatchObject({ mode: "readOnly", afterTurnId: approval.turnId });
    expect(await host.threads.answer(approval.key, "decline")).toBe("sent");
    await host.until(() => endedTurn(host.state(threadId), "late"));
    // The running turn went on under Auto.
    expect(existsSync(join(stage.workspace, shellFile))).toBe(true);
    expect(await tryAll(stage, host, threadId, "go")).toEqual(expected.readOnly);
  });
});

describe("a sub-agent", () => {
  it("that was started before the switch goes on under the new mode", async () => {
    const childFile = "child.txt";
    const child = sequence([command(`touch ${childFile}`), message("The child is done.")]);
    const first = sequence([
      spawnAgent({ message: "child: write" }),
      waitAgent({ timeoutMs: 20_000, targets: "spawned" }),
      message("Done."),
    ]);
    let agentId = "";
    const again = sequence([
      functionCall(
        "send_input",
        () => ({ target: agentId, message: "child: write again" }),
        "multi_agent_v1",
      ),
      functionCall("wait_agent", () => ({ targets: [agentId], timeout_ms: 20_000 }), "multi_agent_v1"),
      message("Done."),
    ]);
    const stage = await setStage(firstOf(whenUser(/child/, child), whenUser(/again/, again), first));
    const host = stage.host({ mode: "fullAccess" });
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    await runTurn(host, threadId, "go");
    agentId = host.threads.store.ids.find((id) => id !== threadId) ?? "";
    expect(existsSync(join(stage.workspace, childFile))).toBe(true);
    await rm(join(stage.workspace, childFile));
    await host.threads.setPermissions(threadId, permissionsOf("readOnly", false));
    await runTurn(host, threadId, "again");
    const outputs = stage.provider.requests.flatMap(({ turnCalls }) => turnCalls.map(({ output }) => output));
    expect(outputs.some((output) => output?.includes("Read-only file system"))).toBe(true);
    expect(existsSync(join(stage.workspace, childFile))).toBe(false);
  });
});

describe("the automatic reviewer", () => {
  it("is asked instead of the person, and only in Auto", async () => {
    const { stage, host, threadId } = await begin({ mode: "auto" });
    await host.threads.setPermissions(threadId, { mode: "auto", autoReview: true });
    expect(inForce(host, threadId)).toMatchObject({ mode: "auto", autoReview: true });
    // This reviewer's answers are unusable, which denies; nobody is asked.
    expect(await tryAll(stage, host, threadId, "go")).toEqual({ written: [shellFile, patchFile], asked: [] });
    await host.threads.setPermissions(threadId, permissionsOf("ask", true));
    expect(inForce(host, threadId)).toMatchObject({ mode: "ask", autoReview: false });
    expect(await tryAll(stage, host, threadId, "again")).toEqual(expected.ask);
  });
});

describe("a resume", () => {
  const kept = new Map<string, Permissions>();

  it("restores the thread's own mode after the server was killed", async () => {
    const { stage, host, threadId } = await begin({ kept: (id) => kept.get(id) });
    await tryAll(stage, host, threadId, "first");
    await host.threads.setPermissions(threadId, permissionsOf("auto", false));
    kept.set(threadId, permissionsOf("auto", false));
    await killServer();
    await host.until(() => host.supervisor.state.phase !== "ready");
    await host.supervisor.ready();
    expect(await tryAll(stage, host, threadId, "second")).toEqual(expected.auto);
    expect(inForce(host, threadId)).toMatchObject({ mode: "auto", origin: "thread" });
  });

  it("in another window brings the default, not what was in force last", async () => {
    const { stage, host, threadId } = await begin();
    await host.threads.setPermissions(threadId, permissionsOf("fullAccess", false));
    await tryAll(stage, host, threadId, "first");
    await host.dispose();
    const other = stage.host();
    await other.start();
    await other.threads.resume(threadId, stage.workspace);
    expect(inForce(other, threadId)).toMatchObject({ mode: "ask", origin: "default" });
    expect(await tryAll(stage, other, threadId, "second")).toEqual(expected.ask);
  });

  it("of a thread that the server holds already is put under what was asked for", async () => {
    let mode: ModeId = "auto";
    const { stage, host, threadId } = await begin({ kept: () => permissionsOf(mode, false) });
    await tryAll(stage, host, threadId, "first");
    // The server keeps it; only we think that it was let go of, and it ignores what a resume sends then.
    host.threads.unloaded(threadId);
    mode = "readOnly";
    await host.threads.resume(threadId);
    expect(host.state(threadId).blocked).toBeNull();
    expect(inForce(host, threadId)).toMatchObject({ mode: "readOnly" });
    expect(await tryAll(stage, host, threadId, "second")).toEqual(expected.readOnly);
  });
});

/** Names a profile that the server does not know, as where managed policy leaves ours out. */
const refusing: HeadlessHostOptions["between"] = (server) => ({
  ready: async () => {
    const calls = await server.ready();
    return {
      call: (method, params, options) => {
        if (method === "thread/settings/update") Object.assign(params as object, { permissions: "nobody" });
        return calls.call(method, params, options);
      },
    };
  },
});

describe("a refusal of the server", () => {
  it("leaves everything as it was", async () => {
    const { stage, host, threadId } = await begin({ between: refusing });
    await expect(host.threads.setPermissions(threadId, permissionsOf("auto", false))).rejects.toThrow(
      "refused",
    );
    expect(host.state(threadId)).toMatchObject({ blocked: null, switchingTo: null });
    expect(inForce(host, threadId)).toMatchObject({ mode: "ask", origin: "default" });
    expect(await tryAll(stage, host, threadId, "go")).toEqual(expected.ask);
  });
});

describe("settings of protection", () => {
  it("lay editor files open in Auto when a person says so, but not the agent's own", async () => {
    const stage = await setStage(
      sequence([
        command("mkdir -p .vscode .codex; touch .vscode/a .envrc; touch .codex/b"),
        message("Done."),
      ]),
    );
    const host = stage.host({
      mode: "auto",
      protection: { editorFiles: false, hideEnvFiles: false, hideLogin: true },
    });
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    await host.threads.send(threadId, "go");
    await host.until(() => endedTurn(host.state(threadId), "go"));
    const there = [".vscode/a", ".envrc", ".codex/b"].filter((path) =>
      existsSync(join(stage.workspace, path)),
    );
    expect(there).toEqual([".vscode/a", ".envrc"]);
  });

  it.each(["ask", "auto"] as const)("hide .env files from commands in %s", async (mode) => {
    const stage = await setStage(sequence([command("cat .env app/.env; cat other.txt"), message("Done.")]), {
      files: { ".env": "KEY=hidden\n", "app/.env": "KEY=hidden\n", "other.txt": "shown\n" },
    });
    const host = stage.host({ mode, protection: { editorFiles: true, hideEnvFiles: true, hideLogin: true } });
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    await host.threads.send(threadId, "go");
    await host.until(() => endedTurn(host.state(threadId), "go"));
    const output = stage.provider.requests.at(-1)?.turnCalls[0]?.output ?? "";
    expect(output).toContain("shown");
    expect(output).not.toContain("hidden");
  });
});
