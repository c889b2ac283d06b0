// A thread as the server lists it, for tests that need only some of its fields.

import type { Thread } from "../../shared/protocol.ts";

export function sampleThread(fields: Partial<Thread>): Thread {
  return {
    id: "t",
    environments: null,
    extra: null,
    sessionId: "t",
    forkedFromId: null,
    attachedToThreadId: null,
    parentThreadId: null,
    preview: "A first prompt",
    ephemeral: false,
    section: null,
    sectionEnteredAt: null,
    projectId: null,
    historyMode: "paginated",
    modelProvider: "openai",
    model: "gpt-5.5",
    reasoningEffort: null,
    createdAt: 1,
    updatedAt: 1,
    recencyAt: null,
    status: { type: "notLoaded" },
    path: null,
    cwd: "/work",
    cliVersion: "0.169.0",
    originator: null,
    source: "vscode",
    canAcceptDirectInput: null,
    threadSource: null,
    agentNickname: null,
    agentRole: null,
    gitInfo: null,
    name: null,
    daybreakEnabled: null,
    turns: [],
    ...fields,
  };
}
