// The small bar that searches the thread, as VS Code's own find widget looks and answers to keys: Enter goes on,
// Shift+Enter back, Escape closes. It finds nothing by itself.

import { useEffect, useRef, type KeyboardEvent, type ReactElement } from "react";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { mostMatches } from "./find.ts";
import type { Find } from "./useFind.ts";
import type { OlderSearch } from "./useOlderSearch.ts";

export interface FindBarProps {
  readonly find: Find;
  readonly onClose: () => void;
}

export function FindBar({ find, onClose }: FindBarProps): ReactElement {
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
      {find.older && <Older older={find.older} isBlank={find.query.trim() === ""} />}
    </div>
  );
}

interface OlderProps {
  readonly older: OlderSearch;
  readonly isBlank: boolean;
}

/** Earlier messages are not loaded, so not searched unless the person wants it. */
function Older({ older, isBlank }: OlderProps): ReactElement {
  if (older.isRunning)
    return (
      <p className="find-older" role="status">
        <Icon name="loading" spin /> Searching older messages{" "}
        <button type="button" className="quiet-button" onClick={older.cancel}>
          Cancel
        </button>
      </p>
    );
  return (
    <p className="find-older">
      Older messages are not loaded.{" "}
      {!isBlank && (
        <button type="button" className="quiet-button" onClick={older.start}>
          Search older messages
        </button>
      )}
    </p>
  );
}

function countWords({ query, count, at, isDone }: Find): string {
  if (query.trim() === "") return "";
  if (count === 0) return isDone ? "No results" : "Searching";
  const all = count >= mostMatches ? `${mostMatches.toLocaleString("en")}+` : count.toLocaleString("en");
  return at < 0 ? `${all} found` : `${(at + 1).toLocaleString("en")} of ${all}`;
}
