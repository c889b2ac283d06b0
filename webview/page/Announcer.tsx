// The one live region of the page: polite, and told by `announce` alone.

import { useEffect, useState, type ReactElement } from "react";
import { usePage } from "../pageContext.ts";
import { announcementsOf } from "./announce.ts";

/** Old words go once new ones come, so that nothing is read twice. */
export function Announcer(): ReactElement {
  const { store } = usePage();
  const [told, setTold] = useState<{ readonly id: number; readonly words: readonly string[] }>({
    id: 0,
    words: [],
  });
  useEffect(
    () =>
      store.onFold((events, view) => {
        const words = announcementsOf(events, view.state?.thread?.cwd ?? "");
        if (words.length > 0) setTold((before) => ({ id: before.id + 1, words }));
      }),
    [store],
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
