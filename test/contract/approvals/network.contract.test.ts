// Hosts that ask, on the real server, under the requirements of an administrator. Those lie in /etc/codex, so each
// server gets a private view of /etc; on a machine that gives none the tests are skipped and say so.

import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { ChoiceId } from "../../../extension/shared/approvals/choices.ts";
import { command } from "../../provider/calls.ts";
import { message } from "../../provider/events.ts";
import { sequence } from "../../provider/script.ts";
import { serverBinary } from "../../provider/serverFolders.ts";
import { itemsOf } from "../stage.ts";
import { openDesk, replyLine, statuses } from "./desk.ts";

const unshare = "/usr/bin/unshare";
/** Runs its arguments with an /etc of their own. What is mounted is seen by them alone. */
const withRequirements = `
mount -t tmpfs tmpfs /mnt && mkdir /mnt/upper /mnt/work &&
mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work /etc && mkdir -p /etc/codex &&
printf '[experimental_network]\\nenabled = true\\n' > /etc/codex/requirements.toml && exec "$@"`;
const leading = ["-m", "sh", "-c", withRequirements, "sh"];

const hasPrivateEtc = spawnSync(unshare, [...leading, "true"]).status === 0;
const fetching = (host: string) => command({ cmd: `curl -sS -m 3 http://${host}/`, yieldTimeMs: 8_000 });
const script = sequence([
  fetching("one.example"),
  fetching("one.example"),
  fetching("two.example"),
  message("Done."),
]);
const [one, two] = ["http://one.example", "http://two.example"];

async function openManaged() {
  const host = { appServerPath: unshare, leadingArgs: [...leading, serverBinary()] };
  return await openDesk(script, { host });
}

const amendment = (action: "allow" | "deny") => ({
  applyNetworkPolicyAmendment: { network_policy_amendment: { host: "one.example", action } },
});
const ruleLine = (action: "allow" | "deny", word: string) =>
  `network_rule(host="one.example", protocol="http", decision="${action}", justification="${word} http access to one.example")\n`;
const refused = /rejected by user|explicitly denied/;

interface Row {
  readonly decision: unknown;
  readonly asked: readonly string[];
  /** Asked in the next turn, where everything is declined, and after a restart. */
  readonly next: readonly string[];
  readonly later: readonly string[];
  readonly rules: string;
  /** Whether the first call was refused, as the model is told. */
  readonly isRefused: boolean;
}

const everything = [one, one, two];
const rows: [ChoiceId, Row][] = [
  [
    "accept",
    {
      decision: "accept",
      asked: everything,
      next: everything,
      later: everything,
      rules: "",
      isRefused: false,
    },
  ],
  [
    "acceptForSession",
    {
      decision: "acceptForSession",
      asked: [one, two],
      next: [two],
      later: everything,
      rules: "",
      isRefused: false,
    },
  ],
  [
    "acceptWithRule",
    {
      decision: amendment("allow"),
      asked: [one, two],
      next: [two],
      later: [two],
      rules: ruleLine("allow", "Allow"),
      isRefused: false,
    },
  ],
  [
    "declineWithRule",
    {
      decision: amendment("deny"),
      asked: [one, two],
      next: [two],
      later: [two],
      rules: ruleLine("deny", "Deny"),
      isRefused: true,
    },
  ],
  [
    "decline",
    {
      decision: "decline",
      asked: everything,
      next: everything,
      later: everything,
      rules: "",
      isRefused: true,
    },
  ],
];

const words = hasPrivateEtc
  ? "a host that managed requirements watch"
  : "a host that managed requirements watch (skipped: this machine gives no private view of /etc by unshare)";

describe.skipIf(!hasPrivateEtc)(words, () => {
  it.each(rows)("%s", async (choice, { decision, asked, next, later, rules, isRefused }) => {
    const desk = await openManaged();
    const seen = await desk.turn("go", [choice]);
    expect(seen.asked).toEqual(asked);
    expect(seen.turn.status).toBe("completed");
    expect(desk.replies[0]).toBe(replyLine(0, { decision }));
    expect(refused.test(seen.told[0] ?? "")).toBe(isRefused);
    // A command that reached no host fails; refused by a person it is no "declined" either.
    expect(new Set(statuses(seen, "commandExecution"))).toEqual(new Set(["failed"]));
    expect(await desk.stored()).toEqual({ rules, config: "" });
    expect((await desk.turn("next")).asked).toEqual(next);
    await desk.reopen();
    expect((await desk.turn("later")).asked).toEqual(later);
  });

  it("cancel ends the turn, and the command ends too", async () => {
    const desk = await openManaged();
    const seen = await desk.turn("go", ["cancel"]);
    expect(seen.turn.status).toBe("interrupted");
    expect(desk.replies).toEqual([replyLine(0, { decision: "cancel" })]);
    await desk.host.threads.stop(desk.threadId);
    const items = () => itemsOf(desk.host.state(desk.threadId).turns[0], "commandExecution");
    await desk.host.until(() => items().every(({ phase }) => phase !== "running"));
    expect(await desk.stored()).toEqual({ rules: "", config: "" });
  });

  it("is asked for on the request itself: no item, no command", async () => {
    const desk = await openManaged();
    const { cards } = await desk.turn("go");
    expect(cards[0]).toMatchObject({
      ask: { kind: "network", host: "one.example", protocol: "http" },
      itemId: expect.stringMatching(/^network#/),
    });
  });
});
