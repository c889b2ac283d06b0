// Builders for tool calls, by the names and arguments of the pinned server. The server runs each call and asks
// again with its output. Which model offers or accepts which tool is the server's business (gpt-5.5 takes the
// direct calls, gpt-6.1-sol also `exec`); a call it does not know comes back as an output that says so.

import { piecesOf } from "./events.ts";
import type { ModelRequest } from "./request.ts";
import type { Frame, Step } from "./step.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** Any function tool. Arguments may depend on the request. `namespace` only where the tool lives in one. */
export function functionCall(
  name: string,
  args: Arguments | ((request: ModelRequest) => Arguments),
  namespace?: string,
): Step {
  return {
    kind: "item",
    isCall: true,
    frames: ({ callId, request }) => [
      done({
        type: "function_call",
        call_id: callId,
        name,
        arguments: JSON.stringify(typeof args === "function" ? args(request) : args),
        ...(namespace !== undefined && { namespace }),
      }),
    ],
  };
}

/** Any custom tool, which takes plain text. */
export function customCall(name: string, input: string): Step {
  return {
    kind: "item",
    isCall: true,
    frames: ({ callId }) => [done({ type: "custom_tool_call", call_id: callId, name, input })],
  };
}

/** Rights beyond the sandbox: absolute paths, and the network as a whole. */
export interface AdditionalPermissions {
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly network?: boolean;
}

export interface CommandOptions {
  readonly cmd: string;
  readonly workdir?: string;
  /** Asks to run outside the sandbox. `prefixRule` is the rule the model proposes to save. */
  readonly escalate?: { readonly justification: string; readonly prefixRule?: readonly string[] };
  /** Asks for rights within the sandbox; needs the feature exec_permission_approvals. */
  readonly additionalPermissions?: AdditionalPermissions & { readonly justification?: string };
  /** How long the call waits for the end before it goes on in the background. The server's default is short. */
  readonly yieldTimeMs?: number;
  readonly tty?: boolean;
}

/** A shell command: a commandExecution item. */
export function command(options: string | CommandOptions): Step {
  const { cmd, workdir, escalate, additionalPermissions, yieldTimeMs, tty } =
    typeof options === "string" ? { cmd: options } : options;
  return functionCall("exec_command", {
    cmd,
    workdir,
    yield_time_ms: yieldTimeMs,
    tty,
    ...(escalate && {
      sandbox_permissions: "require_escalated",
      justification: escalate.justification,
      prefix_rule: escalate.prefixRule,
    }),
    ...(additionalPermissions && {
      sandbox_permissions: "with_additional_permissions",
      justification: additionalPermissions.justification,
      additional_permissions: permissionProfile(additionalPermissions),
    }),
  });
}

export interface WriteStdinOptions {
  /** Default: the terminal that was named last in this turn. */
  readonly sessionId?: number;
  /** The terminal that was named last in the whole thread. */
  readonly ofThread?: boolean;
  readonly yieldTimeMs?: number;
}

/** Characters for a running terminal. */
export function writeStdin(chars: string, options: WriteStdinOptions = {}): Step {
  const { sessionId, ofThread = false, yieldTimeMs = 1_000 } = options;
  return functionCall("write_stdin", ({ calls, turnCalls }) => ({
    session_id:
      sessionId ??
      (ofThread ? calls : turnCalls).map((made) => sessionIdOf(made.output ?? "")).findLast(Boolean) ??
      0,
    chars,
    yield_time_ms: yieldTimeMs,
  }));
}

/** The session id that an output names, or undefined when the command ended. */
export function sessionIdOf(output: string): number | undefined {
  const id = /Process running with session ID (\d+)/.exec(output)?.[1];
  return id === undefined ? undefined : Number(id);
}

export interface PatchOptions {
  /** Streams the text in this many pieces; needs the feature apply_patch_streaming_events. */
  readonly deltas?: number;
  readonly delayMs?: number;
}

/** A file change, in the apply_patch form. The markers of begin and end are added when they are missing. */
export function patch(text: string, options: PatchOptions = {}): Step {
  const input = text.startsWith("*** Begin Patch")
    ? text
    : `*** Begin Patch\n${text.trimEnd()}\n*** End Patch\n`;
  const { deltas, delayMs } = options;
  if (deltas === undefined) return customCall("apply_patch", input);
  const frames = (callId: string, itemId: string): Frame[] => {
    const base = { type: "custom_tool_call", id: itemId, call_id: callId, name: "apply_patch" };
    return [
      { event: { type: "response.output_item.added", item: { ...base, input: "" } } },
      ...piecesOf(input, deltas).map((delta) => ({
        event: {
          type: "response.custom_tool_call_input.delta",
          item_id: itemId,
          call_id: callId,
          delta,
        },
        ...(delayMs !== undefined && { delayMs }),
      })),
      done({ ...base, input }),
    ];
  };
  return { kind: "item", isCall: true, frames: ({ callId, itemId }) => frames(callId, itemId) };
}

/** Code mode: JavaScript that calls the nested tools, as the gpt-6 models do. */
export function exec(javascript: string): Step {
  return customCall("exec", javascript);
}

export interface PlanStep {
  readonly step: string;
  readonly status: "pending" | "in_progress" | "completed";
}

/** The checklist; needs `[tools.update_plan] enabled = true`. */
export function updatePlan(plan: readonly PlanStep[], explanation?: string): Step {
  return functionCall("update_plan", { explanation, plan });
}

export interface Question {
  readonly id: string;
  readonly header: string;
  readonly question: string;
  readonly options?: readonly { readonly label: string; readonly description: string }[];
}

/** Questions that hold the turn; plan mode, or the feature default_mode_request_user_input. */
export function requestUserInput(questions: readonly Question[]): Step {
  return functionCall("request_user_input", { questions });
}

/** Questions within a message, answered by an ordinary prompt (gpt-6 models). */
export function requestUserInputAsync(
  questions: readonly { title: string; options?: readonly string[] }[],
): Step {
  return functionCall("request_user_input_async", { questions });
}

/** Asks for rights for the turn or the thread; needs the feature request_permissions_tool. */
export function requestPermissions(reason: string, permissions: AdditionalPermissions): Step {
  return functionCall("request_permissions", { reason, permissions: permissionProfile(permissions) });
}

/** A tool of an MCP server, by the server's configured name. */
export function mcpCall(server: string, tool: string, args: Arguments = {}): Step {
  return functionCall(tool, args, `mcp__${server}`);
}

/** A tool that the client offered in `dynamicTools` of thread/start. */
export function dynamicCall(name: string, args: Arguments = {}): Step {
  return functionCall(name, args);
}

/** Looks at an image file; absolute path, or relative to the folder of the thread. */
export function viewImage(path: string): Step {
  return functionCall("view_image", { path });
}

/** Waits on the server's clock (gpt-6 models). */
export function sleep(durationMs: number): Step {
  return functionCall("sleep", { duration_ms: durationMs }, "clock");
}

/** Starts a sub-agent. With a task name as the gpt-6 models do it, without as the others do. */
export function spawnAgent(options: { readonly message: string; readonly taskName?: string }): Step {
  const { message, taskName } = options;
  if (taskName === undefined) return functionCall("spawn_agent", { message }, "multi_agent_v1");
  return functionCall("spawn_agent", { message, task_name: taskName }, "collaboration");
}

export interface WaitAgentOptions {
  readonly timeoutMs: number;
  /** Only in the older form: the ids, or all that were spawned in this turn. */
  readonly targets?: readonly string[] | "spawned";
}

/** Waits for sub-agents. With targets as the older models do it, without as the gpt-6 models do. */
export function waitAgent({ timeoutMs, targets }: WaitAgentOptions): Step {
  if (targets === undefined) return functionCall("wait_agent", { timeout_ms: timeoutMs }, "collaboration");
  return functionCall(
    "wait_agent",
    (request) => ({ targets: targets === "spawned" ? spawnedIds(request) : targets, timeout_ms: timeoutMs }),
    "multi_agent_v1",
  );
}

function spawnedIds({ turnCalls }: ModelRequest): string[] {
  const outputs = turnCalls.flatMap(({ name, output }) => (name === "spawn_agent" ? [output ?? ""] : []));
  return outputs.flatMap((output) => /"agent_id"\s*:\s*"([^"]+)"/.exec(output)?.[1] ?? []);
}

function done(item: Record<string, unknown>): Frame {
  return { event: { type: "response.output_item.done", item } };
}

function permissionProfile({ read, write, network }: AdditionalPermissions): Record<string, unknown> {
  return {
    ...((read || write) && { file_system: { ...(read && { read }), ...(write && { write }) } }),
    ...(network !== undefined && { network: { enabled: network } }),
  };
}
