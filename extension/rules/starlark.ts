// Reads as much of a rules file as we need: its statements, and of a plain call with literal arguments the name and
// the values. Starlark is a language; this runs nothing of it. Knows no rule.
// Always: the statements and what lies between them are the whole text, in order; what is not surely a plain call at
// the top level (in a block, behind a condition, computed, cut off) is a statement without a call.

export type Literal = string | Literal[];

export interface Call {
  readonly name: string;
  /** By name. A call with any other argument is not read. */
  readonly args: ReadonlyMap<string, Literal>;
}

export interface Statement {
  /** Offsets in the text; the end is behind the last character, without the line's end or a comment. */
  readonly start: number;
  readonly end: number;
  readonly call: Call | undefined;
}

interface Token {
  /** `opaque`: a string whose meaning we do not read. */
  readonly kind: "name" | "string" | "opaque" | "mark" | "newline";
  readonly start: number;
  readonly end: number;
  /** The name, the mark, or what the string means. */
  readonly text: string;
}

export function readStatements(text: string): Statement[] {
  const { tokens, stoppedAt } = tokenise(text);
  const lines = logicalLines(tokens);
  // The line in which reading stopped, and all behind it, is one statement: nothing in there is sure.
  const open = stoppedAt === undefined ? undefined : lines.pop();
  const statements: Statement[] = [];
  for (const line of lines.filter(({ length }) => length > 0)) {
    const start = line[0]?.start ?? 0;
    const end = line.at(-1)?.end ?? start;
    const last = statements.at(-1);
    const indented = isIndented(text, start);
    // What is indented belongs to the statement above it.
    if (last && indented) statements[statements.length - 1] = { ...last, end, call: undefined };
    else statements.push({ start, end, call: indented ? undefined : callOf(line) });
  }
  if (stoppedAt === undefined) return statements;
  const start = open?.[0]?.start ?? stoppedAt;
  return [...statements, { start, end: text.trimEnd().length, call: undefined }];
}

function isIndented(text: string, start: number): boolean {
  return start > 0 && !/[\n\r]/.test(text.charAt(start - 1));
}

function logicalLines(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "mark" && "([{".includes(token.text)) depth++;
    if (token.kind === "mark" && ")]}".includes(token.text)) depth = Math.max(0, depth - 1);
    if (token.kind !== "newline") lines.at(-1)?.push(token);
    else if (depth === 0) lines.push([]);
  }
  return lines;
}

/** `name(arg = literal, …)`, and nothing behind it. */
function callOf(line: readonly Token[]): Call | undefined {
  const [name, open] = line;
  if (name?.kind !== "name" || open?.text !== "(" || open.kind !== "mark") return undefined;
  const args = new Map<string, Literal>();
  let at = 2;
  const isMark = (mark: string): boolean => line[at]?.kind === "mark" && line[at]?.text === mark;
  while (!isMark(")")) {
    const argument = line[at++];
    if (argument?.kind !== "name" || args.has(argument.text) || !isMark("=")) return undefined;
    const read = literalAt(line, at + 1);
    if (!read) return undefined;
    args.set(argument.text, read.value);
    at = read.next;
    if (isMark(",")) at++;
    else if (!isMark(")")) return undefined;
  }
  return at === line.length - 1 ? { name: name.text, args } : undefined;
}

const maxListDepth = 8;

function literalAt(
  line: readonly Token[],
  at: number,
  depth = 0,
): { value: Literal; next: number } | undefined {
  const token = line[at];
  if (token?.kind === "string") return { value: token.text, next: at + 1 };
  if (token?.kind !== "mark" || token.text !== "[" || depth > maxListDepth) return undefined;
  const list: Literal[] = [];
  let next = at + 1;
  const isMark = (mark: string): boolean => line[next]?.kind === "mark" && line[next]?.text === mark;
  while (!isMark("]")) {
    const read = literalAt(line, next, depth + 1);
    if (!read) return undefined;
    list.push(read.value);
    ({ next } = read);
    if (isMark(",")) next++;
    else if (!isMark("]")) return undefined;
  }
  return { value: list, next: next + 1 };
}

/** Every token up to the end, or up to something that we do not know. */
function tokenise(text: string): { tokens: Token[]; stoppedAt: number | undefined } {
  const tokens: Token[] = [];
  const next = new RegExp(tokenShapes, "sy");
  for (let at = 0; at < text.length; at = next.lastIndex) {
    next.lastIndex = at;
    const found = next.exec(text);
    if (!found) return { tokens, stoppedAt: at };
    const { newline, long, quote, name, mark } = found.groups ?? {};
    const add = (kind: Token["kind"], word: string): void =>
      void tokens.push({ kind, start: at, end: next.lastIndex, text: word });
    if (newline !== undefined) add("newline", newline);
    else if (name !== undefined) add("name", name);
    else if (mark !== undefined) add("mark", mark);
    else if (long !== undefined) add("opaque", "");
    else if (quote !== undefined) {
      const string = stringFrom(text, next.lastIndex - 1);
      if (!string) return { tokens, stoppedAt: at };
      next.lastIndex = string.end;
      // Raw strings and bytes have letters before the quote.
      if (string.value === undefined || quote.length > 1) add("opaque", "");
      else add("string", string.value);
    }
  }
  return { tokens, stoppedAt: undefined };
}

const tokenShapes = [
  String.raw`[ \t]+|\\\r?\n|#[^\n\r]*`,
  String.raw`(?<newline>\r\n|\n|\r)`,
  String.raw`(?<long>(?:rb|br|r|b)?(?:"{3}(?:[^\\]|\\.)*?"{3}|'{3}(?:[^\\]|\\.)*?'{3}))`,
  String.raw`(?<quote>(?:rb|br|r|b)?(?!"{3}|'{3})["'])`,
  String.raw`(?<name>[A-Za-z_]\w*)`,
  String.raw`(?<mark>[()[\]{},=+\-*/%.:;<>|&!~^@]|\d)`,
].join("|");

/**
 * The string in one line whose quote is here; undefined when it has no end. Its value is undefined when it has an
 * escape other than those that rules are written with.
 */
function stringFrom(text: string, at: number): { value: string | undefined; end: number } | undefined {
  const quote = text[at];
  let value: string | undefined = "";
  for (let index = at + 1; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === quote) return { value, end: index + 1 };
    if (character === "\n" || character === "\r") return undefined;
    if (character !== "\\") {
      if (value !== undefined) value += character;
      continue;
    }
    const escaped = escapes[text.charAt(++index)];
    value = value === undefined || escaped === undefined ? undefined : value + escaped;
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\",
  '"': '"',
  "'": "'",
  n: "\n",
  t: "\t",
  r: "\r",
};
