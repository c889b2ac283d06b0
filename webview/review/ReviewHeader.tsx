// The top of a review: what is reviewed and how much of it, how it is shown, and what is done with all of it.

import { memo, type ReactElement } from "react";
import type { ReviewMemory } from "../../extension/shared/reviewBridge.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { countOf } from "../ui/words.ts";
import { IconButton, SmallButton } from "./buttons.tsx";
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
      <SmallButton
        label="Keep all"
        isDisabled={isBusy || !files.some(isUndecided)}
        onPress={() => store.keep(null, null)}
      />
      <SmallButton
        label="Undo all…"
        isDisabled={isBusy || files.every(({ fate }) => fate === "undone" || fate === "kept")}
        onPress={() => store.undo(null, null)}
      />
      {comments.length > 0 && (
        <SmallButton
          label={isSending ? "Sending…" : `Send ${countOf(comments.length, "comment")} to Codex`}
          look="primary"
          isDisabled={isSending}
          onPress={() => store.sendComments()}
        />
      )}
    </div>
  );
}

function Tools({ state, isNarrow, onHelp }: ReviewHeaderProps): ReactElement {
  const store = useReview();
  const files = state.changes?.files ?? [];
  const viewed = files.filter((file) => isViewed(state, file)).length;
  return (
    <div className="review-tools" role="group" aria-label="How the changes are shown">
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
        {!isNarrow && <LayoutSwitch layout={state.memory.layout} />}
        <FoldAll />
        <IconButton icon="keyboard" name="Keyboard help" title="Keyboard help (?)" onPress={onHelp} />
      </div>
    </div>
  );
}

function LayoutSwitch({ layout }: Pick<ReviewMemory, "layout">): ReactElement {
  const store = useReview();
  const isSideBySide = layout === "sideBySide";
  return (
    <SmallButton
      label="Side by side"
      icon="split-horizontal"
      look="quiet"
      isPressed={isSideBySide}
      onPress={() => store.setLayout(isSideBySide ? "unified" : "sideBySide")}
    />
  );
}

function FoldAll(): ReactElement {
  const store = useReview();
  const [expand, collapse] = ["Expand all files", "Collapse all files"];
  return (
    <>
      <IconButton icon="expand-all" name={expand} title={expand} onPress={() => store.foldAll(false)} />
      <IconButton icon="collapse-all" name={collapse} title={collapse} onPress={() => store.foldAll(true)} />
    </>
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
        <SmallButton
          label={`Take Back the last undo (${countOf(state.undoneFiles, "file")})`}
          icon="discard"
          look="quiet"
          isDisabled={isAsked(state, "", null)}
          onPress={() => store.takeBack()}
        />
      )}
    </div>
  );
}
