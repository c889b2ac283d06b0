// Secrets of the person's environment and the login file stay out of reach of commands, inside the sandbox and
// outside of it.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { command } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { sequence } from "../provider/script.ts";
import { endedTurn, itemsOf, runTurn, setStage } from "./stage.ts";

const secrets = {
  GITHUB_TOKEN: "canary-1",
  AWS_SECRET_ACCESS_KEY: "canary-2",
  OPENAI_API_KEY: "canary-3",
  DATABASE_URL: "canary-4",
  NPM_CONFIG_USERCONFIG: "canary-5",
  VSCODE_GIT_IPC_HANDLE: "canary-6",
  ELECTRON_RUN_AS_NODE: "canary-7",
  SSH_AUTH_SOCK: "canary-8",
  NODE_OPTIONS: "--title=canary-9",
};

/** These the person named for the server, so that it reaches a provider; commands still do not see them. */
const named = { ACME_API_KEY: "canary-10", ACME_PASSWORD: "canary-11" };

describe("the environment of commands", () => {
  it("holds no secret, sandboxed or allowed out of the sandbox", async () => {
    const escalate = { justification: "May I?" };
    const stage = await setStage(
      sequence([command("env; sleep 1"), command({ cmd: "env; sleep 1", escalate }), message("Done.")]),
    );
    const host = stage.host({
      environment: { ...stage.environment, ...secrets, ...named },
      furtherVariables: Object.keys(named),
    });
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    await host.threads.send(threadId, "go");
    const approval = await host.until(() => host.state(threadId).approvals[0]);
    await host.threads.answer(approval.key, "accept");
    const turn = await host.until(() => endedTurn(host.state(threadId), "go"));
    const outputs = itemsOf(turn, "commandExecution").map(({ item }) => item.aggregatedOutput ?? "");
    expect(outputs).toHaveLength(2);
    for (const output of outputs) {
      expect(output).toContain(`HOME=${stage.home}`);
      expect(output).not.toMatch(/canary|CODEX_HOME=/);
    }
    expect(JSON.stringify(stage.provider.requests)).not.toContain("canary");
  });
});

describe("the login file", () => {
  it("cannot be read by a command, while the rest of the home can", async () => {
    const stage = await setStage(({ turnCalls }) => {
      const files = ["auth.json", "config.toml"];
      const file = files[turnCalls.length];
      return file === undefined ? message("Done.") : command(`cat ${join(home, file)}; echo read`);
    });
    const home = stage.codexHome;
    await writeFile(join(home, "auth.json"), '{"OPENAI_API_KEY":"canary-12"}', { mode: 0o600 });
    const host = stage.host();
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    const turn = await runTurn(host, threadId, "go");
    expect(turn.status).toBe("completed");
    const [login, configuration] = stage.provider.requests.at(-1)?.turnCalls ?? [];
    expect(login?.output).toMatch(/auth\.json: (Permission denied|No such file or directory)/);
    expect(configuration?.output).toContain("model_provider");
    expect(JSON.stringify(stage.provider.requests)).not.toContain("canary");
  });
});
