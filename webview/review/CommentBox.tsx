// A comment of the person on a line: the box in which it is written, and the comment as it waits to be sent.

import { useEffect, useRef, type KeyboardEvent, type ReactElement } from "react";
import type { LineComment } from "../../extension/shared/reviewBridge.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { Plain } from "../ui/Plain.tsx";
import { SmallButton } from "./buttons.tsx";
import { useReview } from "./reviewContext.ts";
import type { Draft } from "./reviewState.ts";

/** `line 53`, `removed line 52`. */
export function lineWords({ line, side }: Pick<LineComment, "line" | "side">): string {
  return side === "old" ? `removed line ${line}` : `line ${line}`;
}

/** For one place: give it the place as its key, or the focus stays in the last one. */
export function CommentBox({ draft }: { readonly draft: Draft }): ReactElement {
  const store = useReview();
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = box.current;
    area?.focus({ preventScroll: true });
    area?.setSelectionRange(area.value.length, area.value.length);
    area?.scrollIntoView({ block: "nearest" });
  }, []);
  const keyDown = (event: KeyboardEvent): void => {
    // A key that ends the composing of a character is none of ours.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      store.saveDraft();
    } else if (event.key === "Escape" && draft.text.trim() === "") store.dropDraft();
  };
  const name = `Comment on ${lineWords(draft)} of ${neutraliseToText(draft.path, "code")}`;
  return (
    <div className="comment writing" role="group" aria-label={name}>
      <textarea
        ref={box}
        aria-label={name}
        placeholder="What should Codex change here?"
        rows={3}
        value={draft.text}
        onChange={({ target }) => store.typeDraft(target.value)}
        onKeyDown={keyDown}
      />
      <div className="comment-foot">
        <span className="dim">{lineWords(draft)} · Ctrl or Cmd+Enter adds it</span>
        <span className="spacer" />
        <SmallButton label="Cancel" onPress={() => store.dropDraft()} />
        <SmallButton
          label={draft.id === null ? "Add comment" : "Save comment"}
          look="primary"
          isDisabled={draft.text.trim() === ""}
          onPress={() => store.saveDraft()}
        />
      </div>
    </div>
  );
}

export interface CommentViewProps {
  readonly comment: LineComment;
  /** Its lines are not there any more as they were. */
  readonly isOutdated: boolean;
  readonly isSending: boolean;
}

export function CommentView({ comment, isOutdated, isSending }: CommentViewProps): ReactElement {
  const store = useReview();
  const where = `${lineWords(comment)} of ${neutraliseToText(comment.path, "code")}`;
  return (
    <div className="comment" role="group" aria-label={`Your comment on ${where}`}>
      <p className="comment-text">
        <Plain text={comment.text} />
      </p>
      <div className="comment-foot">
        <span className="dim">
          {isOutdated && <Plain text={`${comment.path}, `} kind="code" />}
          {lineWords(comment)}
          {isOutdated ? ": the lines have changed since" : " · goes to Codex with the lines round it"}
        </span>
        <span className="spacer" />
        {isSending ? (
          <span className="dim">Sending…</span>
        ) : (
          <>
            <SmallButton
              label="Edit"
              name={`Edit comment on ${where}`}
              onPress={() => store.editComment(comment)}
            />
            <SmallButton
              label="Delete"
              name={`Delete comment on ${where}`}
              onPress={() => store.deleteComment(comment.id)}
            />
          </>
        )}
      </div>
    </div>
  );
}
