// The state of the app-server as pages show it: nothing that could be a secret leaves the host.

import type { SupervisorState } from "../codex/supervisor.ts";
import type { ServerView } from "../shared/hostState.ts";
import { redact } from "../shared/redact.ts";

export function serverView(state: SupervisorState): ServerView {
  switch (state.phase) {
    case "idle":
    case "starting":
    case "stopped":
      return { phase: state.phase };
    case "restarting":
      return { phase: "restarting", attempt: state.attempt };
    case "failed": {
      const { problem } = state;
      const lastWords = problem.lastWords.map(redact);
      return { phase: "failed", problem: { ...problem, detail: redact(problem.detail), lastWords } };
    }
    case "ready": {
      const version = /^[^/]*\/(\S+)/.exec(state.initialized.userAgent)?.[1] ?? "unknown";
      return { phase: "ready", version, pinned: state.binary.pinned, untested: state.untested };
    }
  }
}
