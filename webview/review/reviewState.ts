// What a review pane knows, and how a message of the host or a deed of the person changes it. Pure, immutable: what
// did not change keeps its identity.
// Always: what the person wrote stays until the host has taken it, and the hunks that are shown are those of the file
// as it is, or marked as stale and asked for anew.

import type {
  ChangedFile,
  ChangeSet,
  ChangeTarget,
  Deed,
  Hunk,
} from "../../extension/shared/changedFiles.ts";
import {
  emptyMemory,
  type LineComment,
  type ReviewMemory,
  type ReviewMessage,
} from "../../extension/shared/reviewBridge.ts";
import { countOf } from "../ui/words.ts";

/** The hunks of one file as far as they came. */
export interface FileLines {
  readonly hunks: readonly Hunk[];
  readonly isWhole: boolean;
  /** Read from another state of the file: shown until the new ones come. */
  readonly isStale: boolean;
  /** Why there are none, in plain words; null when there are. */
  readonly problem: string | null;
}

/** A comment that is being written, on a new line or in the place of one that there is. */
export interface Draft extends Omit<LineComment, "id"> {
  /** Of the comment that is edited; null for a new one. */
  readonly id: string | null;
}

/** What was asked of the host and is not answered yet. */
export interface Asked {
  readonly what: "keep" | "undo" | "takeBack";
  readonly target: Pick<ChangeTarget, "path" | "hunkId">;
}

export interface ReviewState {
  readonly changes: ChangeSet | null;
  readonly title: string;
  readonly isRunning: boolean;
  readonly undoneFiles: number;
  readonly memory: ReviewMemory;
  readonly lines: ReadonlyMap<string, FileLines>;
  /** By path: what stood in the way of the last deed on the file, with what was asked. */
  readonly refusals: ReadonlyMap<string, { readonly deed: Deed; readonly asked: Asked }>;
  readonly asked: readonly Asked[];
  /** What the person folded or unfolded themselves, by path. */
  readonly folded: ReadonlyMap<string, boolean>;
  readonly filter: string;
  readonly onlyUndecided: boolean;
  readonly draft: Draft | null;
  /** Ids of the comments that are on their way. */
  readonly sending: readonly string[];
  /** The last thing that happened, in words; "" for nothing. */
  readonly status: string;
}

export const emptyReview: ReviewState = {
  changes: null,
  title: "",
  isRunning: false,
  undoneFiles: 0,
  memory: emptyMemory,
  lines: new Map(),
  refusals: new Map(),
  asked: [],
  folded: new Map(),
  filter: "",
  onlyUndecided: false,
  draft: null,
  sending: [],
  status: "",
};

/** The state after a message of the host. */
export function received(state: ReviewState, message: ReviewMessage): ReviewState {
  switch (message.type) {
    case "changeSet":
      return withChanges(state, message);
    case "hunks":
      return withLines(state, message.path, nextLines(state.lines.get(message.path), message));
    case "noHunks":
      return withLines(state, message.path, {
        hunks: [],
        isWhole: true,
        isStale: false,
        problem: message.because,
      });
    case "deedsDone":
      return withDeeds(state, message.deeds);
    case "failed":
      return { ...state, status: `That did not work: ${message.because}` };
    case "commentsFate":
      return withFate(state, message);
  }
}

function withLines(state: ReviewState, path: string, lines: FileLines): ReviewState {
  return { ...state, lines: new Map(state.lines).set(path, lines) };
}

function withChanges(
  state: ReviewState,
  message: Extract<ReviewMessage, { type: "changeSet" }>,
): ReviewState {
  const { changes, title, isRunning, undoneFiles } = message;
  const before = new Map(state.changes?.files.map((file) => [file.path, file]));
  const lines = new Map<string, FileLines>();
  const files = changes.files.map((file) => {
    const known = before.get(file.path);
    const isSame = known !== undefined && JSON.stringify(known) === JSON.stringify(file);
    const held = state.lines.get(file.path);
    if (held) lines.set(file.path, isSame ? held : { ...held, isStale: true });
    return isSame ? known : file;
  });
  return {
    ...state,
    changes: { ...changes, files },
    title,
    isRunning,
    undoneFiles,
    // Afterwards the pane knows better than the host what the person did last.
    memory: state.changes === null ? message.memory : state.memory,
    lines,
  };
}

function nextLines(
  known: FileLines | undefined,
  { hunks, isFirst, isLast }: Extract<ReviewMessage, { type: "hunks" }>,
): FileLines {
  const before = isFirst ? [] : (known?.hunks ?? []);
  return { hunks: joined(before, hunks), isWhole: isLast, isStale: false, problem: null };
}

/** A hunk that goes on in the next part is one hunk. */
function joined(before: readonly Hunk[], next: readonly Hunk[]): readonly Hunk[] {
  const last = before.at(-1);
  const [first, ...rest] = next;
  if (!last || !first || last.id !== first.id) return [...before, ...next];
  return [...before.slice(0, -1), { ...first, lines: [...last.lines, ...first.lines] }, ...rest];
}

function withDeeds(state: ReviewState, deeds: readonly Deed[]): ReviewState {
  const [answered, ...asked] = state.asked;
  const refusals = new Map(state.refusals);
  if (answered?.target.path === null) refusals.clear();
  else if (answered) refusals.delete(answered.target.path);
  const lines = new Map(state.lines);
  for (const deed of deeds) {
    const held = lines.get(deed.path);
    if (held) lines.set(deed.path, { ...held, isStale: true });
    if (answered && deed.path !== "" && (deed.outcome === "conflict" || deed.outcome === "refused"))
      refusals.set(deed.path, {
        deed,
        asked: { ...answered, target: { ...answered.target, path: deed.path } },
      });
  }
  return { ...state, asked, refusals, lines, status: answered ? deedWords(answered, deeds) : state.status };
}

function deedWords({ what, target }: Asked, deeds: readonly Deed[]): string {
  if (deeds.length === 0) return "Nothing was changed.";
  const [only] = deeds;
  if (deeds.length === 1 && only && only.because !== null) return `Not done: ${only.because}`;
  const done = deeds.filter(({ outcome }) => outcome === "done" || outcome === "merged").length;
  const not = deeds.filter(({ outcome }) => outcome === "conflict" || outcome === "refused").length;
  const did = { keep: "Kept", undo: "Undone", takeBack: "Taken back" }[what];
  const thing = target.hunkId === null ? countOf(done, "file") : "one change";
  if (done === 0 && not === 0) return "There was nothing to do.";
  const merged = deeds.some(({ outcome }) => outcome === "merged")
    ? " What was changed there since is kept."
    : "";
  const rest = not === 0 ? "" : ` ${countOf(not, "file")} could not be: see there.`;
  return `${did}: ${thing}.${merged}${rest}`;
}

function withFate(
  state: ReviewState,
  { ids, taken, because }: Extract<ReviewMessage, { type: "commentsFate" }>,
): ReviewState {
  const sending = state.sending.filter((id) => !ids.includes(id));
  if (!taken)
    return { ...state, sending, status: `The comments were not sent, and are still here: ${because ?? ""}` };
  const comments = state.memory.comments.filter(({ id }) => !ids.includes(id));
  return {
    ...state,
    sending,
    memory: { ...state.memory, comments },
    status: `${countOf(ids.length, "comment")} sent to Codex.`,
  };
}

/** Names what a person saw of a file: another content is another id. */
export function viewedId({ before, after }: ChangedFile): string {
  return `${before?.mode ?? ""} ${before?.id ?? ""} ${after?.mode ?? ""} ${after?.id ?? ""}`.slice(0, 400);
}

export function isViewed({ memory: { viewed } }: Pick<ReviewState, "memory">, file: ChangedFile): boolean {
  let names = viewedNames.get(viewed);
  if (!names) {
    names = new Set(viewed.map(({ path, id }) => `${id}\n${path}`));
    viewedNames.set(viewed, names);
  }
  return names.has(`${viewedId(file)}\n${file.path}`);
}
/** Thousands of files are looked up at each layout. */
const viewedNames = new WeakMap<ReviewMemory["viewed"], ReadonlySet<string>>();

/** Whether the person still has to keep or undo something of it. */
export function isUndecided({ fate }: ChangedFile): boolean {
  return fate === "open" || fate === "partly";
}

/** Whether only its header is shown: as the person left it; else what was viewed is folded. */
export function isFolded(state: Pick<ReviewState, "folded" | "memory">, file: ChangedFile): boolean {
  return state.folded.get(file.path) ?? isViewed(state, file);
}

/** The files that the filters let through, in their order. */
export function shownFiles(
  state: Pick<ReviewState, "changes" | "filter" | "onlyUndecided">,
): readonly ChangedFile[] {
  const files = state.changes?.files ?? [];
  const words = state.filter.trim().toLowerCase();
  if (words === "" && !state.onlyUndecided) return files;
  return files.filter(
    (file) =>
      (!state.onlyUndecided || isUndecided(file)) &&
      `${file.path}\n${file.oldPath ?? ""}`.toLowerCase().includes(words),
  );
}

/** Whether this very deed, or a larger one that holds it, is on its way. */
export function isAsked({ asked }: ReviewState, path: string, hunkId: string | null): boolean {
  return asked.some(
    ({ target }) =>
      target.path === null || (target.path === path && (target.hunkId === null || target.hunkId === hunkId)),
  );
}
