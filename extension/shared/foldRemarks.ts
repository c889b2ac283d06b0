// What the server and the provider remark on a turn: its goal, a check of the account or of the answer, signing
// in to the provider anew. Each is one quiet note a turn. Part of the thread reducer; pure.

import type { NotificationOf } from "./protocol.ts";
import type { ThreadDraft } from "./threadDraft.ts";
import type { Entry, Note } from "./threadState.ts";

type Remark =
  | NotificationOf<"thread/goal/updated">
  | NotificationOf<"thread/goal/cleared">
  | NotificationOf<"model/verification">
  | NotificationOf<"model/safetyBuffering/updated">
  | NotificationOf<"modelProvider/authRecoveryStarted">
  | NotificationOf<"modelProvider/authRecoveryCompleted">
  | NotificationOf<"autoApprovalReview/strictReviewRequired">;

export function remarked(draft: ThreadDraft, event: Remark, atMs: number): void {
  const { params } = event;
  const turnId = "turnId" in params ? params.turnId : null;
  const put = (note: Note, is = (other: Note): boolean => other.type === note.type): void =>
    draft.renewNote(turnId, atMs, is, note);
  switch (event.method) {
    case "thread/goal/updated":
      // Told again with each token that it uses; only what it is and how it stands is worth a line.
      return put({ type: "goal", objective: event.params.goal.objective, status: event.params.goal.status });
    case "thread/goal/cleared":
      // Also told of a thread that never had one, with each resume.
      if (!hasGoal(draft)) return;
      return put({ type: "goal", objective: "", status: "cleared" });
    case "model/verification":
      return put({ type: "verification", kinds: event.params.verifications });
    case "model/safetyBuffering/updated": {
      const { showBufferingUi: isHeld, reasons, fasterModel } = event.params;
      return put({ type: "buffering", isHeld, reasons, fasterModel });
    }
    case "modelProvider/authRecoveryStarted":
    case "modelProvider/authRecoveryCompleted": {
      const { provider, message } = event.params;
      const isOver = event.method === "modelProvider/authRecoveryCompleted";
      const note = {
        type: "authRecovery",
        provider,
        message,
        phase: isOver ? "completed" : "running",
      } as const;
      return put(note, (other) => other.type === "authRecovery" && other.phase === "running");
    }
    case "autoApprovalReview/strictReviewRequired":
      return put({ type: "strictReview" });
  }
}

function hasGoal(draft: ThreadDraft): boolean {
  const last = draft.current.turns.findLast(({ entries }) => entries.some(isGoal))?.entries.findLast(isGoal);
  return last?.kind === "note" && last.note.type === "goal" && last.note.status !== "cleared";
}

function isGoal(entry: Entry): boolean {
  return entry.kind === "note" && entry.note.type === "goal";
}
