// The small controls of items, under the pointer and with the keyboard on them.

import { agent, files, other, page, thread, turn, user } from "./builders.ts";
import { checkoutDiff } from "./samples.ts";
import type { GalleryState } from "./galleryState.ts";

const code = "It is safe now:\n\n```ts\nconst order = await orders.find(key);\n```";
const state = page(
  thread([
    turn("turn-1", [
      user("Make it safe."),
      other("subAgentActivity", {
        kind: "started",
        agentThreadId: "t2",
        agentPath: "/root/reviewer",
      } as object),
      files([checkoutDiff]),
      agent(code),
    ]),
  ]),
);

const controls = {
  "open-thread": /^Open thread of agent/,
  "open-diff": /^Open diff of/,
  "copy-message": /^Copy message as Markdown/,
  "insert-code": /^Insert at cursor/,
  "previous-prompt": /^Previous prompt/,
} as const;

export const controlStates: readonly GalleryState[] = Object.entries(controls).flatMap(([name, control]) => [
  { name: `control-${name}-hover`, state, pointAt: control },
  { name: `control-${name}-focus`, state, focus: control },
]);
