// Bare hunks, as a fileChange item carries them for an update, applied to a text or taken back from it. Pure.
// Every context and removed line must stand where the hunk says: else undefined, never a guess.

interface Hunk {
  /** Zero-based first line in the text before. */
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly {
    readonly mark: " " | "+" | "-";
    readonly text: string;
    readonly noNewline: boolean;
  }[];
}

/** The text after the hunks, or undefined when they do not fit `before`. */
export function applyHunks(before: string, diff: string): string | undefined {
  return walk(before, parseHunks(diff), "-", "+");
}

/** The text before the hunks, or undefined when they do not fit `after`. */
export function revertHunks(after: string, diff: string): string | undefined {
  return walk(after, parseHunks(diff), "+", "-");
}

const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

function parseHunks(diff: string): Hunk[] {
  const hunks: Hunk[] = [];
  const rows = diff.split("\n");
  let at = 0;
  while (at < rows.length) {
    const found = header.exec(rows[at] ?? "");
    at++;
    if (!found) continue;
    let oldLeft = Number(found[2] ?? 1);
    let newLeft = Number(found[4] ?? 1);
    const oldStart = Number(found[1]) - (oldLeft === 0 ? 0 : 1);
    const newStart = Number(found[3]) - (newLeft === 0 ? 0 : 1);
    const lines: Hunk["lines"][number][] = [];
    while (at < rows.length && (oldLeft > 0 || newLeft > 0)) {
      const row = rows[at] ?? "";
      // Some tools strip the space of an empty context line.
      const mark = row === "" ? " " : row[0];
      if (mark !== " " && mark !== "+" && mark !== "-") break;
      if (mark !== "+") oldLeft--;
      if (mark !== "-") newLeft--;
      at++;
      const noNewline = (rows[at] ?? "").startsWith("\\");
      if (noNewline) at++;
      lines.push({ mark, text: row.slice(1), noNewline });
    }
    hunks.push({ oldStart, newStart, lines });
  }
  return hunks;
}

/** Lines with their endings, so that CRLF and a missing last newline survive. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function walk(
  text: string,
  hunks: readonly Hunk[],
  removed: "+" | "-",
  added: "+" | "-",
): string | undefined {
  if (hunks.length === 0) return undefined;
  const source = linesOf(text);
  const result: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    const start = removed === "-" ? hunk.oldStart : hunk.newStart;
    if (start < at || start > source.length) return undefined;
    result.push(...source.slice(at, start));
    at = start;
    for (const line of hunk.lines) {
      if (line.mark === added) {
        result.push(line.noNewline ? line.text : `${line.text}\n`);
        continue;
      }
      const found = source[at];
      if (found === undefined || found.replace(/\r?\n$/, "") !== line.text.replace(/\r$/, ""))
        return undefined;
      if (line.mark !== removed) result.push(found);
      at++;
    }
  }
  result.push(...source.slice(at));
  return result.join("");
}
