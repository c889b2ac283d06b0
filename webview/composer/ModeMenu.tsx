// How far Codex may go, below the text: a chip that shows what the server said is in force, never what was wished
// for, and its menu. It names a mode; the host decides, and VS Code itself asks before Full access.

import { useId, type ReactElement } from "react";
import type { HostState } from "../../extension/shared/hostState.ts";
import {
  modeIds,
  modeMeanings,
  modeNames,
  originWords,
  permissionsOf,
  reviewerMeaning,
  reviewerName,
  whyNotAllowed,
  type ModeId,
  type Permissions,
} from "../../extension/shared/permissions.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { usePost } from "../pageContext.ts";
import { Icon, type IconProps } from "../ui/Icon.tsx";
import { Menu, MenuItem, useMenu } from "../ui/Menu.tsx";
import { shownMode, type ShownMode } from "./shownMode.ts";

export interface ModeMenuProps {
  readonly host: HostState;
  readonly thread: ThreadState | null;
}

export function ModeMenu({ host, thread }: ModeMenuProps): ReactElement {
  const { isOpen, toggle, close, frame } = useMenu();
  const shown = shownMode(host, thread);
  return (
    <div {...frame} className="mode">
      <Chip shown={shown} isOpen={isOpen} onPress={toggle} />
      {isOpen && <ModeBox host={host} shown={shown} onClose={close} />}
    </div>
  );
}

interface ChipProps {
  readonly shown: ShownMode;
  readonly isOpen: boolean;
  readonly onPress: () => void;
}

function Chip({ shown, isOpen, onPress }: ChipProps): ReactElement {
  const { permissions, words, note } = shown;
  const isRed = permissions?.mode === "fullAccess";
  const title = permissions
    ? `${modeMeanings[permissions.mode]}${permissions.autoReview ? ` ${reviewerMeaning}` : ""}`
    : words;
  return (
    <button
      type="button"
      className={`mode-chip${isRed ? " full-access" : ""}${words.length > shortWords ? " long" : ""}`}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      aria-label={`Permission mode: ${[words, note].filter((part) => part !== null).join(", ")}`}
      title={title}
      onClick={onPress}
    >
      <Icon {...chipIcon(shown)} />
      <span className="mode-words">
        <span>{words}</span>
        {note !== null && <span>({note})</span>}
      </span>
      <Icon name="chevron-down" />
    </button>
  );
}

/** More than this leaves no room for the model in a narrow view. */
const shortWords = 20;

function chipIcon({ state, permissions }: ShownMode): IconProps {
  if (state === "switching") return { name: "loading", spin: true };
  if (!permissions) return { name: "warning", tone: "attention" };
  return { name: permissions.mode === "fullAccess" ? "warning" : "shield" };
}

interface ModeBoxProps {
  readonly host: HostState;
  readonly shown: ShownMode;
  readonly onClose: () => void;
}

function ModeBox({ host: { notAllowed }, shown, onClose }: ModeBoxProps): ReactElement {
  const post = usePost();
  const footId = useId();
  const { permissions: now, origin } = shown;
  const choose = ({ mode, autoReview }: Permissions): void => {
    post({ type: "setMode", mode, autoReview });
    onClose();
  };
  // Where the person's own review is not allowed, Auto is chosen with the reviewer.
  const entryOf = (mode: ModeId): Permissions => permissionsOf(mode, notAllowed.ownReview);
  const turned = permissionsOf("auto", !(now?.autoReview ?? false));
  const whyNotTurned = whyNotAllowed(turned, notAllowed);
  return (
    <div className="menu-box mode-menu">
      <Menu label="Permission mode" describedBy={footId} onClose={onClose}>
        {modeIds.map((mode) => {
          const why = whyNotAllowed(entryOf(mode), notAllowed);
          const item = (
            <MenuItem
              key={mode}
              kind="menuitemradio"
              isChecked={now?.mode === mode}
              name={modeNames[mode]}
              meaning={why ?? modeMeanings[mode]}
              isDisabled={why !== null}
              className={mode === "fullAccess" ? "full-access" : ""}
              icon={mode === "fullAccess" ? <Icon name="warning" /> : null}
              onChoose={() => choose(now?.mode === mode ? now : entryOf(mode))}
            />
          );
          if (mode !== "auto") return item;
          return [
            item,
            <MenuItem
              key="reviewer"
              kind="menuitemcheckbox"
              isChecked={now?.autoReview ?? false}
              name={reviewerName}
              meaning={whyNotTurned ?? `In Auto: ${lowerFirst(reviewerMeaning)}`}
              isDisabled={whyNotTurned !== null}
              className="reviewer"
              onChoose={() => choose(turned)}
            />,
          ];
        })}
      </Menu>
      <p id={footId} className="menu-foot">
        {origin === null ? "The server did not confirm a mode. Choose one." : originWords[origin]}
      </p>
    </div>
  );
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
