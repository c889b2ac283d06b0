// How a change of files stands, for its icon and its name.

import type { ItemOf } from "../../extension/shared/protocol.ts";
import type { ItemPhase } from "../../extension/shared/threadState.ts";

export type FileChangeState = "running" | "waiting" | "applied" | "failed" | "declined" | "cutOff";

/** `isAsked`: an open approval is about it. */
export function fileChangeState(
  status: ItemOf<"fileChange">["status"],
  phase: ItemPhase,
  isAsked: boolean,
): FileChangeState {
  if (isAsked && phase === "running") return "waiting";
  if (phase === "cutOff") return "cutOff";
  switch (status) {
    case "inProgress":
      return phase === "running" ? "running" : "applied";
    case "completed":
      return "applied";
    case "failed":
    case "declined":
      return status;
  }
}
