// Named scripts about file changes. The files are those of workspace.ts.

import { patch as patchCall } from "../calls.ts";
import { message } from "../events.ts";
import { wasRefused } from "../request.ts";
import { type Script, sequence } from "../script.ts";

const fix = `*** Update File: src/greeting.js
@@
 export function greet(name) {
+  if (name === "") return "Hello!";
   return "Hello, " + name + "!";
*** Add File: notes.md
+# Notes
+The empty name has a greeting of its own now.`;

/** Changes one file and adds another. */
export const patch: Script = sequence([
  [message({ text: "I handle the empty name.", phase: "commentary" }), patchCall(fix)],
  message({ text: "The empty name is greeted now.", phase: "final_answer" }),
]);

/** The same change for a person who declines it; the script takes that well. */
export const declinedPatch: Script = ({ kind, turnCalls: [call] }) => {
  if (kind !== "turn") return undefined;
  if (!call) return patchCall(fix);
  const text = wasRefused(call.output ?? "")
    ? "Understood: I leave the file as it is."
    : "The change was written.";
  return message({ text, phase: "final_answer" });
};
