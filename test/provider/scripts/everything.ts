// One turn that shows every builder which needs no special configuration on a direct-call model (gpt-5.5).
// The files are those of workspace.ts; it asks for one command and one change.

import { command, functionCall, patch, viewImage, writeStdin } from "../calls.ts";
import { headers, message, reasoning, usage, webSearch } from "../events.ts";
import { type Script, sequence } from "../script.ts";

const markdown = `## Everything

- a list
- with \`code\` and a [link](https://example.com/)

| Item | State |
| --- | --- |
| command | done |
| change | done |

\`\`\`js
greet("");
\`\`\`
`;

/** Model: gpt-5.5. Answer the approvals, or it waits. */
export const everything: Script = sequence([
  [
    headers({ "x-codex-primary-used-percent": "12", "x-codex-primary-window-minutes": "300" }),
    reasoning({
      summary: ["**Planning**\n\nLook first.", "**Order**\n\nThen change."],
      raw: "Look, then change.",
    }),
    message({ text: "I look around first.", phase: "commentary" }),
    webSearch("greeting without a name"),
    webSearch({ type: "open_page", url: "https://example.com/" }),
    command("ls"),
  ],
  command("cat src/greeting.js"),
  viewImage("dot.png"),
  command({ cmd: 'sleep 0.5; echo "one line"; exit 3' }),
  command({ cmd: 'read name; sleep 0.3; echo "got $name"', tty: true, yieldTimeMs: 300 }),
  writeStdin("Ada\n", { yieldTimeMs: 5_000 }),
  command({ cmd: "git --version", escalate: { justification: "May I ask git for its version?" } }),
  patch(`*** Update File: src/greeting.js
@@
-export function greet(name) {
+export function greet(name = "") {
*** Add File: notes.md
+# Notes
*** Delete File: README.md`),
  functionCall("no_such_tool", {}),
  [message({ text: markdown, phase: "final_answer" }), usage({ inputTokens: 52_000, outputTokens: 900 })],
]);
