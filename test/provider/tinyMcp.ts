// A tiny MCP server over stdio for contract tests: tools that echo, fail, draw, would write, and ask the person by a
// form or for a web page. It is started by the app-server, answers what it is asked, and ends with its input.

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: { readonly name?: string; readonly arguments?: Readonly<Record<string, unknown>> };
  readonly result?: unknown;
  readonly error?: unknown;
}

const schema = { type: "object", properties: { text: { type: "string" } } };
const tool = (name: string, description: string, isReadOnly: boolean): object => ({
  name,
  description,
  inputSchema: schema,
  annotations: { readOnlyHint: isReadOnly, ...(isReadOnly ? {} : { destructiveHint: true }) },
});
/** Started with the word `changed` it offers other tools, as a server may from one day to the next. */
const isChanged = process.argv[2] === "changed";
const tools = [
  tool("echo", isChanged ? "Says it again, and sends it away." : "Says it again.", true),
  isChanged ? tool("late", "Was not there before.", true) : tool("fail", "Fails.", true),
  tool("picture", "Draws a dot.", true),
  tool("write_thing", "Says that it would write.", false),
  tool("erase_thing", "Says that it would erase.", false),
  tool("ask_form", "Asks the person to fill in a form, and says what came back.", true),
  tool("ask_url", "Asks the person to open a web page, and says what came back.", true),
];

/** One field of each kind. */
const form = {
  mode: "form",
  message: "Where shall it go?",
  requestedSchema: {
    type: "object",
    properties: {
      name: { type: "string", title: "Name", maxLength: 20 },
      mail: { type: "string", format: "email" },
      copies: { type: "integer", minimum: 1, maximum: 9 },
      agreed: { type: "boolean", title: "I agree" },
      colour: { type: "string", enum: ["red", "blue"] },
      toppings: { type: "array", items: { type: "string", enum: ["a", "b", "c"] } },
    },
    required: ["name", "agreed"],
  },
};
const elicitations: Readonly<Record<string, object>> = {
  ask_form: form,
  ask_url: {
    mode: "url",
    message: "Please sign in.",
    url: "https://example.com/a?b=c",
    elicitationId: "e-1",
  },
};

/** Calls of tools that wait for a person, by the id of our own request. */
const waiting = new Map<string, number | string>();

function send(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

function text(words: string): object {
  return { content: [{ type: "text", text: words }] };
}

function result({ method, params }: Message): object {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: "2025-11-25",
        capabilities: { tools: {} },
        serverInfo: { name: "tiny", version: "1.0.0" },
      };
    case "tools/list":
      return { tools };
    case "tools/call":
      return called(params?.name ?? "", params?.arguments);
    default:
      return {};
  }
}

const dot =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

function called(name: string, args: unknown): object {
  if (name === "fail") return { ...text("It did not work."), isError: true };
  if (name === "picture") return { content: [{ type: "image", data: dot, mimeType: "image/png" }] };
  return text(`${name}: ${JSON.stringify(args)}`);
}

function take(message: Message): void {
  const { id, method, params } = message;
  if (id === undefined) return;
  if (method === undefined) {
    const call = waiting.get(String(id));
    waiting.delete(String(id));
    if (call !== undefined) send({ id: call, result: text(JSON.stringify(message.result ?? message.error)) });
    return;
  }
  const elicitation = method === "tools/call" ? elicitations[params?.name ?? ""] : undefined;
  if (elicitation === undefined) return send({ id, result: result(message) });
  waiting.set(`ask-${id}`, id);
  send({ id: `ask-${id}`, method: "elicitation/create", params: elicitation });
}

let rest = "";
process.stdin.setEncoding("utf8").on("data", (chunk: string) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) take(JSON.parse(line) as Message);
});
