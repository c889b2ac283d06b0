// The one seam round `acquireVsCodeApi`: intents go out, host messages come in, a little state is kept for the
// next load. It knows no content. Tests and the gallery put another host in before the page mounts.

import type { HostMessage, Intent } from "../extension/shared/bridge.ts";

export interface Host {
  readonly post: (intent: Intent) => void;
  /** Returns the function that stops listening. */
  readonly onMessage: (listener: (message: HostMessage) => void) => () => void;
  /** What `setState` was given last, also after a reload; undefined on the first load. */
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  function acquireVsCodeApi(): VsCodeApi;
}

let makeHost: () => Host = vsCodeHost;

/** Replaces the real host. Call it before the page mounts. */
export function setHostFactory(factory: () => Host): void {
  makeHost = factory;
}

/** The host of this page. VS Code allows one call a load. */
export function connectHost(): Host {
  return makeHost();
}

function vsCodeHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (intent) => api.postMessage(intent),
    onMessage(listener) {
      const receive = (event: MessageEvent<unknown>): void => {
        if (isHostMessage(event.data)) listener(event.data);
      };
      window.addEventListener("message", receive);
      return () => window.removeEventListener("message", receive);
    },
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
  };
}

const hostMessageTypes: ReadonlySet<string> = new Set<HostMessage["type"]>([
  "snapshot",
  "events",
  "promptFate",
  "picture",
  "reveal",
]);

/** Only VS Code's own host can post here; this tells its messages from those of VS Code's frame script. */
function isHostMessage(data: unknown): data is HostMessage {
  if (typeof data !== "object" || data === null || !("type" in data)) return false;
  return typeof data.type === "string" && hostMessageTypes.has(data.type);
}
