// The one seam round `acquireVsCodeApi`: intents go out, host messages come in, a little state is kept for the
// next load. It knows no content. Tests and the gallery put another host in before the page mounts.

import type { HostMessage, Intent } from "../extension/shared/bridge.ts";

/** `Out`: what the page says. `In`: what the host says. */
export interface Host<Out = Intent, In = HostMessage> {
  readonly post: (intent: Out) => void;
  /** Returns the function that stops listening. */
  readonly onMessage: (listener: (message: In) => void) => () => void;
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
  return hostOf<Intent, HostMessage>(hostMessageTypes);
}

/** The host of a page that speaks another language than the chat's: only messages of these types come through. */
export function hostOf<Out, In>(types: ReadonlySet<string>): Host<Out, In> {
  const api = acquireVsCodeApi();
  return {
    post: (intent) => api.postMessage(intent),
    onMessage(listener) {
      const receive = (event: MessageEvent<unknown>): void => {
        if (isOfType(event.data, types)) listener(event.data as In);
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
  "sentAhead",
  "promptFate",
  "picture",
  "reveal",
]);

/** Only VS Code's own host can post here; this tells its messages from those of VS Code's frame script. */
function isOfType(data: unknown, types: ReadonlySet<string>): boolean {
  if (typeof data !== "object" || data === null || !("type" in data)) return false;
  return typeof data.type === "string" && types.has(data.type);
}
