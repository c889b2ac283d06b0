// The only doorway to the generated protocol types (`npm run protocol` writes them from the pinned binary).
// It names what we use and pairs each client request that we send with its answer. It holds no logic.

import type {
  ApplyPatchApprovalResponse,
  ClientRequest,
  ExecCommandApprovalResponse,
  InitializeParams,
  InitializeResponse,
  RequestId,
  ServerNotification,
  ServerRequest,
  v2,
} from "./generated/index.ts";

export type { ApplyPatchApprovalResponse, ExecCommandApprovalResponse };
export type { InitializeParams, InitializeResponse, RequestId, ServerNotification, ServerRequest, v2 };

export type Thread = v2.Thread;
export type Turn = v2.Turn;
export type TurnStatus = v2.TurnStatus;
export type TurnError = v2.TurnError;
export type ThreadItem = v2.ThreadItem;
export type ThreadStatus = v2.ThreadStatus;
export type UserInput = v2.UserInput;
export type TokenUsage = v2.ThreadTokenUsage;
export type CommandAction = v2.CommandAction;
export type FileUpdateChange = v2.FileUpdateChange;
export type CommandDecision = v2.CommandExecutionApprovalDecision;
export type FileChangeDecision = v2.FileChangeApprovalDecision;

export type ItemType = ThreadItem["type"];
export type ItemOf<T extends ItemType> = Extract<ThreadItem, { type: T }>;

export type NotificationMethod = ServerNotification["method"];
export type NotificationOf<M extends NotificationMethod> = Extract<ServerNotification, { method: M }>;
export type ServerRequestMethod = ServerRequest["method"];
export type ServerRequestOf<M extends ServerRequestMethod> = Extract<ServerRequest, { method: M }>;

/** The answer of each client request that we send. Source: the `*Response` types of the pinned binary. */
export interface ResultOf {
  initialize: InitializeResponse;
  "thread/start": v2.ThreadStartResponse;
  "thread/resume": v2.ThreadResumeResponse;
  "thread/fork": v2.ThreadForkResponse;
  "thread/revert": v2.ThreadRevertResponse;
  "thread/read": v2.ThreadReadResponse;
  "thread/list": v2.ThreadListResponse;
  "thread/loaded/list": v2.ThreadLoadedListResponse;
  "thread/search": v2.ThreadSearchResponse;
  "thread/name/set": v2.ThreadSetNameResponse;
  "thread/archive": v2.ThreadArchiveResponse;
  "thread/unarchive": v2.ThreadUnarchiveResponse;
  "thread/delete": v2.ThreadDeleteResponse;
  "thread/readState/update": v2.ThreadReadStateUpdateResponse;
  "thread/section/move": v2.ThreadSectionMoveResponse;
  "threadSection/list": v2.ThreadSectionListResponse;
  "threadSection/create": v2.ThreadSectionCreateResponse;
  "thread/turns/list": v2.ThreadTurnsListResponse;
  "thread/items/list": v2.ThreadItemsListResponse;
  "thread/settings/update": v2.ThreadSettingsUpdateResponse;
  "thread/unsubscribe": v2.ThreadUnsubscribeResponse;
  "server/diagnostics": v2.ServerDiagnosticsResponse;
  "thread/backgroundTerminals/list": v2.ThreadBackgroundTerminalsListResponse;
  "thread/backgroundTerminals/terminate": v2.ThreadBackgroundTerminalsTerminateResponse;
  "thread/backgroundTerminals/clean": v2.ThreadBackgroundTerminalsCleanResponse;
  "thread/compact/start": v2.ThreadCompactStartResponse;
  "thread/shellCommand": v2.ThreadShellCommandResponse;
  "thread/queue/add": v2.ThreadQueueAddResponse;
  "thread/queue/list": v2.ThreadQueueListResponse;
  "turn/start": v2.TurnStartResponse;
  "turn/steer": v2.TurnSteerResponse;
  "turn/interrupt": v2.TurnInterruptResponse;
  "review/start": v2.ReviewStartResponse;
  "hooks/list": v2.HooksListResponse;
  "config/batchWrite": v2.ConfigWriteResponse;
  "account/read": v2.GetAccountResponse;
  "account/login/start": v2.LoginAccountResponse;
  "account/login/cancel": v2.CancelLoginAccountResponse;
  "account/logout": v2.LogoutAccountResponse;
  "config/read": v2.ConfigReadResponse;
  "configRequirements/read": v2.ConfigRequirementsReadResponse;
  "mcpServerStatus/list": v2.ListMcpServerStatusResponse;
  "model/list": v2.ModelListResponse;
}

/** A client request that we send. */
export type CallMethod = keyof ResultOf;
export type ParamsOf<M extends CallMethod> = Extract<ClientRequest, { method: M }>["params"];

/** The version of the binary that these types were generated from, and whose behaviour was tested. */
export { pinnedVersion } from "./generated/pinned.ts";
