// One item of a thread in words: a head that names kind and subject, a body that may still grow, and how it
// ended. Texts are as the server gave them; whoever prints them makes them safe.

import { hookOccasion, hookVerdict, reviewedOf, reviewMark } from "../../extension/shared/guardWords.ts";
import type { ItemOf, ThreadItem, UserInput } from "../../extension/shared/protocol.ts";
import { terminalText } from "../../extension/shared/terminalText.ts";
import type { ItemEntry, Note } from "../../extension/shared/threadState.ts";

/** `words`, `lines`: may be printed while it grows, cut there. `whole`: only when the item ended. */
export type Growth = "words" | "lines" | "whole";

export interface ItemWords {
  readonly head: string;
  readonly body: string;
  readonly growth: Growth;
  /** Undefined while it runs, and when there is nothing to say about its end. */
  readonly end: string | undefined;
}

/** The item in words. Paths inside `cwd` are told without it. */
export function wordsOf(entry: ItemEntry, cwd: string): ItemWords {
  const words = describe(entry.item, cwd);
  const { phase, stdin, progress } = entry;
  const typed = stdin.map((text) => `typed ${JSON.stringify(text)}`);
  if (phase === "running") return { ...words, end: undefined };
  if (phase === "cutOff")
    return { ...words, end: [...typed, progress ?? "", "cut off"].filter(Boolean).join(", ") };
  const end = [...typed, words.end ?? ""].filter(Boolean).join(", ");
  return { ...words, end: end === "" ? undefined : end };
}

function line(head: string, body = "", end?: string): ItemWords {
  return { head, body, growth: "whole", end };
}

function describe(item: ThreadItem, cwd: string): ItemWords {
  switch (item.type) {
    case "userMessage":
      return line("you", item.content.map(inputText).join("\n"));
    case "agentMessage":
      return messageWords(item);
    case "reasoning":
      return { head: "thinking", body: reasoningText(item), growth: "words", end: undefined };
    case "plan":
      return { head: "plan document", body: item.text, growth: "words", end: undefined };
    case "commandExecution":
      return commandWords(item);
    case "fileChange":
      return changeWords(item, cwd);
    case "mcpToolCall":
      return line(
        `call ${item.server}/${item.tool} ${JSON.stringify(item.arguments)}`,
        (item.result?.content ?? []).map(contentText).join("\n"),
        item.error ? `${item.status}: ${item.error.message}` : item.status,
      );
    case "dynamicToolCall":
      return line(
        `call ${item.tool} ${JSON.stringify(item.arguments)}`,
        (item.contentItems ?? []).map(contentText).join("\n"),
        item.status,
      );
    case "webSearch":
      return line(`search the web: ${item.query}`);
    case "imageView":
      return line(`look at ${relative(item.path, cwd)}`);
    case "collabAgentToolCall":
      return line(
        `agents: ${item.tool} ${item.receiverThreadIds.join(", ")}`,
        item.prompt ?? "",
        item.status,
      );
    case "subAgentActivity":
      return line(`agent ${item.agentPath}: ${item.kind}`);
    case "sleep":
      return line(`wait ${item.durationMs} ms`);
    case "contextCompaction":
      return line("the thread was summed up to save space");
    case "enteredReviewMode":
    case "exitedReviewMode":
      return line(item.type === "enteredReviewMode" ? "review begins" : "review ended", item.review);
    default:
      return line(item.type, "", "status" in item ? item.status : undefined);
  }
}

function messageWords(item: ItemOf<"agentMessage">): ItemWords {
  const phase = item.phase === null ? "" : ` (${item.phase})`;
  const questions = (item.questions ?? []).map(
    ({ title, options }) => `? ${title} ${(options ?? []).join(" | ")}`,
  );
  return {
    head: `codex${phase}`,
    body: [item.text, ...questions].join("\n"),
    growth: "words",
    end: undefined,
  };
}

function commandWords(item: ItemOf<"commandExecution">): ItemWords {
  const exit = item.exitCode === null ? "" : `, exit code ${item.exitCode}`;
  const source = item.source === "userShell" ? " (typed by the person)" : "";
  return {
    head: `run ${item.command}${source}`,
    body: terminalText(item.aggregatedOutput ?? ""),
    growth: "lines",
    end: `${item.status}${exit}`,
  };
}

function changeWords(item: ItemOf<"fileChange">, cwd: string): ItemWords {
  const changes = item.changes.map(({ path, kind, diff }) => {
    const moved =
      kind.type === "update" && kind.move_path !== null ? ` to ${relative(kind.move_path, cwd)}` : "";
    return { file: `${kind.type} ${relative(path, cwd)}${moved}`, diff };
  });
  const body = changes.map(({ file, diff }) => (changes.length === 1 ? diff : `${file}:\n${diff}`)).join("");
  const head = `change files: ${changes.map(({ file }) => file).join(", ")}`;
  return { head, body, growth: "lines", end: item.status };
}

function reasoningText({ summary, content }: ItemOf<"reasoning">): string {
  return [...summary, ...content].join("\n\n");
}

function inputText(input: UserInput): string {
  return input.type === "text" ? input.text : `[${input.type}]`;
}

function contentText(content: unknown): string {
  const text =
    typeof content === "object" && content !== null && "text" in content ? content.text : undefined;
  return typeof text === "string" ? text : JSON.stringify(content);
}

function relative(path: string, cwd: string): string {
  return cwd !== "" && path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}

function askedBy({ agent }: { readonly agent: string | null }): string {
  return agent === null ? "" : ` for agent ${agent}`;
}

/** A note of ours in words. */
export function noteWords(note: Note): string {
  switch (note.type) {
    case "decision":
      return `decided${askedBy(note)}: ${note.choice}. ${note.asked} ${note.subject}${note.told === "" ? "" : ` (${note.told})`}`;
    case "approvalVoid":
      return `closed without an answer (${note.because})${askedBy(note)}: ${note.asked} ${note.subject}`;
    case "rerouted":
      return `rerouted from ${note.from} to ${note.to}`;
    case "warning":
      return `warning: ${note.text}`;
    case "hook":
      return `hook ${hookOccasion(note)}: ${hookVerdict(note)} ${note.entries.map(({ kind, text }) => `${kind}: ${text}`).join(" ")}`.trimEnd();
    case "review":
      return `${reviewMark(note)}: ${reviewedOf(note.action).subject} (${note.rationale ?? "no reason given"})`;
    case "strictReview":
      return "strict automatic review is required";
    case "goal":
      return `goal ${note.status}: ${note.objective}`;
    case "verification":
      return `the provider asks to verify the account: ${note.kinds.join(", ")}`;
    case "buffering":
      return note.isHeld ? "the provider checks the answer first" : "the answer was checked";
    case "authRecovery":
      return `signing in to ${note.provider}: ${note.phase} ${note.message}`;
    case "serverGone":
      return "the app-server ended here";
    case "forgotten":
      return `the app-server forgot it (${note.outcome})`;
  }
}
