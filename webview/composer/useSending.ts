// Follows one prompt from the press of Send until it was taken or came back. One at a time.

import { useEffect, useState } from "react";
import { usePage } from "../pageContext.ts";
import { fateOf, type Pending } from "./sendState.ts";

/** Without any sign for so long the text can be edited again; a late sign still clears it. */
const silenceMs = 15_000;

/** `itemId`: the earlier message in whose place it goes. */
export type SendHow =
  | { readonly type: "send" | "queue" }
  | { readonly type: "resend"; readonly itemId: string };

export interface Sending {
  /** The text must not be edited: it is on its way. */
  readonly isSending: boolean;
  /** What to tell about the last prompt; null when there is nothing. */
  readonly problem: string | null;
  readonly send: (text: string, how: SendHow) => void;
}

/** `onTaken` gets the text that the server took; it must keep its identity. */
export function useSending(onTaken: (text: string) => void): Sending {
  const { post, store, memory } = usePage();
  const [pending, setPending] = useState<Pending | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  // Sent before the page was loaded anew, and taken after all: then the text is not the person's any more.
  useEffect(() => {
    const { sending } = memory;
    if (!sending) return;
    const look = (): void => {
      if (memory.sending !== sending || fateOf(store.read(), sending) !== "taken") return;
      // In this order: what is written at once holds no draft that was sent.
      onTaken(sending.text);
      memory.keepSending(null);
    };
    look();
    return store.subscribe(look);
  }, [memory, store, onTaken]);

  useEffect(() => {
    if (!pending) return;
    const timer = setTimeout(() => setProblem("No answer yet. Your text is kept."), silenceMs);
    const unsubscribe = store.subscribe(() => {
      const fate = fateOf(store.read(), pending);
      if (fate === "waiting") return;
      if (fate === "taken") onTaken(pending.text);
      memory.keepSending(null);
      setPending(null);
      setProblem(fate === "rejected" ? "Not sent. Your text is kept." : null);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [pending, store, memory, onTaken]);

  return {
    isSending: pending !== null && problem === null,
    problem,
    send(text, how) {
      const clientId = crypto.randomUUID();
      setProblem(null);
      setPending({ clientId, text });
      memory.keepSending({ clientId, text });
      if (how.type === "resend") post({ type: "resend", clientId, text, itemId: how.itemId });
      else post({ type: how.type, clientId, text });
    },
  };
}
