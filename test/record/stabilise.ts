// Makes recorded values the same on every run and machine: ids, paths, ports, times and process ids become
// placeholders. What was the same stays the same: one value, one placeholder, in all values given to one
// Stabiliser. It knows no protocol beyond the names of fields that hold times and process ids.

export interface KnownPath {
  readonly path: string;
  readonly placeholder: string;
}

const seconds = 1_700_000_000;
const milliseconds = seconds * 1000;
const day = "2023-11-14T22-13-20";

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Texts that differ by machine, version or moment, and what stands for them. */
const passing: readonly (readonly [RegExp, string])[] = [
  [/127\.0\.0\.1:\d+/g, "127.0.0.1:4000"],
  [/rollout-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d/g, `rollout-${day}`],
  [/sessions\/\d{4}\/\d\d\/\d\d/g, "sessions/2023/11/14"],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "2023-11-14T22:13:20Z"],
  [/duration_ms(:?) [\d.]+/g, "duration_ms$1 1"],
  [/git version [\d.]+/g, "git version 2.0.0"],
  // The server tells the time of a limit's end in the zone of its machine.
  [/try again at [^.]*[AP]M/g, "try again at Mar 17th, 2030 5:46 PM"],
  [/(lectern_vscode\/[\d.]+) \(.*/, "$1 (Linux; x86_64)"],
];

export class Stabiliser {
  readonly #paths: readonly KnownPath[];
  readonly #machine: string;
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** `machine`: the host name, which the server tells as its own. */
  constructor(paths: readonly KnownPath[], machine: string) {
    this.#machine = machine;
    this.#paths = paths.toSorted((a, b) => b.path.length - a.path.length);
  }

  /** The value with placeholders, made anew. */
  stable<T>(value: T): T {
    return this.#value(value, "") as T;
  }

  #value(value: unknown, key: string): unknown {
    if (typeof value === "string")
      return key === "processId" ? this.#name("process", value) : this.#text(value, key);
    if (typeof value === "number") return numberOf(value, key);
    if (Array.isArray(value)) return value.map((each) => this.#value(each, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(withoutEstimate(value)).map(([name, each]) => [
        this.#text(name, ""),
        this.#value(each, name),
      ]),
    );
  }

  #text(text: string, key: string): string {
    if (key === "serverName" && text === this.#machine) return "machine";
    let result = text;
    for (const { path, placeholder } of this.#paths) result = result.replaceAll(path, placeholder);
    for (const [pattern, words] of passing) result = result.replace(pattern, words);
    return result.replace(uuid, (id) => this.#name("id", id));
  }

  #name(kind: string, value: string): string {
    const known = this.#names.get(`${kind} ${value}`);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const name = `${kind}-${count}`;
    this.#names.set(`${kind} ${value}`, name);
    return name;
  }
}

/** What nobody counted is estimated by the server from all that it sent, paths of the moment included. */
function withoutEstimate(value: object): object {
  const { totalTokens, inputTokens, outputTokens } = value as Record<string, unknown>;
  if (typeof totalTokens !== "number" || inputTokens !== 0 || outputTokens !== 0) return value;
  return { ...value, totalTokens: Math.round(totalTokens / 100) * 100 };
}

function numberOf(value: number, key: string): number {
  if (key === "durationMs") return 1000;
  if (key.endsWith("AtMs")) return milliseconds;
  // A command that is ended may be seen to end by the signal, or not to be seen at all.
  if (key === "exitCode" && value === 137) return -1;
  // When a limit ends is what the script said, not the moment.
  if (key === "resetsAt") return value;
  return key.endsWith("At") && value > 1_000_000_000 ? seconds : value;
}
