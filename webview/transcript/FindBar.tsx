// The small bar that searches the thread, as VS Code's own find widget looks and answers to keys: Enter goes on,
// Shift+Enter back, Escape closes. It finds nothing by itself.

import { useEffect, useRef, type KeyboardEvent, type ReactElement } from "react";
import { Button } from "../ui/Button.tsx";
import { mostMatches } from "./find.ts";
import type { Find } from "./useFind.ts";

export interface FindBarProps {
  readonly find: Find;
  /** Earlier messages are not loaded, so not searched. */
  readonly hasOlder: boolean;
  readonly onLoadOlder: () => void;
  readonly onClose: () => void;
}

export function FindBar({ find, hasOlder, onLoadOlder, onClose }: FindBarProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const keyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter" && event.target === input.current) find.step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="find-bar" role="search" aria-label="Find in thread" onKeyDown={keyDown}>
      <div className="find-row">
        <input
          ref={input}
          type="text"
          aria-label="Find in thread"
          placeholder="Find in thread"
          value={find.query}
          spellCheck={false}
          onChange={({ currentTarget }) => find.look(currentTarget.value)}
        />
        <span className="find-count" aria-live="polite">
          {countWords(find)}
        </span>
        <Button
          look="icon"
          icon="arrow-up"
          label="Previous match"
          disabled={find.count === 0}
          onPress={() => find.step(-1)}
        />
        <Button
          look="icon"
          icon="arrow-down"
          label="Next match"
          disabled={find.count === 0}
          onPress={() => find.step(1)}
        />
        <Button look="icon" icon="close" label="Close find" onPress={onClose} />
      </div>
      {hasOlder && (
        <p className="find-older">
          Earlier messages are not searched.{" "}
          <button type="button" className="quiet-button" onClick={onLoadOlder}>
            Load earlier messages
          </button>
        </p>
      )}
    </div>
  );
}

function countWords({ query, count, at, isDone }: Find): string {
  if (query.trim() === "") return "";
  if (count === 0) return isDone ? "No results" : "Searching";
  const all = count >= mostMatches ? `${mostMatches.toLocaleString("en")}+` : count.toLocaleString("en");
  return at < 0 ? `${all} found` : `${(at + 1).toLocaleString("en")} of ${all}`;
}
