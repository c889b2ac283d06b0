// A tiny MCP server over stdio for contract tests: tools that echo, fail, draw, and one that would write. It is
// started by the app-server, answers what it is asked, and ends with its input.

interface Call {
  readonly id?: number;
  readonly method: string;
  readonly params?: { readonly name?: string; readonly arguments?: Readonly<Record<string, unknown>> };
}

const schema = { type: "object", properties: { text: { type: "string" } } };
const tools = [
  { name: "echo", description: "Says it again.", inputSchema: schema, annotations: { readOnlyHint: true } },
  { name: "fail", description: "Fails.", inputSchema: schema, annotations: { readOnlyHint: true } },
  { name: "picture", description: "Draws a dot.", inputSchema: schema, annotations: { readOnlyHint: true } },
  {
    name: "write_thing",
    description: "Says that it would write.",
    inputSchema: schema,
    annotations: { readOnlyHint: false, destructiveHint: true },
  },
];

function result({ method, params }: Call): object {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: "2025-06-18",
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
  if (name === "fail") return { content: [{ type: "text", text: "It did not work." }], isError: true };
  if (name === "picture") return { content: [{ type: "image", data: dot, mimeType: "image/png" }] };
  return { content: [{ type: "text", text: `${name}: ${JSON.stringify(args)}` }] };
}

let rest = "";
process.stdin.setEncoding("utf8").on("data", (chunk: string) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    const call = JSON.parse(line) as Call;
    if (call.id === undefined) continue;
    process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id: call.id, result: result(call) })}\n`);
  }
});
