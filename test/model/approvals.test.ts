// Ten thousand random lives of approvals. Whatever the order of arrivals, restarts, stops, clicks and forgeries: no
// acceptance without a person's gesture on the live card, exactly one reply for each decision, also for many with one
// gesture, and only after its record. An answer that could not be written brings its card back. A failure prints its seed and its steps.

import { expect, it } from "vitest";
import { joinable } from "../../extension/shared/approvals/batch.ts";
import { choiceIds, isAllowing } from "../../extension/shared/approvals/choices.ts";
import { fileChange } from "../samples/events.ts";
import { anyApproval, anyPlain, fittingDetails, type Origin, wrongDetails } from "./approvalRequests.ts";
import { ApprovalWorld, ownThreads, turnOf } from "./approvalWorld.ts";
import { type Random, randomOf } from "../samples/random.ts";

const sequences = 10_000;
const longest = 80;
/** Own threads, a sub-agent and a thread that nobody knows. */
const threads = [...ownThreads, "A", "child", "stranger"];
const items = ["f1", "f2"];

type Move = (world: ApprovalWorld, random: Random) => string;

const originOf = (world: ApprovalWorld, random: Random): Origin => {
  const threadId = random.pick(threads) ?? "A";
  return { id: world.takeId(), threadId, turnId: `turn-${threadId}`, itemId: random.pick(items) ?? "f1" };
};

const asks: Move = (world, random) => {
  const request = anyApproval(random, originOf(world, random));
  world.ask(request);
  return `asks ${world.generation}.${request.id} ${request.method} ${JSON.stringify(request.params)}`;
};

const asksNobody: Move = (world, random) => {
  const request = anyPlain(random, originOf(world, random));
  world.ask(request);
  return `asks nobody ${world.generation}.${request.id} ${request.method}`;
};

const changesItem: Move = (world, random) => {
  const threadId = random.pick(threads) ?? "A";
  const turnId = `turn-${threadId}`;
  const itemId = random.pick(items) ?? "f1";
  const changes = [{ path: "/work/a", kind: { type: "add" as const }, diff: `version ${random.below(3)}` }];
  if (random.chance(70))
    world.hear({
      method: "item/started",
      params: { threadId, turnId, item: fileChange(itemId, changes), startedAtMs: 1 },
    });
  else world.hear({ method: "item/fileChange/patchUpdated", params: { threadId, turnId, itemId, changes } });
  return `item ${threadId} ${itemId} ${changes[0]?.diff}`;
};

const spawns: Move = (world) => {
  const item = {
    type: "subAgentActivity",
    id: "s",
    kind: "started",
    agentThreadId: "child",
    agentPath: "/root/x",
  };
  world.hear({
    method: "item/started",
    params: { threadId: "A", turnId: "turn-A", item: item as never, startedAtMs: 1 },
  });
  return "spawns child";
};

const clicks: Move = (world, random) => {
  const card = random.pick(ownThreads.flatMap((threadId) => [...world.shown(threadId)]));
  const choice = card && random.pick(card.choices);
  if (!card || !choice) return "clicks nothing";
  const details = fittingDetails(random, card, choice.id);
  const times = random.chance(20) ? 2 : 1;
  for (let time = 0; time < times; time++) world.click(card, choice.id, details);
  return `clicks ${times}x ${card.key} ${choice.id} ${JSON.stringify(details)}`;
};

/** One gesture on a card and on all that is listed with it. */
const clicksMany: Move = (world, random) => {
  const threadId = random.pick(ownThreads) ?? "A";
  const cards = world.shown(threadId);
  const card = random.pick(cards.filter((one) => joinable(one, cards).length > 0));
  if (!card) return "clicks on no many";
  const others = joinable(card, cards);
  // The page may take in what is new between the list and the gesture.
  if (random.chance(50)) world.flush(threadId);
  const open = world.shown(threadId).map(({ key }) => key);
  const all = [card, ...others].filter(({ key }) => open.includes(key));
  for (const one of all) world.click(one, "accept", null);
  world.together += all.length;
  return `clicks on many ${all.map(({ key }) => key).join()}`;
};

const breaksPipe: Move = (world, random) => {
  world.brokenWrites = 1 + random.below(2);
  return `cannot write ${world.brokenWrites} times`;
};

/** Whatever a page could send that is no gesture on a live card. */
const forges: Move = (world, random) => {
  const live = new Map(world.pending.open.map(({ approval }) => [approval.key, approval]));
  const approvalKey = random.pick([...world.keys, `${world.generation}.0`, "", "1.0.0000000000000000"]) ?? "";
  const card = live.get(approvalKey);
  const choice = random.pick(choiceIds) ?? "accept";
  let details = random.chance(50) ? wrongDetails(random) : null;
  const isOffered = card?.choices.some(({ id }) => id === choice) ?? false;
  if (card && isOffered) {
    // Only details that are wrong make it a forgery: where none are needed, a thing that is not offered.
    const needs = isAllowing(choice) && ["permissions", "questions", "mcpForm"].includes(card.ask.kind);
    const cuts = card.choices.find(({ id }) => id === choice)?.rule?.kind === "prefix";
    if (!needs && !cuts) return "forges nothing";
    if (cuts) details = { kind: "rule", words: random.pick([0, 1, 4]) ?? 0 };
    else if (details?.kind === "rule") details = null;
  }
  world.send({ type: "answer", approvalKey, choice, details, generation: world.generation });
  return `forges ${approvalKey} ${choice} ${JSON.stringify(details)}`;
};

const forgesShapes: Move = (world, random) => {
  const approvalKey = random.pick(world.keys) ?? "";
  const shapes: unknown[] = [
    { type: "answer", approvalKey, choice: "accept" },
    { type: "answer", approvalKey, choice: "approve", details: null },
    { type: "answer", approvalKey, choice: ["accept"], details: null },
    { type: "answer", approvalKey: [approvalKey], choice: "accept", details: null },
    { type: "answer", approvalKey, choice: "accept", details: { kind: "rule", words: 2, extra: 1 } },
    { type: "answer", approvalKey, decision: "accept", details: null },
    [approvalKey, "accept"],
    null,
  ];
  world.send(random.pick(shapes));
  return "forges a shape";
};

const stops: Move = (world, random) => {
  const threadId = random.pick(ownThreads) ?? "A";
  const { generation } = world;
  const open = world.openRequests.filter(
    (asked) => asked.generation === generation && asked.replies.length === 0,
  );
  if (random.chance(50))
    world.hear({ method: "turn/completed", params: { threadId, turn: turnOf(threadId, "interrupted") } });
  for (const asked of random.some(open)) world.settle(asked);
  if (random.chance(50))
    world.hear({ method: "turn/started", params: { threadId, turn: turnOf(threadId, "inProgress") } });
  return `stops in ${threadId}`;
};

const confirms: Move = (world, random) => {
  const asked = random.pick(world.answeredRequests);
  if (asked) world.settle(asked);
  return "confirms a reply";
};

const hearsLate: Move = (world, random) => {
  const requestId = random.below(4);
  world.hearLate(requestId);
  return `the dead server settles ${requestId}`;
};

const keeps: Move = (world, random) => {
  for (let left = random.below(4); left > 0 && world.unkeptCount > 0; left--)
    world.keep(random.below(world.unkeptCount));
  return "keeps records";
};

const flushes: Move = (world, random) => {
  const threadId = random.pick(ownThreads) ?? "A";
  if (random.chance(85)) world.flush(threadId);
  else world.reload(threadId);
  return `page of ${threadId} catches up`;
};

const restarts: Move = (world) => {
  world.restart();
  for (const threadId of ownThreads)
    world.hear({ method: "turn/started", params: { threadId, turn: turnOf(threadId, "inProgress") } });
  return `restarts as ${world.generation}`;
};

/** Each move and how often it is made. */
const likelihoods: readonly [Move, number][] = [
  [asks, 6],
  [changesItem, 3],
  [flushes, 6],
  [clicks, 6],
  [clicksMany, 2],
  [breaksPipe, 1],
  [keeps, 5],
  [forges, 3],
  [forgesShapes, 1],
  [stops, 1],
  [confirms, 2],
  [asksNobody, 1],
  [spawns, 1],
  [restarts, 1],
  [hearsLate, 1],
];
const moves = likelihoods.flatMap(([move, times]) => Array<Move>(times).fill(move));

async function live(seed: number): Promise<{ world: ApprovalWorld; steps: string[] }> {
  const random = randomOf(seed);
  const world = new ApprovalWorld();
  const steps: string[] = [];
  for (let left = 5 + random.below(longest - 4); left > 0 && world.violations.length === 0; left--) {
    steps.push(random.pick(moves)?.(world, random) ?? "");
    // Whoever waits for a record that is kept by now may go on, or not yet.
    for (let ticks = random.below(8); ticks > 0; ticks--) await Promise.resolve();
  }
  await world.settleAll();
  return { world, steps };
}

/** Many sequences, on a machine that may be busy. */
const deadlineMs = 180_000;

it(
  `holds in ${sequences} random sequences`,
  async () => {
    let replies = 0;
    let together = 0;
    let returned = 0;
    for (let seed = 1; seed <= sequences; seed++) {
      const { world, steps } = await live(seed);
      if (world.violations.length > 0)
        return expect.fail(`seed ${seed}:\n${world.violations.join("\n")}\nafter:\n${steps.join("\n")}`);
      replies += world.replyCount;
      together += world.together;
      returned += world.returned;
    }
    // The sequences say something only if people really answer in them.
    expect(replies).toBeGreaterThan(sequences / 2);
    expect(together).toBeGreaterThan(sequences / 20);
    expect(returned).toBeGreaterThan(sequences / 10);
  },
  deadlineMs,
);
