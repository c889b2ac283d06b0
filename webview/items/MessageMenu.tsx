// What one can do with a message of one's own: a small menu at its corner, under the pointer and by keyboard. What it
// offers is read from the state when it opens; the host decides again. It changes no text itself.

import { useLayoutEffect, useRef, useState, type ReactElement, type RefObject } from "react";
import { messageActions, typedText, type MessageActions } from "../../extension/shared/messageActions.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { rewriteComposer } from "../composer/focus.ts";
import { usePage, useView } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";
import { Menu, MenuItem, useMenu } from "../ui/Menu.tsx";

export function MessageMenu({ itemId }: { readonly itemId: string }): ReactElement | null {
  const isAgents = useView(({ state }) => state?.thread?.agent !== null);
  const { isOpen, toggle, close, frame } = useMenu();
  const thread = useView(({ state }) => (isOpen ? (state?.thread ?? null) : null));
  const actions = thread && messageActions(thread, itemId);
  if (isAgents) return null;
  return (
    <div {...frame} className={`message-menu${isOpen ? " is-open" : ""}`}>
      <button
        type="button"
        className="quiet-button"
        aria-label="Message actions"
        title="Message actions"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={toggle}
      >
        <Icon name="ellipsis" />
      </button>
      {thread && actions && <MessageBox thread={thread} actions={actions} onClose={close} />}
    </div>
  );
}

interface MessageBoxProps {
  readonly thread: ThreadState;
  readonly actions: MessageActions;
  readonly onClose: () => void;
}

function MessageBox({ thread, actions, onClose }: MessageBoxProps): ReactElement {
  const { post, memory } = usePage();
  const [box, opensUp] = useRoom();
  const { place, noRevert, noFork, forkAt } = actions;
  const { item } = place;
  const text = typedText(item);
  const edit = (): void => {
    const { edit: open, draft } = memory;
    onClose();
    if (!rewriteComposer(text)) return;
    memory.keepEdit({ threadId: thread.threadId, itemId: item.id, before: open?.before ?? draft });
  };
  const noEdit = noRevert ?? whyNoEdit(actions, text);
  const forkMeaning =
    "lastTurnId" in forkAt ? "A new thread with everything up to here" : "A new thread with what came before";
  return (
    <div ref={box} className={`menu-box message-box${opensUp ? " opens-up" : ""}`}>
      <Menu label="Message actions" onClose={onClose}>
        <MenuItem
          kind="menuitem"
          icon={<Icon name="edit" />}
          name="Edit and resend"
          meaning={noEdit ?? "Replaces it and everything after it"}
          isDisabled={noEdit !== null}
          onChoose={edit}
        />
        <MenuItem
          kind="menuitem"
          icon={<Icon name="repo-forked" />}
          name="Fork from here"
          meaning={noFork ?? forkMeaning}
          isDisabled={noFork !== null}
          onChoose={() => {
            onClose();
            post({ type: "fork", itemId: item.id });
          }}
        />
        <MenuItem
          kind="menuitem"
          icon={<Icon name="discard" />}
          name="Revert to here…"
          meaning={noRevert ?? "Removes it and everything after it"}
          isDisabled={noRevert !== null}
          onChoose={() => {
            onClose();
            post({ type: "revert", itemId: item.id });
          }}
        />
      </Menu>
      <p className="menu-foot">Files stay as they are; reverting asks about them.</p>
    </div>
  );
}

/** Only words can be edited: what is attached would be lost without a word. */
function whyNoEdit({ place }: MessageActions, text: string): string | null {
  if (place.item.content.some(({ type }) => type !== "text"))
    return "It has attachments, which cannot be sent again yet.";
  return text === "" ? "It has no text." : null;
}

/** Whether the box has to open upwards, because the transcript ends below. Measured before it is seen. */
function useRoom(): readonly [box: RefObject<HTMLDivElement | null>, opensUp: boolean] {
  const box = useRef<HTMLDivElement>(null);
  const [opensUp, setOpensUp] = useState(false);
  useLayoutEffect(() => {
    const view = box.current?.closest(".transcript")?.getBoundingClientRect();
    const own = box.current?.getBoundingClientRect();
    if (!view || !own || own.bottom <= view.bottom) return;
    const spaceAbove = own.top - view.top;
    setOpensUp(spaceAbove > own.height);
  }, []);
  return [box, opensUp];
}
