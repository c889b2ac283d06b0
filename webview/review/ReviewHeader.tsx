// The top of a review: what is reviewed and how much of it, how it is shown, and what is done with all of it.

import { memo, type ReactElement } from "react";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { countOf } from "../ui/words.ts";
import { useReview } from "./reviewContext.ts";
import { isAsked, isUndecided, isViewed, shownFiles, type ReviewState } from "./reviewState.ts";

export interface ReviewHeaderProps {
  readonly state: ReviewState;
  /** The pane is too narrow for two sides. */
  readonly isNarrow: boolean;
  readonly onHelp: () => void;
}

export const ReviewHeader = memo(function ReviewHeader(props: ReviewHeaderProps): ReactElement {
  const { state } = props;
  const files = state.changes?.files ?? [];
  return (
    <header className="review-header">
      <div className="review-title">
        <Icon name="diff-multiple" tone="dim" />
        <h1>
          <Plain text={state.title} />
        </h1>
        <Totals state={state} />
        <span className="spacer" />
        {files.length > 0 && <Decisions state={state} />}
      </div>
      {files.length > 0 && <Tools {...props} />}
      <Status state={state} />
    </header>
  );
});

function Totals({ state }: { readonly state: ReviewState }): ReactElement {
  const files = state.changes?.files ?? [];
  let [added, removed] = [0, 0];
  for (const { addedLines, removedLines } of files) {
    added += addedLines;
    removed += removedLines;
  }
  if (files.length === 0) return <></>;
  return (
    <span className="totals">
      <span className="dim">{countOf(files.length, "file")}</span>{" "}
      <span className="plus">
        <span aria-hidden="true">+{added.toLocaleString("en")}</span>
        <span className="sr-only">{countOf(added, "line")} added,</span>
      </span>{" "}
      <span className="minus">
        <span aria-hidden="true">−{removed.toLocaleString("en")}</span>
        <span className="sr-only">{countOf(removed, "line")} removed</span>
      </span>
    </span>
  );
}

function Decisions({ state }: { readonly state: ReviewState }): ReactElement {
  const store = useReview();
  const files = state.changes?.files ?? [];
  const isBusy = state.asked.length > 0;
  const { comments } = state.memory;
  const isSending = state.sending.length > 0;
  return (
    <div className="decisions">
      <button
        type="button"
        className="small-button"
        disabled={isBusy || !files.some(isUndecided)}
        onClick={() => store.keep(null, null)}
      >
        Keep all
      </button>
      <button
        type="button"
        className="small-button"
        disabled={isBusy || files.every(({ fate }) => fate === "undone" || fate === "kept")}
        onClick={() => store.undo(null, null)}
      >
        Undo all…
      </button>
      {comments.length > 0 && (
        <button
          type="button"
          className="small-button primary"
          disabled={isSending}
          onClick={() => store.sendComments()}
        >
          {isSending ? "Sending…" : `Send ${countOf(comments.length, "comment")} to Codex`}
        </button>
      )}
    </div>
  );
}

function Tools({ state, isNarrow, onHelp }: ReviewHeaderProps): ReactElement {
  const store = useReview();
  const files = state.changes?.files ?? [];
  const viewed = files.filter((file) => isViewed(state, file)).length;
  const isSideBySide = state.memory.layout === "sideBySide";
  return (
    <div className="review-tools" role="toolbar" aria-label="How the changes are shown">
      <input
        type="search"
        className="filter"
        aria-label="Filter files by name"
        placeholder="Filter files"
        value={state.filter}
        onChange={({ target }) => store.setFilter(target.value)}
      />
      <label>
        <input
          type="checkbox"
          checked={state.onlyUndecided}
          onChange={({ target }) => store.setOnlyUndecided(target.checked)}
        />
        Only undecided
      </label>
      <span className="dim viewed-count">
        {viewed} of {files.length.toLocaleString("en")} viewed
      </span>
      <span className="spacer" />
      <div className="tool-group">
        {!isNarrow && (
          <button
            type="button"
            className="small-button quiet"
            aria-pressed={isSideBySide}
            onClick={() => store.setLayout(isSideBySide ? "unified" : "sideBySide")}
          >
            <Icon name="split-horizontal" /> Side by side
          </button>
        )}
        <button
          type="button"
          className="icon-button"
          aria-label="Expand all files"
          title="Expand all files"
          onClick={() => store.foldAll(false)}
        >
          <Icon name="expand-all" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Collapse all files"
          title="Collapse all files"
          onClick={() => store.foldAll(true)}
        >
          <Icon name="collapse-all" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Keyboard help"
          title="Keyboard help (?)"
          onClick={onHelp}
        >
          <Icon name="keyboard" />
        </button>
      </div>
    </div>
  );
}

/** What happened last, spoken too; and the way back from an undo. */
function Status({ state }: { readonly state: ReviewState }): ReactElement {
  const store = useReview();
  const shown = shownFiles(state).length;
  const all = state.changes?.files.length ?? 0;
  const filtered = shown < all ? `${shown.toLocaleString("en")} of ${countOf(all, "file")} shown.` : "";
  const running = state.isRunning && all > 0 ? "Codex is working: files may change again." : "";
  const words = [filtered, running, state.status].filter((part) => part !== "").join(" ");
  return (
    <div className={`review-status${words === "" && state.undoneFiles === 0 ? " empty" : ""}`}>
      <span role="status">
        <Plain text={words} />
      </span>
      {state.undoneFiles > 0 && (
        <button
          type="button"
          className="small-button quiet"
          disabled={isAsked(state, "", null)}
          onClick={() => store.takeBack()}
        >
          <Icon name="discard" /> Take Back the last undo ({countOf(state.undoneFiles, "file")})
        </button>
      )}
    </div>
  );
}
