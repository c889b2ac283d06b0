// Makes of any value a JSON text that is safe to keep: secrets struck out, hidden fields and cycles left out, long
// texts and lists cut with a word of how much is missing. Knows no record.
// Always: the text is valid JSON of at most `maxRecordBytes`, and what was cut says so.

import { isSecretName, redact, struckOut } from "../shared/redact.ts";

export const maxRecordBytes = 64 * 1024;

/** Redaction sees this much of a text; the rest is never kept. */
const maxSeen = 256 * 1024;
const maxDepth = 12;

interface Bounds {
  readonly text: number;
  readonly list: number;
}

/** From the most that is kept to what always fits. */
const steps: readonly Bounds[] = [
  { text: 16_384, list: 400 },
  { text: 4_096, list: 100 },
  { text: 1_024, list: 40 },
  { text: 200, list: 20 },
];

/** The JSON of an object whose `own` fields are ours and `outside` ones anybody's. */
export function boundedJson(own: Readonly<Record<string, unknown>>, outside: object): string {
  for (const bounds of steps) {
    const text = JSON.stringify({ ...(bounded(outside, bounds, 0) as object), ...own });
    if (Buffer.byteLength(text) <= maxRecordBytes) return text;
  }
  return JSON.stringify({ ...own, cut: "everything: too large to keep" });
}

function bounded(value: unknown, bounds: Bounds, depth: number): unknown {
  if (typeof value === "string") return boundedText(value, bounds.text);
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return null;
  if (depth >= maxDepth) return "[cut: nested too deeply]";
  return Array.isArray(value) ? boundedList(value, bounds, depth) : boundedFields(value, bounds, depth);
}

function boundedList(list: readonly unknown[], bounds: Bounds, depth: number): unknown[] {
  const kept = list.slice(0, bounds.list).map((one, index) => {
    // Words of a command stand one by one: what follows `--token` is one.
    const before = list[index - 1];
    const isSecret = typeof before === "string" && before.startsWith("-") && isSecretName(before);
    return isSecret && typeof one === "string" ? struckOut : bounded(one, bounds, depth + 1);
  });
  return list.length > bounds.list ? [...kept, `[cut: ${list.length - bounds.list} more]`] : kept;
}

function boundedFields(value: object, bounds: Bounds, depth: number): object {
  const all = Object.entries(value).filter(([, field]) => field !== undefined);
  const kept = all.slice(0, bounds.list).map(([name, field]): [string, unknown] => {
    const isSecret = canHoldSecret(field) && isSecretName(nameOf(name, value));
    return [boundedText(name, 200), isSecret ? struckOut : bounded(field, bounds, depth + 1)];
  });
  if (all.length > bounds.list) kept.push(["[cut]", `${all.length - bounds.list} more`]);
  return Object.fromEntries(kept);
}

/** What a field is named: itself, or for the `value` of a pair what its `name` says. */
function nameOf(field: string, { name }: { name?: unknown }): string {
  return field === "value" && typeof name === "string" ? name : field;
}

/** Numbers that are named like secrets are counts of tokens. */
function canHoldSecret(field: unknown): boolean {
  return typeof field === "string" ? field !== "" : typeof field === "object" && field !== null;
}

/** Redacted first and cut then: half a key would not be told as one. */
function boundedText(text: string, max: number): string {
  const clean = redact(text.slice(0, maxSeen));
  if (clean.length <= max && text.length <= maxSeen) return clean.toWellFormed();
  const missing = text.length - Math.min(max, clean.length);
  return `${clean.slice(0, max).toWellFormed()}[cut: about ${missing} characters]`;
}
