// How long each call may take before it counts as unanswered.
// Server requests have no deadline on purpose: a person may take an hour.

import type { CallMethod } from "../shared/protocol.ts";

const readMs = 10_000;
const startMs = 30_000;

const deadlineMs: Partial<Record<CallMethod, number>> = {
  initialize: 15_000,
  "thread/start": startMs,
  "thread/resume": startMs,
  "thread/fork": startMs,
  "turn/start": 15_000,
  "turn/interrupt": 5_000,
  "account/login/start": startMs,
  "account/login/cancel": startMs,
};

/** Milliseconds from sending to answer, without the time that a call waits to be sent. */
export function deadlineOf(method: CallMethod): number {
  return deadlineMs[method] ?? readMs;
}
