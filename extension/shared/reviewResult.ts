// What the reviewer found, read from the words in which the server tells it at the end of a review (facts §8): an
// opinion, then one entry a finding with its place. Pure. Outside text in, outside text out.
// Always: words that do not have exactly this form are no findings; nothing is guessed.

export interface Finding {
  readonly title: string;
  /** 0 is the most urgent; null where the reviewer gave none. */
  readonly priority: 0 | 1 | 2 | 3 | null;
  /** As the reviewer wrote it: absolute as a rule. */
  readonly path: string;
  /** One-based, both included. */
  readonly startLine: number;
  readonly endLine: number;
  readonly body: string;
}

export interface ReviewResult {
  readonly opinion: string;
  readonly findings: readonly Finding[];
}

const heads = new Set(["Review comment:", "Full review comments:"]);
const findingLine = /^- (?:\[[ x]\] )?(?:\[P([0-3])\] )?(.+) — (.+):(\d{1,7})-(\d{1,7})$/;
const mostFindings = 200;

/** Reads the `review` text of an `exitedReviewMode` item. */
export function parseReview(text: string): ReviewResult {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const head = lines.findLastIndex((line) => heads.has(line));
  const nothing = { opinion: text.trim(), findings: [] };
  if (head < 0) return nothing;
  const findings: { at: readonly string[]; body: string[] }[] = [];
  for (const line of lines.slice(head + 1)) {
    const at = findingLine.exec(line);
    const last = findings.at(-1);
    if (at) findings.push({ at, body: [] });
    else if (line.trim() === "") last?.body.push("");
    else if (last && line.startsWith("  ")) last.body.push(line.slice(2));
    else return nothing;
  }
  if (findings.length === 0) return nothing;
  const opinion = lines.slice(0, head).join("\n").trim();
  return { opinion, findings: findings.slice(0, mostFindings).map(({ at, body }) => findingOf(at, body)) };
}

function findingOf(
  [, priority, title = "", path = "", start, end]: readonly string[],
  body: string[],
): Finding {
  const startLine = Math.max(1, Number(start));
  return {
    title: title.trim(),
    priority: priority === undefined ? null : (Number(priority) as Finding["priority"]),
    path,
    startLine,
    endLine: Math.max(startLine, Number(end)),
    body: body.join("\n").trim(),
  };
}
