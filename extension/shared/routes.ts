// Where every notification and every server request goes. Both tables are exhaustive over the generated
// unions, so a new version of the binary that brings a new message breaks the build here and is named.
// No behaviour lives here: who folds, shows or answers is decided by those who read the tables.

import type { NotificationMethod, ServerNotification, ServerRequestMethod } from "./protocol.ts";

/**
 * `thread`: folded into the state of its thread. `host`: the host acts on it and may tell the page.
 * `ignored`: dropped on purpose, with the reason.
 */
export type NotificationRoute = "thread" | "host" | { readonly ignored: string };

const realtime = { ignored: "realtime audio is not offered" } as const;
const raw = { ignored: "internal raw events, never asked for" } as const;
const process = { ignored: "process/* and fs/watch are not used: VS Code has its own" } as const;
const remote = { ignored: "remote control and remote environments are not offered" } as const;

export const notificationRoutes = {
  error: "thread",
  "thread/started": "host",
  "thread/status/changed": "thread",
  "thread/readState/changed": "host",
  "thread/archived": "host",
  "thread/deleted": "host",
  "thread/unarchived": "host",
  "thread/closed": "host",
  "thread/reverted": "host",
  "skills/changed": { ignored: "nothing keeps a list of skills" },
  "thread/name/updated": "thread",
  "thread/section/changed": "host",
  "thread/attachment/updated": { ignored: "attachments are not shown yet" },
  "thread/goal/updated": "thread",
  "thread/prediction/updated": { ignored: "not implemented by the server" },
  "thread/goal/cleared": "thread",
  "thread/queue/changed": "host",
  "project/changed": { ignored: "projects are not shown" },
  "thread/project/updated": { ignored: "projects are not shown" },
  "thread/environment/connected": remote,
  "thread/environment/disconnected": remote,
  "thread/settings/updated": "thread",
  "thread/tokenUsage/updated": "thread",
  "turn/started": "thread",
  "hook/started": "thread",
  "turn/completed": "thread",
  "hook/completed": "thread",
  "turn/diff/updated": "thread",
  "turn/plan/updated": "thread",
  "item/started": "thread",
  "item/autoApprovalReview/started": "thread",
  "item/autoApprovalReview/completed": "thread",
  "autoApprovalReview/strictReviewRequired": "thread",
  "item/completed": "thread",
  "rawResponseItem/completed": raw,
  "rawResponse/completed": raw,
  "item/agentMessage/delta": "thread",
  "item/plan/delta": "thread",
  "command/exec/outputDelta": { ignored: "command/exec is not used" },
  "process/outputDelta": process,
  "process/exited": process,
  "item/commandExecution/outputDelta": "thread",
  "item/commandExecution/terminalInteraction": "thread",
  "item/fileChange/outputDelta": { ignored: "not sent by this version" },
  "item/fileChange/patchUpdated": "thread",
  "serverRequest/resolved": "thread",
  "item/mcpToolCall/progress": "thread",
  "mcpServer/oauthLogin/completed": "host",
  "mcpServer/startupStatus/updated": "host",
  "mcpServer/event/stream/notification": { ignored: "hosted apps only" },
  "account/updated": "host",
  "account/gatewayOAuth/changed": { ignored: "custom gateways are not offered" },
  "account/rateLimits/updated": "host",
  "app/list/updated": { ignored: "connectors are not shown" },
  "remoteControl/status/changed": remote,
  "externalAgentConfig/import/progress": { ignored: "importing is not offered" },
  "externalAgentConfig/import/completed": { ignored: "importing is not offered" },
  "fs/changed": process,
  "item/reasoning/summaryTextDelta": "thread",
  "item/reasoning/summaryPartAdded": "thread",
  "item/reasoning/textDelta": "thread",
  "thread/compacted": { ignored: "deprecated: the contextCompaction item says it" },
  "model/rerouted": "thread",
  "model/verification": "thread",
  "modelProvider/authRecoveryStarted": "thread",
  "modelProvider/authRecoveryCompleted": "thread",
  "turn/moderationMetadata": { ignored: "free-form, for the provider's own clients" },
  "model/safetyBuffering/updated": "thread",
  warning: "thread",
  guardianWarning: "thread",
  deprecationNotice: { ignored: "for authors of clients: the log has it" },
  configWarning: "host",
  "fuzzyFileSearch/sessionUpdated": { ignored: "we start no search: file completion is not offered yet" },
  "fuzzyFileSearch/sessionCompleted": { ignored: "we start no search: file completion is not offered yet" },
  "thread/realtime/started": realtime,
  "thread/realtime/itemAdded": realtime,
  "thread/realtime/item/started": realtime,
  "thread/realtime/item/transcript/delta": realtime,
  "thread/realtime/item/completed": realtime,
  "thread/realtime/transcript/delta": realtime,
  "thread/realtime/transcript/done": realtime,
  "thread/realtime/outputAudio/delta": realtime,
  "thread/realtime/sdp": realtime,
  "thread/realtime/error": realtime,
  "thread/realtime/closed": realtime,
  "windows/worldWritableWarning": "host",
  "windowsSandbox/setupCompleted": "host",
  "account/login/completed": "host",
} as const satisfies Record<NotificationMethod, NotificationRoute>;

type MethodsTo<R> = {
  [M in NotificationMethod]: (typeof notificationRoutes)[M] extends R ? M : never;
}[NotificationMethod];

/** A notification that the thread reducer folds. */
export type ThreadNotification = Extract<ServerNotification, { method: MethodsTo<"thread"> }>;
/** A notification that the host acts on. */
export type HostNotification = Extract<ServerNotification, { method: MethodsTo<"host"> }>;

/** The route of a notification, or undefined for a method that the pinned types do not know. */
export function routeOf(notification: { method: string }): NotificationRoute | undefined {
  return Object.hasOwn(notificationRoutes, notification.method)
    ? notificationRoutes[notification.method as NotificationMethod]
    : undefined;
}

export function isThreadNotification(notification: ServerNotification): notification is ThreadNotification {
  return routeOf(notification) === "thread";
}

export function isHostNotification(notification: ServerNotification): notification is HostNotification {
  return routeOf(notification) === "host";
}

/**
 * `approval`: a person decides on a card. `answered`: by us, without a person. `refused`: answered at once with
 * the refusal of its kind. `unsupported`: answered with an error; nothing that we send makes the server ask it.
 */
export type ServerRequestRoute = "approval" | "answered" | "refused" | "unsupported";

export const serverRequestRoutes = {
  "item/commandExecution/requestApproval": "approval",
  "item/fileChange/requestApproval": "approval",
  "item/tool/requestUserInput": "approval",
  "mcpServer/elicitation/request": "approval",
  "item/permissions/requestApproval": "approval",
  "item/tool/call": "refused",
  "account/chatgptAuthTokens/refresh": "unsupported",
  "attestation/generate": "unsupported",
  "currentTime/read": "answered",
  applyPatchApproval: "approval",
  execCommandApproval: "approval",
} as const satisfies Record<ServerRequestMethod, ServerRequestRoute>;

/** The methods that may be answered; any other is answered "method not found". */
export const knownServerRequests: ReadonlySet<string> = new Set(Object.keys(serverRequestRoutes));
