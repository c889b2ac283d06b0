// What a person is asked: built from the stored request and, where there is one, the stored item. It knows no
// choices and no page. Nothing that a model or a tool server wrote changes which kind a request has, except to a
// louder one.

import type { CommandAction, FileUpdateChange, ServerRequestOf, v2 } from "../protocol.ts";
import { formOf, type FormField } from "./form.ts";
import { parseAddress } from "../webAddress.ts";
import { grantsOf, linesOfGrants, type Grant } from "./grants.ts";
import { indented, isToolApproval, toolAskOf, type ToolAsk } from "./toolApproval.ts";

export type ApprovalMethod =
  | "item/commandExecution/requestApproval"
  | "item/fileChange/requestApproval"
  | "item/permissions/requestApproval"
  | "item/tool/requestUserInput"
  | "mcpServer/elicitation/request"
  | "applyPatchApproval"
  | "execCommandApproval";
/** A server request that a person answers. */
export type ApprovalRequest = ServerRequestOf<ApprovalMethod>;

export type Ask =
  | {
      readonly kind: "command";
      readonly command: string;
      readonly cwd: string | null;
      readonly reason: string | null;
      readonly actions: readonly CommandAction[];
      /** Further permissions that the command asks for, a line each; empty when none. */
      readonly permissions: readonly string[];
      /** The server's configuration demands a person for this one, each time. */
      readonly needsPerson: boolean;
    }
  | {
      readonly kind: "stdin";
      /** The very characters that would be typed. */
      readonly input: string;
      readonly program: string;
      readonly reason: string | null;
    }
  | {
      readonly kind: "network";
      readonly host: string;
      readonly protocol: string;
      readonly reason: string | null;
    }
  | {
      readonly kind: "fileChange";
      /** The changes of the stored item; null until it arrives: then nothing can be allowed. */
      readonly changes: readonly FileUpdateChange[] | null;
      readonly reason: string | null;
      readonly grantRoot: string | null;
    }
  | {
      readonly kind: "permissions";
      readonly cwd: string;
      readonly reason: string | null;
      /** Each can be granted by itself. */
      readonly grants: readonly Grant[];
    }
  | {
      readonly kind: "questions";
      readonly questions: readonly Question[];
      /** False: Codex goes on meanwhile. */
      readonly isBlocking: boolean;
    }
  | {
      readonly kind: "mcpForm";
      readonly server: string;
      readonly message: string;
      readonly fields: readonly FormField[];
    }
  | {
      readonly kind: "mcpUrl";
      readonly server: string;
      readonly message: string;
      readonly url: string;
      /** The host that would be opened, as the URL parser reads it; null: not an address that we open. */
      readonly host: string | null;
    }
  | ToolAsk
  | {
      /** A form of a kind that we cannot show: it can only be declined. */
      readonly kind: "mcpUnknown";
      readonly server: string;
      readonly message: string;
      /** What was asked for, as indented JSON. */
      readonly content: string;
    };

export interface Question {
  readonly header: string;
  readonly question: string;
  /** Empty: only free text answers it. */
  readonly options: readonly { readonly label: string; readonly description: string }[];
  readonly isSecret: boolean;
}

export type StoredItem =
  | { readonly type: "fileChange"; readonly changes: readonly FileUpdateChange[] }
  | { readonly type: "commandExecution"; readonly command: string };

/** Whether an allowing choice may be taken: the whole action is known. */
export function isDecidable(ask: Ask): boolean {
  return ask.kind !== "fileChange" || ask.changes !== null;
}

/** Builds what is asked from the stored request and, for file changes and terminals, the stored item. */
export function askOf(request: ApprovalRequest, item: StoredItem | undefined): Ask {
  switch (request.method) {
    case "item/commandExecution/requestApproval":
      return commandAsk(request.params, item);
    case "item/fileChange/requestApproval":
      return {
        kind: "fileChange",
        changes: item?.type === "fileChange" ? item.changes : null,
        reason: request.params.reason ?? null,
        grantRoot: request.params.grantRoot ?? null,
      };
    case "item/permissions/requestApproval": {
      const { cwd, reason, permissions } = request.params;
      return { kind: "permissions", cwd, reason, grants: grantsOf(permissions) };
    }
    case "item/tool/requestUserInput": {
      const { questions, isBlocking } = request.params;
      return { kind: "questions", questions: questions.map(questionAsked), isBlocking };
    }
    case "mcpServer/elicitation/request":
      return elicitationAsk(request.params);
    case "applyPatchApproval": {
      const { fileChanges, reason, grantRoot } = request.params;
      return { kind: "fileChange", changes: legacyChanges(fileChanges), reason, grantRoot };
    }
    case "execCommandApproval": {
      const { command, cwd, reason } = request.params;
      return { ...plainCommand, command: command.map(quoteWord).join(" "), cwd, reason };
    }
  }
}

const plainCommand = { kind: "command", actions: [], permissions: [], needsPerson: false } as const;

function commandAsk(params: v2.CommandExecutionRequestApprovalParams, item: StoredItem | undefined): Ask {
  const reason = params.reason ?? null;
  if (params.networkApprovalContext) {
    const { host, protocol } = params.networkApprovalContext;
    return { kind: "network", host, protocol, reason };
  }
  if (params.kind === "writeStdin") {
    const program = item?.type === "commandExecution" ? item.command : "";
    return { kind: "stdin", input: typedText(params.command ?? ""), program, reason };
  }
  return {
    kind: "command",
    command: params.command ?? "",
    cwd: params.cwd ?? null,
    reason,
    actions: params.commandActions ?? [],
    permissions: linesOfGrants(params.additionalPermissions ?? null),
    needsPerson: params.kind === "humanCommand",
  };
}

/**
 * The characters to type, out of the command line that the server makes of them: `write_stdin --session-id 1 'y'`,
 * quoted as for a shell. All of it as it stands when it is written in another way.
 */
function typedText(command: string): string {
  const word = /^write_stdin --session-id \d+ (.+)$/s.exec(command)?.[1];
  const pieces = word?.match(/^(?:[^\s'"\\]|'[^']*'|"(?:[^"\\]|\\.)*")+$/s);
  if (word === undefined || !pieces) return command;
  return word.replaceAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"/gs, (_, plain: string | undefined, quoted = "") => {
    return plain ?? String(quoted).replaceAll(/\\([\\"$`])/g, "$1");
  });
}

/** `isOther` is not looked at: free text is always offered, as the facts ask for. */
function questionAsked(asked: v2.ToolRequestUserInputQuestion): Question {
  const { header, question, isSecret, options } = asked;
  return { header, question, isSecret, options: options ?? [] };
}

function elicitationAsk(params: v2.McpServerElicitationRequestParams): Ask {
  const server = params.serverName;
  switch (params.mode) {
    case "url": {
      const { message, url } = params;
      return { kind: "mcpUrl", server, message, url, host: hostToOpen(url) };
    }
    case "form":
    case "openai/form":
    case "openaiForm": {
      const { message, requestedSchema } = params;
      if (isToolApproval(params)) return toolAskOf(params);
      const fields = formOf(requestedSchema);
      if (fields) return { kind: "mcpForm", server, message, fields };
      return { kind: "mcpUnknown", server, message, content: indented(requestedSchema) };
    }
    case "openai/userVerification": {
      const { title, description } = params;
      return { kind: "mcpUnknown", server, message: title, content: description };
    }
  }
}

/** The host of an address that we would open: https only, without credentials in it. */
export function hostToOpen(address: string): string | null {
  const url = parseAddress(address);
  if (!url) return null;
  const isPlain = url.protocol === "https:" && url.username === "" && url.password === "";
  return isPlain && url.hostname !== "" ? url.host : null;
}

function legacyChanges(
  changes: ServerRequestOf<"applyPatchApproval">["params"]["fileChanges"],
): FileUpdateChange[] {
  return Object.entries(changes).flatMap(([path, change]): FileUpdateChange[] => {
    if (!change) return [];
    if (change.type !== "update") return [{ path, kind: { type: change.type }, diff: change.content }];
    const { unified_diff: diff, move_path } = change;
    return [{ path, kind: { type: "update", move_path }, diff }];
  });
}

/** A word of an argument list as a shell would have to be told it. */
function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
