// The diff of one changed file as the server tells it, read into lines: a bare hunk for an update, the plain text
// for an addition or a deletion, "Moved to" behind it for a move. Whatever fits no hunk stays as a note, so that
// nothing of a change is ever left out. Pure; makes no HTML.

import type { FileUpdateChange } from "../../extension/shared/protocol.ts";

export interface DiffLine {
  readonly kind: "hunk" | "context" | "added" | "removed" | "note";
  /** Without its `+`, `-` or blank; the words of a hunk header behind its numbers. */
  readonly text: string;
  /** Line numbers, from 1; null where the line does not exist. For a hunk: where it begins. */
  readonly oldNumber: number | null;
  readonly newNumber: number | null;
}

export interface ChangeDiff {
  readonly lines: readonly DiffLine[];
  readonly added: number;
  readonly removed: number;
}

/** The lines of a change and how many it adds and removes. */
export function readChange(change: FileUpdateChange): ChangeDiff {
  const lines = withoutCommonReturns(
    change.kind.type === "update" ? hunkLines(withoutMove(change)) : wholeFile(change),
  );
  const count = (kind: DiffLine["kind"]): number => lines.filter((line) => line.kind === kind).length;
  return { lines, added: count("added"), removed: count("removed") };
}

function withoutMove(change: FileUpdateChange): string {
  const movePath = change.kind.type === "update" ? change.kind.move_path : null;
  const tail = `\n\nMoved to: ${movePath}`;
  const { diff } = change;
  return movePath !== null && diff.trimEnd().endsWith(tail) ? diff.trimEnd().slice(0, -tail.length) : diff;
}

const noNewline = "No newline at end of file";

function note(text: string): DiffLine {
  return { kind: "note", text, oldNumber: null, newNumber: null };
}

function wholeFile(change: FileUpdateChange): DiffLine[] {
  if (change.diff === "") return [];
  const isNew = change.kind.type === "add";
  const texts = change.diff.split("\n");
  const endsWithNewline = texts.at(-1) === "";
  if (endsWithNewline) texts.pop();
  const lines = texts.map((text, index): DiffLine => {
    const number = index + 1;
    return isNew
      ? { kind: "added", text, oldNumber: null, newNumber: number }
      : { kind: "removed", text, oldNumber: number, newNumber: null };
  });
  return endsWithNewline ? lines : [...lines, note(noNewline)];
}

const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;

/** Reads by the counts of the headers: inside a hunk even `--- ` is only a removed line. */
function hunkLines(diff: string): DiffLine[] {
  const texts = diff.split("\n");
  if (texts.at(-1) === "") texts.pop();
  const lines: DiffLine[] = [];
  let at = { old: 1, new: 1, oldLeft: 0, newLeft: 0 };
  for (const text of texts) {
    const isInside = at.oldLeft > 0 || at.newLeft > 0;
    const header = isInside ? null : hunkHeader.exec(text);
    if (header) {
      const [, oldStart, oldCount, newStart, newCount, words] = header;
      at = {
        old: Number(oldStart),
        new: Number(newStart),
        oldLeft: Number(oldCount ?? 1),
        newLeft: Number(newCount ?? 1),
      };
      lines.push({ kind: "hunk", text: words ?? "", oldNumber: at.old, newNumber: at.new });
    } else lines.push(hunkLine(text, at, isInside));
  }
  return lines;
}

function hunkLine(
  text: string,
  at: { old: number; new: number; oldLeft: number; newLeft: number },
  isInside: boolean,
): DiffLine {
  if (text.startsWith("\\")) return note(noNewline);
  if (!isInside) return note(text);
  const rest = text.slice(1);
  switch (text[0]) {
    case "+":
      at.newLeft--;
      return { kind: "added", text: rest, oldNumber: null, newNumber: at.new++ };
    case "-":
      at.oldLeft--;
      return { kind: "removed", text: rest, oldNumber: at.old++, newNumber: null };
    case " ":
    case undefined:
      // Empty context lines come without their blank from tools that strip it.
      at.oldLeft--;
      at.newLeft--;
      return { kind: "context", text: rest, oldNumber: at.old++, newNumber: at.new++ };
    default:
      return note(text);
  }
}

/** Drops the return that ends every line of a Windows file; where only some have it, it is a change to see. */
function withoutCommonReturns(lines: DiffLine[]): DiffLine[] {
  const hasContent = (line: DiffLine): boolean => line.kind !== "hunk" && line.kind !== "note";
  if (!lines.every((line) => !hasContent(line) || line.text.endsWith("\r"))) return lines;
  return lines.map((line) => (hasContent(line) ? { ...line, text: line.text.slice(0, -1) } : line));
}

const signs = { context: " ", added: "+", removed: "-" } as const;

/**
 * The lines as a git diff of one file. The git header makes a reader take `--- ` inside a hunk for a line.
 * `shown` turns the text of each line into one that holds no line break. Notes are left out: see `readChange`.
 */
export function gitDiffOf(lines: readonly DiffLine[], shown: (text: string) => string): string {
  const parts = ["diff --git a/file b/file", "--- a/file", "+++ b/file"];
  let hunk: { head: DiffLine; body: string[]; old: number; new: number } | undefined;
  const close = (): void => {
    if (!hunk || hunk.body.length === 0) return;
    const { head } = hunk;
    const words = head.text === "" ? "" : ` ${shown(head.text)}`;
    parts.push(`@@ -${head.oldNumber},${hunk.old} +${head.newNumber},${hunk.new} @@${words}`, ...hunk.body);
  };
  for (const line of lines) {
    if (line.kind === "note") continue;
    if (line.kind === "hunk" || !hunk) {
      close();
      const head = line.kind === "hunk" ? line : headBefore(line);
      hunk = { head, body: [], old: 0, new: 0 };
      if (line.kind === "hunk") continue;
    }
    if (line.kind !== "added") hunk.old++;
    if (line.kind !== "removed") hunk.new++;
    hunk.body.push(`${signs[line.kind]}${shown(line.text)}`);
  }
  close();
  return `${parts.join("\n")}\n`;
}

/** The header of a hunk that begins with this line: a whole file, or what stands behind a cut. */
function headBefore(line: DiffLine): DiffLine {
  return { kind: "hunk", text: "", oldNumber: line.oldNumber ?? 0, newNumber: line.newNumber ?? 0 };
}
