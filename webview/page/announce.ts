// What a screen reader is told while it listens to something else: items that are complete, approvals that
// appeared, turns that ended. Nothing of what streams. Pure.

import { isSubjectCode, questionOf, subjectOf } from "../../extension/shared/approvals/words.ts";
import type { PageEvent } from "../../extension/shared/events.ts";
import { reviewedOf, verdictWords } from "../../extension/shared/guardWords.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { newEntry } from "../../extension/shared/threadDraft.ts";
import { itemName } from "../items/itemName.ts";
import { oneLine } from "../ui/words.ts";

const turnWords = {
  completed: "Turn completed",
  interrupted: "Turn stopped",
  failed: "Turn failed",
  inProgress: "",
} as const;

/** The words for a batch of events, in order; empty when nothing is worth them. */
export function announcementsOf(events: readonly PageEvent[], cwd: string): string[] {
  return events.map((event) => announcement(event, cwd)).filter((words) => words !== "");
}

function announcement(event: PageEvent, cwd: string): string {
  switch (event.method) {
    case "item/completed": {
      const { item } = event.params;
      return item.type === "userMessage" ? "" : itemName(newEntry(item, "completed"), cwd, false);
    }
    case "lectern/approvalOpened": {
      const { ask, agent } = event.params.approval;
      const question = questionOf(ask);
      const asked = question.endsWith("?") ? question : `${question}.`;
      const subject = neutraliseToText(oneLine(subjectOf(ask, cwd)), isSubjectCode(ask) ? "code" : "prose");
      const asker = agent === null ? "" : ` Asked by agent ${neutraliseToText(oneLine(agent), "code")}.`;
      return `Approval needed: ${asked}${subject === "" ? "" : ` ${subject}`}${asker}`;
    }
    case "item/autoApprovalReview/completed": {
      const { review, action } = event.params;
      const verdict = verdictWords({ phase: "completed", status: review.status });
      return `Automatic review ${verdict}: ${neutraliseToText(oneLine(reviewedOf(action).subject), "code")}`;
    }
    case "lectern/parent": {
      const waiting = event.params.parent?.approvals.at(-1);
      return waiting ? `Approval needed: ${questionOf(waiting.ask)}` : "";
    }
    case "turn/completed":
      return turnWords[event.params.turn.status];
    default:
      return "";
  }
}
