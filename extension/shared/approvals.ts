// Approvals: what a person is asked, and what each choice means on the wire. The host builds the card from
// the stored request (and the stored item), the page shows it and names a choice, the host alone turns the
// choice into the decision. Nothing that a model wrote changes which choices exist.

import type {
  CommandAction,
  CommandDecision,
  FileChangeDecision,
  FileUpdateChange,
  RequestId,
  ServerRequestOf,
  v2,
} from "./protocol.ts";

export type CommandApprovalRequest = ServerRequestOf<"item/commandExecution/requestApproval">;
export type FileChangeApprovalRequest = ServerRequestOf<"item/fileChange/requestApproval">;
export type ApprovalRequest = CommandApprovalRequest | FileChangeApprovalRequest;

/** A button that we offer. `decline`: the turn goes on. `cancel`: the turn ends. Source: facts §4. */
export type ChoiceId = "accept" | "acceptForSession" | "acceptWithRule" | "decline" | "cancel";

export interface Choice {
  readonly id: ChoiceId;
  readonly label: string;
  /** The exact rule that would be saved, word by word; null for every other choice. */
  readonly rule: readonly string[] | null;
}

export interface Approval {
  /** Names this one request of this one server process, with what was shown. Opaque to the page. */
  readonly key: string;
  readonly requestId: RequestId;
  readonly threadId: string;
  readonly turnId: string;
  readonly itemId: string;
  readonly openedAtMs: number;
  readonly ask: Ask;
  readonly choices: readonly Choice[];
}

export type Ask =
  | {
      readonly kind: "command";
      readonly command: string;
      readonly cwd: string | null;
      readonly reason: string | null;
      readonly actions: readonly CommandAction[];
      /** Further permissions that the command asks for, a line each; empty when none. */
      readonly permissions: readonly string[];
    }
  | {
      readonly kind: "stdin";
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
    };

/** Whether an allowing choice may be taken: the whole action is known. */
export function isDecidable(ask: Ask): boolean {
  return ask.kind !== "fileChange" || ask.changes !== null;
}

export function isAllowing(choice: ChoiceId): boolean {
  return choice !== "decline" && choice !== "cancel";
}

/** The question of the card, in plain words and without outside text. */
export function questionOf(ask: Ask): string {
  switch (ask.kind) {
    case "command":
      return "Run this command outside the sandbox?";
    case "stdin":
      return "Type this into a running program?";
    case "network":
      return "Allow network access to this host?";
    case "fileChange": {
      const count = ask.changes?.length;
      if (count === undefined) return "Let Codex change files?";
      return count === 1 ? "Let Codex change 1 file?" : `Let Codex change ${count} files?`;
    }
  }
}

/** What the question is about, in one line, paths from `cwd` on (outside text: neutralise before showing). */
export function subjectOf(ask: Ask, cwd: string): string {
  switch (ask.kind) {
    case "command":
      return ask.command;
    case "stdin":
      return ask.input;
    case "network":
      return `${ask.protocol}://${ask.host}`;
    case "fileChange":
      return (ask.changes ?? []).map((change) => pathFrom(cwd, change.path)).join(", ");
  }
}

function pathFrom(cwd: string, path: string): string {
  const isInside = cwd !== "" && path.startsWith(cwd) && /^[\\/]/.test(path.slice(cwd.length));
  return isInside ? path.slice(cwd.length + 1) : path;
}

/** Builds what is asked from the stored request and, for file changes, the stored item's changes. */
export function askOf(request: ApprovalRequest, item: StoredItem | undefined): Ask {
  if (request.method === "item/fileChange/requestApproval") {
    return {
      kind: "fileChange",
      changes: item?.type === "fileChange" ? item.changes : null,
      reason: request.params.reason ?? null,
      grantRoot: request.params.grantRoot ?? null,
    };
  }
  const { params } = request;
  const reason = params.reason ?? null;
  if (params.networkApprovalContext) {
    const { host, protocol } = params.networkApprovalContext;
    return { kind: "network", host, protocol, reason };
  }
  if (params.kind === "writeStdin") {
    const program = item?.type === "commandExecution" ? item.command : "";
    return { kind: "stdin", input: params.command ?? "", program, reason };
  }
  return {
    kind: "command",
    command: params.command ?? "",
    cwd: params.cwd ?? null,
    reason,
    actions: params.commandActions ?? [],
    permissions: permissionLines(params.additionalPermissions ?? null),
  };
}

export type StoredItem =
  | { readonly type: "fileChange"; readonly changes: readonly FileUpdateChange[] }
  | { readonly type: "commandExecution"; readonly command: string };

function permissionLines(profile: v2.AdditionalPermissionProfile | null): string[] {
  if (!profile) return [];
  const lines: string[] = [];
  for (const entry of profile.fileSystem?.entries ?? []) lines.push(JSON.stringify(entry));
  for (const path of profile.fileSystem?.write ?? []) lines.push(`write ${path}`);
  for (const path of profile.fileSystem?.read ?? []) lines.push(`read ${path}`);
  if (profile.network?.enabled === true) lines.push("network access");
  return lines;
}

function plain(id: ChoiceId, label: string): Choice {
  return { id, label, rule: null };
}

/** The choices of a card, in the order shown. The host keeps the list and accepts no other choice. */
export function choicesOf(request: ApprovalRequest): Choice[] {
  if (request.method === "item/fileChange/requestApproval") {
    return [
      plain("accept", "Allow"),
      plain("acceptForSession", "Allow, and don’t ask again for these files until the server ends"),
      plain("decline", "Deny, and let Codex continue"),
      plain("cancel", "Deny, and stop the turn"),
    ];
  }
  const choices = [plain("accept", "Allow")];
  const { params } = request;
  if (params.kind === "command" && !params.additionalPermissions) {
    choices.push(
      plain(
        "acceptForSession",
        params.networkApprovalContext
          ? "Allow, and don’t ask again for this host until the server ends"
          : "Allow, and don’t ask again for this exact command until the server ends",
      ),
    );
  }
  const rule = proposedRule(params);
  if (rule)
    choices.push({
      id: "acceptWithRule",
      label: "Allow, and don’t ask again for commands that begin with",
      rule,
    });
  choices.push(plain("decline", "Deny, and let Codex continue"), plain("cancel", "Deny, and stop the turn"));
  return choices;
}

/** The rule that the server proposed and listed, when it is one that we offer; undefined otherwise. */
function proposedRule(params: CommandApprovalRequest["params"]): string[] | undefined {
  for (const decision of params.availableDecisions ?? []) {
    if (typeof decision === "object" && "acceptWithExecpolicyAmendment" in decision) {
      const rule = decision.acceptWithExecpolicyAmendment.execpolicy_amendment;
      return isOfferableRule(rule) ? rule : undefined;
    }
  }
  return undefined;
}

const tooWide = new Set(
  (
    "sh bash zsh fish dash ksh cmd powershell pwsh env sudo doas xargs eval exec python python2 python3 node deno bun ruby " +
    "perl php lua osascript awk sed find curl wget nc ncat ssh scp rsync telnet ftp npx pnpm npm yarn bunx pipx uvx uv pip " +
    "docker podman kubectl git rm make"
  ).split(" "),
);

/**
 * A rule that consists only of an interpreter, shell, network or package-runner word (flags aside) is never
 * offered: it would allow anything.
 */
export function isOfferableRule(rule: readonly string[]): boolean {
  const first = rule[0];
  if (first === undefined || rule.some((word) => word === "")) return false;
  if (rule.slice(1).some((word) => !word.startsWith("-"))) return true;
  const program =
    first
      .split(/[\\/]/)
      .at(-1)
      ?.toLowerCase()
      .replace(/\.exe$/, "") ?? "";
  return !tooWide.has(program);
}

/** The decision on the wire for a choice that was offered, built from the stored request alone. */
export function decisionOf(
  request: ApprovalRequest,
  choice: Choice,
): { decision: CommandDecision } | { decision: FileChangeDecision } {
  if (choice.id !== "acceptWithRule") return { decision: choice.id };
  const rule =
    request.method === "item/commandExecution/requestApproval" ? proposedRule(request.params) : undefined;
  if (!rule) throw new Error("a rule was chosen that the server did not propose");
  return { decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: rule } } };
}
