// Brings the chunk that shows threads, once. React's own `lazy` is not used: it holds back what has come for up to
// 300 ms after a placeholder was shown. A chunk that cannot be loaded is a fault of the component that needs it.

import { useSyncExternalStore } from "react";
import type * as threadParts from "./threadParts.ts";

type ThreadParts = typeof threadParts;

let parts: ThreadParts | null = null;
let fault: Error | null = null;
let coming: Promise<ThreadParts | null> | undefined;
const listeners = new Set<() => void>();

/** Resolves once what needs the parts was drawn with them; with null when they do not come, which is shown there. */
export function loadThreadParts(): Promise<ThreadParts | null> {
  coming ??= import("./threadParts.ts").then(
    (loaded) => {
      parts = loaded;
      tell();
      return loaded;
    },
    (error: unknown) => {
      fault = error instanceof Error ? error : new Error("a file is missing");
      tell();
      return null;
    },
  );
  return coming;
}

function tell(): void {
  for (const listener of listeners) listener();
}

/** null while they are on their way, which begins here if need be. Throws when they do not come. */
export function useThreadParts(isNeeded: boolean): ThreadParts | null {
  if (isNeeded) void loadThreadParts();
  const loaded = useSyncExternalStore(subscribe, () => parts ?? fault);
  if (loaded instanceof Error && isNeeded) throw loaded;
  return loaded instanceof Error ? null : loaded;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
