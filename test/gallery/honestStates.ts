// What stands in the way of working, and the quiet beginnings.

import { agent, host, page, thread, turn, user } from "./builders.ts";
import type { GalleryState } from "./galleryState.ts";

const words = ["error: failed to load configuration", "  config.toml:1:11: unclosed array"];
const oldThread = thread([turn("turn-1", [user("Earlier question."), agent("Earlier answer.")])]);

export const honestStates: readonly GalleryState[] = [
  { name: "empty", state: page(null) },
  { name: "untrusted", state: page(null, host({ trusted: false, server: { phase: "idle" } })) },
  { name: "no-folder", state: page(null, host({ folder: null })) },
  { name: "starting", state: page(null, host({ server: { phase: "starting" } })) },
  { name: "restarting", state: page(oldThread, host({ server: { phase: "restarting", attempt: 2 } })) },
  { name: "unresponsive", state: page(oldThread, host({ server: { phase: "unresponsive" } })) },
  {
    name: "failed",
    state: page(
      null,
      host({
        server: {
          phase: "failed",
          problem: {
            title: "The Codex app-server could not start",
            detail: "It ended with exit code 1 before it answered.",
            nextStep: "Correct the configuration, then start again.",
            lastWords: words,
          },
        },
      }),
    ),
  },
  { name: "signed-out", state: page(null, host({ account: { phase: "signedOut" } })) },
  { name: "signed-out-thread", state: page(oldThread, host({ account: { phase: "signedOut" } })) },
  { name: "signing-in", state: page(null, host({ account: { phase: "signingIn" } })) },
  {
    name: "blocked",
    state: page({
      ...oldThread,
      permissions: null,
      blocked:
        "The server reports other permissions than Lectern asked for. Nothing is sent until they agree.",
    }),
  },
  {
    name: "demo-notices",
    state: page(
      thread([turn("turn-1", [user("Show me."), agent("This answer was written before you asked.")])], {
        name: "Offline demo",
        model: "scripted",
      }),
      host({
        demo: "Scripted, no model",
        server: { phase: "ready", version: "0.171.0", pinned: false, untested: true },
        notices: [
          {
            id: "1",
            severity: "warning",
            text: "config.toml has an unknown key",
            detail: "line 4: reasonning_effort",
          },
          { id: "2", severity: "error", text: "The MCP server “linear” did not start", detail: "" },
        ],
      }),
    ),
  },
];
