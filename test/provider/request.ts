// Reads one request of the Responses API as a script needs it: who wrote what, which tools were called and
// what came back. It knows nothing of steps or sockets. Everything is read from the body alone, so a retried,
// resumed or forked thread reads the same.

/** What the server wants from this request: go on with a turn, sum up the thread, or judge an approval. */
export type RequestKind = "turn" | "compaction" | "autoReview";

export interface ToolCall {
  readonly callId: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** JSON text of a function call, plain text of a custom tool. */
  readonly input: string;
  /** What the server answered; undefined while it is unknown. */
  readonly output: string | undefined;
}

export interface TextEntry {
  readonly role: "user" | "assistant";
  readonly text: string;
}

export interface ModelRequest {
  readonly body: Readonly<Record<string, unknown>>;
  readonly kind: RequestKind;
  readonly model: string;
  readonly threadId: string | undefined;
  /** The name the server gives the agent, such as "/root" or "/root/helper". */
  readonly agentName: string | undefined;
  /** How many times this thread was compacted. */
  readonly window: number;
  readonly inputCount: number;
  /** What people (or a parent agent) and the script said, oldest first, without the context the server adds. */
  readonly history: readonly TextEntry[];
  readonly userTexts: readonly string[];
  /** Empty when nobody wrote anything. */
  readonly lastUserText: string;
  /** Tool calls of the whole thread, oldest first. */
  readonly calls: readonly ToolCall[];
  /** Tool calls since the last user text. */
  readonly turnCalls: readonly ToolCall[];
  /** Outputs of the whole thread by call id. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Number of assistant messages since the last user text. */
  readonly turnMessages: number;
}

type Item = Readonly<Record<string, unknown>>;

// The server puts its own context into user messages; these openings tell it from a person's words.
const contextOpening =
  /^(<(environment_context|user_instructions|turn_aborted|user_shell_command|skill|subagent_notification|recommended_plugins|startup_context|agent_message_board_notification)>|# AGENTS\.md instructions|Another language model started to solve this problem)/;

/** Reads a parsed body. Unknown or missing parts read as empty; it never throws. */
export function readRequest(body: Readonly<Record<string, unknown>>): ModelRequest {
  const input = list(body["input"]);
  const history = input.flatMap(textEntry);
  const userTexts = history.filter((entry) => entry.role === "user").map((entry) => entry.text);
  const metadata = readMetadata(body);
  const outputs = readOutputs(input);
  const turn = input.slice(input.findLastIndex((item) => textEntry(item)[0]?.role === "user") + 1);
  return {
    body,
    kind: readKind(body, userTexts.at(-1) ?? ""),
    model: text(body["model"]),
    threadId: optionalText(metadata["thread_id"]),
    agentName: optionalText(metadata["agent_name"]),
    window: typeof metadata["window_number"] === "number" ? metadata["window_number"] : 0,
    inputCount: input.length,
    history,
    userTexts,
    lastUserText: userTexts.at(-1) ?? "",
    calls: input.flatMap((item) => toolCall(item, outputs)),
    turnCalls: turn.flatMap((item) => toolCall(item, outputs)),
    outputs,
    turnMessages: turn.filter((item) => item["type"] === "message" && item["role"] === "assistant").length,
  };
}

/** The text a command wrote, without the header that exec_command puts before it. */
export function commandOutput(output: string): string {
  const marker = "\nOutput:\n";
  const start = output.indexOf(marker);
  return start < 0 ? output : output.slice(start + marker.length);
}

/** Whether a person declined the call. */
export function wasRefused(output: string): boolean {
  return /^(patch rejected by user|exec_command failed: .*rejected by user)/.test(output);
}

function readKind(body: Item, lastUserText: string): RequestKind {
  if (lastUserText.includes("CONTEXT CHECKPOINT COMPACTION")) return "compaction";
  const format = record(record(body["text"])["format"]);
  const properties = record(record(format["schema"])["properties"]);
  return "outcome" in properties && "risk_level" in properties ? "autoReview" : "turn";
}

function readMetadata(body: Item): Item {
  const metadata = record(body["client_metadata"]);
  try {
    return { ...metadata, ...record(JSON.parse(text(metadata["x-codex-turn-metadata"]))) };
  } catch {
    return metadata;
  }
}

function readOutputs(input: readonly Item[]): Map<string, string> {
  const outputs = new Map<string, string>();
  for (const item of input) {
    if (!text(item["type"]).endsWith("_call_output") || typeof item["call_id"] !== "string") continue;
    outputs.set(item["call_id"], contentText(item["output"]));
  }
  return outputs;
}

function toolCall(item: Item, outputs: ReadonlyMap<string, string>): ToolCall[] {
  const custom = item["type"] === "custom_tool_call";
  if (!custom && item["type"] !== "function_call") return [];
  const callId = text(item["call_id"]);
  return [
    {
      callId,
      name: text(item["name"]),
      namespace: optionalText(item["namespace"]),
      input: text(item[custom ? "input" : "arguments"]),
      output: outputs.get(callId),
    },
  ];
}

function textEntry(item: Item): TextEntry[] {
  const words = contentText(item["content"]);
  if (item["type"] === "agent_message") {
    const task = words.match(/^Message Type: NEW_TASK\n[\s\S]*?Payload:\n([\s\S]*)$/);
    return task ? [{ role: "user", text: task[1] ?? "" }] : [];
  }
  if (item["type"] !== "message") return [];
  if (item["role"] === "assistant") return [{ role: "assistant", text: words }];
  return item["role"] === "user" && !contextOpening.test(words) ? [{ role: "user", text: words }] : [];
}

function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  return list(content)
    .map((part) => text(part["text"]) || text(part["encrypted_content"]))
    .join("");
}

function list(value: unknown): Item[] {
  return Array.isArray(value) ? value.map(record) : [];
}

function record(value: unknown): Item {
  return typeof value === "object" && value !== null ? (value as Item) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function optionalText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
