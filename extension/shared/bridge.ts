// Every message that crosses between host and page, both ways. The page is untrusted, for it shows what a
// model wrote: it sends intents that name ids and texts, never a method of the server, and the host takes
// only what `parseIntent` lets through.

import { choiceIds, type ChoiceId } from "./approvals/choices.ts";
import type { AnswerDetails } from "./approvals/reply.ts";
import type { PageEvent } from "./events.ts";
import type { PageState } from "./pageState.ts";
import { modeIds, type ModeId } from "./permissions.ts";

/** The unsent text of a composer. `revision` grows with each change: of two copies the greater one is the newer. */
export interface KeptDraft {
  readonly text: string;
  readonly revision: number;
}

export const noDraft: KeptDraft = { text: "", revision: 0 };

/** Host to page. `seq` counts events within an `epoch`; a gap makes the page ask for a snapshot. */
export type HostMessage =
  | {
      readonly type: "snapshot";
      readonly epoch: number;
      /** The number of the last event that the state holds. */
      readonly seq: number;
      readonly state: PageState;
      readonly draft: KeptDraft;
    }
  /** `seq` is the number of the first event; they are numbered without gaps. */
  | {
      readonly type: "events";
      readonly epoch: number;
      readonly seq: number;
      readonly events: readonly PageEvent[];
    }
  /** The page asked for what was sent ahead of it: one that did not get it all asks again. */
  | { readonly type: "sentAhead"; readonly epoch: number; readonly seq: number }
  /** What became of a prompt of this page: taken by the server, or still the person's. */
  | { readonly type: "promptFate"; readonly clientId: string; readonly taken: boolean }
  /** A picture that the page asked for. */
  | { readonly type: "picture"; readonly key: string; readonly picture: LoadedPicture }
  /** Bring something to the person's eyes. Never changes state, never submits. */
  | {
      readonly type: "reveal";
      readonly what: "composer";
      /** Added to what stands there, for the person to read and to send; null for nothing. */
      readonly words: string | null;
    }
  | {
      readonly type: "reveal";
      readonly what: "approval";
      /** Which card; null: the live one. */
      readonly approvalKey: string | null;
      /** A choice to pick there, where it can be picked; the person submits it. */
      readonly pick: "allow" | "deny" | null;
    };

export type Reveal = Extract<HostMessage, { type: "reveal" }>;

/** The bytes as a `data:` address of a raster format, or why there are none, in plain words. */
export type LoadedPicture = { readonly url: string } | { readonly problem: string };

/** Names a picture of the shown thread, the same in page and host. */
export function pictureKey(
  wanted: Extract<Intent, { type: "loadItemPicture" | "loadLinkedPicture" }>,
): string {
  return wanted.type === "loadItemPicture" ? `item ${wanted.itemId} ${wanted.index}` : `file ${wanted.href}`;
}

/** Page to host: what the person wants. */
export type Intent =
  | { readonly type: "ready" }
  | { readonly type: "send"; readonly clientId: string; readonly text: string }
  /** Sends the text in the place of an earlier message: that one and all after it go. */
  | { readonly type: "resend"; readonly clientId: string; readonly text: string; readonly itemId: string }
  /** A message that the server lost. */
  | { readonly type: "sendAgain"; readonly clientId: string }
  /** The shown thread, which another process holds: go on with it here, now or once it is free; or not after all. */
  | { readonly type: "continueHere"; readonly isWanted: boolean }
  /** A new thread that begins with all of the shown one. */
  | { readonly type: "forkThread" }
  /** Ends a command that outlived its turn. */
  | { readonly type: "endCommand"; readonly processId: string }
  /** Where the next thread starts: the host asks by a list of VS Code's own. */
  | { readonly type: "pickFolder" }
  /** Lets a message go that the server lost. */
  | { readonly type: "discard"; readonly clientId: string }
  /** Keeps the message until the running turn is completed. */
  | { readonly type: "queue"; readonly clientId: string; readonly text: string }
  | { readonly type: "unqueue"; readonly clientId: string }
  | { readonly type: "moveQueued"; readonly clientId: string; readonly by: "up" | "down" }
  | { readonly type: "sendQueued"; readonly clientId: string }
  | { readonly type: "holdQueue"; readonly held: boolean }
  /** The host asks first. */
  | { readonly type: "revert"; readonly itemId: string }
  | { readonly type: "fork"; readonly itemId: string }
  | { readonly type: "stop" }
  | { readonly type: "newThread" }
  | { readonly type: "pickThread" }
  | {
      readonly type: "answer";
      readonly approvalKey: string;
      readonly choice: ChoiceId;
      readonly details: AnswerDetails | null;
    }
  | { readonly type: "loadOlder"; readonly beforeTurnId: string }
  | ({ readonly type: "draft" } & KeptDraft)
  | { readonly type: "openChange"; readonly itemId: string; readonly index: number }
  /** The change at this place of an open approval. */
  | { readonly type: "openAskedChange"; readonly approvalKey: string; readonly index: number }
  | { readonly type: "openOutput"; readonly itemId: string }
  /** What the files changed while a turn of the shown thread ran: to look at, or to undo after the host asked. */
  | { readonly type: "reviewChanges"; readonly turnId: string }
  | { readonly type: "undoTurn"; readonly turnId: string }
  /** Puts what a review found at its lines in the editor. */
  | { readonly type: "showFindings"; readonly itemId: string }
  /** Shows the thread of an agent that the shown one names, or goes back to the thread that it works for. */
  | { readonly type: "showThread"; readonly threadId: string }
  /** The picture of an `imageView` item, or of the local picture at this place in a prompt. */
  | { readonly type: "loadItemPicture"; readonly itemId: string; readonly index: number }
  /** A picture that a message names by a path of the workspace. */
  | { readonly type: "loadLinkedPicture"; readonly href: string }
  | { readonly type: "openLink"; readonly href: string }
  /** Puts a code block of the transcript where the cursor is in the active editor. */
  | { readonly type: "insertCode"; readonly text: string }
  /** Opens a code block as a new, unsaved document. */
  | { readonly type: "openCode"; readonly text: string; readonly language: string }
  | { readonly type: "signIn"; readonly how: "chatgpt" | "apiKey" }
  | { readonly type: "cancelSignIn" }
  | { readonly type: "signOut" }
  | { readonly type: "restartServer" }
  | { readonly type: "startDemo" }
  | { readonly type: "leaveDemo" }
  | { readonly type: "showLog" }
  | { readonly type: "manageTrust" }
  | { readonly type: "openFolder" }
  /** What the shown thread may do from now on. The host decides, and asks the person itself where that is due. */
  | { readonly type: "setMode"; readonly mode: ModeId; readonly autoReview: boolean }
  | { readonly type: "dismissNotice"; readonly id: string };

/** The server takes at most this many characters in one prompt (facts §1). */
export const maxPromptChars = 1_048_576;

type Check = (value: unknown) => boolean;
const text =
  (max: number): Check =>
  (value) =>
    typeof value === "string" && value.length <= max;
const id = text(200);
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && values.includes(value);
const index: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 100_000;

const choice = oneOf(...choiceIds);
const details: Check = (value) => value === null || isAnswerDetails(value);

/** The fields of each intent beside `type`. Exhaustive, so that no intent goes unchecked. */
const shapes: { [T in Intent["type"]]: Record<Exclude<keyof Extract<Intent, { type: T }>, "type">, Check> } =
  {
    ready: {},
    send: { clientId: id, text: text(maxPromptChars) },
    resend: { clientId: id, text: text(maxPromptChars), itemId: id },
    sendAgain: { clientId: id },
    continueHere: { isWanted: (value) => typeof value === "boolean" },
    forkThread: {},
    pickFolder: {},
    endCommand: { processId: id },
    discard: { clientId: id },
    queue: { clientId: id, text: text(maxPromptChars) },
    unqueue: { clientId: id },
    moveQueued: { clientId: id, by: oneOf("up", "down") },
    sendQueued: { clientId: id },
    holdQueue: { held: (value) => typeof value === "boolean" },
    revert: { itemId: id },
    fork: { itemId: id },
    stop: {},
    newThread: {},
    pickThread: {},
    answer: { approvalKey: id, choice, details },
    loadOlder: { beforeTurnId: id },
    draft: {
      text: text(maxPromptChars),
      revision: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
    },
    openChange: { itemId: id, index },
    openAskedChange: { approvalKey: id, index },
    openOutput: { itemId: id },
    reviewChanges: { turnId: id },
    undoTurn: { turnId: id },
    showFindings: { itemId: id },
    showThread: { threadId: id },
    loadItemPicture: { itemId: id, index },
    loadLinkedPicture: { href: text(4096) },
    openLink: { href: text(4096) },
    insertCode: { text: text(maxPromptChars) },
    openCode: { text: text(maxPromptChars), language: text(100) },
    signIn: { how: oneOf("chatgpt", "apiKey") },
    cancelSignIn: {},
    signOut: {},
    restartServer: {},
    startDemo: {},
    leaveDemo: {},
    showLog: {},
    manageTrust: {},
    openFolder: {},
    setMode: { mode: oneOf(...modeIds), autoReview: (value) => typeof value === "boolean" },
    dismissNotice: { id },
  };

/** The intent in a message of the page, made anew from its known fields; undefined for anything else. */
export function parseIntent(message: unknown): Intent | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const fields = message as Record<string, unknown>;
  const type = Object.hasOwn(fields, "type") ? fields["type"] : undefined;
  if (typeof type !== "string" || !Object.hasOwn(shapes, type)) return undefined;
  const intent: Record<string, unknown> = { type };
  for (const [name, check] of Object.entries<Check>(shapes[type as Intent["type"]])) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!check(value)) return undefined;
    intent[name] = value;
  }
  return intent as unknown as Intent;
}

const maxAnswers = 1_000;
const maxAnswerChars = 100_000;

/** Whether it has the shape of the details of an answer, and nothing beside it. */
function isAnswerDetails(value: unknown): value is AnswerDetails {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Record<string, unknown>;
  const names = Object.keys(fields).toSorted().join(" ");
  switch (fields["kind"]) {
    case "rule":
      return names === "kind words" && index(fields["words"]);
    case "grants":
      return names === "granted kind" && isList(fields["granted"], index);
    case "answers":
      return names === "answers kind" && isList(fields["answers"], isQuestionAnswer);
    case "form":
      return names === "kind values" && isList(fields["values"], isFieldValue);
    default:
      return false;
  }
}

function isList(value: unknown, check: Check): boolean {
  return Array.isArray(value) && value.length <= maxAnswers && value.every((entry) => check(entry));
}

function isQuestionAnswer(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { option, text: words, ...rest } = value as Record<string, unknown>;
  const isOption = option === null || index(option);
  return isOption && text(maxAnswerChars)(words) && Object.keys(rest).length === 0;
}

function isFieldValue(value: unknown): boolean {
  return typeof value === "boolean" || text(maxAnswerChars)(value) || isList(value, text(maxAnswerChars));
}
