// Stories of those who look over the model's shoulder: automatic reviewers of approvals, and hooks.

import type { HeadlessHost } from "../client/headlessHost.ts";
import * as call from "../provider/calls.ts";
import * as say from "../provider/events.ts";
import { firstOf, type Script, sequence, whenKind } from "../provider/script.ts";
import type { Response } from "../provider/step.ts";
import type { Scenario } from "./scenario.ts";

/** An escalated command, which a reviewer judges; turns that are reviewed say so themselves. */
function reviewed(response: Response): Scenario {
  const escalate = { justification: "May I ask git for its version?" };
  const script: Script = firstOf(
    whenKind("autoReview", response),
    sequence([call.command({ cmd: "git --version", escalate }), say.message("That was it.")]),
  );
  return { script, turnParams: { approvalsReviewer: "auto_review" } };
}

/** A hook file of the person's own, whose one hook reads its input and runs a line of shell. */
function hooked(event: string, line: string, more: Partial<Scenario> = {}): Scenario {
  const hook = { type: "command", command: `cat >/dev/null; ${line}` };
  const hooks = { hooks: { [event]: [{ hooks: [hook] }] } };
  return {
    script: sequence([call.command("cat README.md"), say.message("Done.")]),
    homeFiles: { "hooks.json": JSON.stringify(hooks) },
    prepare: trustHooks,
    ...more,
  };
}

/** Hooks run only once their present form is trusted. */
async function trustHooks({ supervisor }: HeadlessHost, workspace: string): Promise<void> {
  const { data } = await supervisor.connection.call("hooks/list", { cwds: [workspace] });
  const edits = data.flatMap(({ hooks }) =>
    hooks.map(({ key, currentHash }) => ({
      keyPath: `hooks.state.${JSON.stringify(key)}.trusted_hash`,
      value: currentHash,
      mergeStrategy: "upsert" as const,
    })),
  );
  await supervisor.connection.call("config/batchWrite", { edits });
}

export const guardScenarios: Readonly<Record<string, Scenario>> = {
  reviewAllowed: reviewed(say.assessment("allow", "It only prints a version.")),
  reviewDenied: reviewed(say.assessment("deny", "Nobody asked for it.")),
  reviewUnusable: reviewed(say.message("I cannot say.")),
  hookBlocks: hooked("PreToolUse", "echo 'Not this one.' >&2; exit 2"),
  hookRuns: hooked("PostToolUse", "exit 0"),
  hookFails: hooked("PostToolUse", "echo 'It broke.' >&2; exit 1"),
  hookOnPrompt: hooked("UserPromptSubmit", "echo 'Be brief.'"),
  hookStops: hooked(
    "Stop",
    'if [ -e "$HOME/stopped" ]; then exit 0; fi; touch "$HOME/stopped"; echo "Say more." >&2; exit 2',
  ),
};
