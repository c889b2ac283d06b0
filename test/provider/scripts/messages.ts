// Named scripts that only talk.

import { message, type MessageOptions } from "../events.ts";
import { type Script, sequence } from "../script.ts";

/** One streamed message. */
export const greeting: Script = sequence([message("Hello! What shall we look at?")]);

/** One message of n pieces, each a short sentence of its own; a paragraph every ten. */
export function longStream(n: number, options: Pick<MessageOptions, "delayMs"> = {}): Script {
  const deltas = Array.from(
    { length: n },
    (_, i) => `Sentence ${i + 1}.${(i + 1) % 10 === 0 ? "\n\n" : " "}`,
  );
  return sequence([message({ ...options, text: deltas.join(""), deltas })]);
}
