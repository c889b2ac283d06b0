// The one live region of the page: polite, told by `announce` and by what was said of a key.

import { useEffect, useState, type ReactElement } from "react";
import type { PageEvent } from "../../extension/shared/events.ts";
import { usePage } from "../pageContext.ts";
import { loadThreadParts } from "./useThreadParts.ts";

/** Old words go once new ones come, so that nothing is read twice. */
export function Announcer(): ReactElement {
  const { store, spoken } = usePage();
  const [told, setTold] = useState<{ readonly id: number; readonly words: readonly string[] }>({
    id: 0,
    words: [],
  });
  useEffect(() => {
    const tell = async (events: readonly PageEvent[], cwd: string): Promise<void> => {
      const words = (await loadThreadParts())?.announcementsOf(events, cwd) ?? [];
      if (words.length > 0) setTold((before) => ({ id: before.id + 1, words }));
    };
    return store.onFold((events, view) => void tell(events, view.state?.thread?.cwd ?? ""));
  }, [store]);
  useEffect(
    () => spoken.subscribe((words) => setTold((before) => ({ id: before.id + 1, words: [words] }))),
    [spoken],
  );
  return (
    <div className="sr-only" aria-live="polite">
      {told.words.map((words, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <p key={`${told.id} ${index}`}>{words}</p>
      ))}
    </div>
  );
}
