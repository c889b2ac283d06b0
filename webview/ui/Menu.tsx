// A small menu under or above its button: arrow keys, Home, End and Escape as in VS Code's own, the focus goes back
// to the button. It knows no entry and keeps no choice.

import {
  useEffect,
  useId,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
} from "react";
import { Icon } from "./Icon.tsx";

export interface MenuState {
  readonly isOpen: boolean;
  readonly toggle: () => void;
  /** Closes it and gives the focus back. */
  readonly close: () => void;
  /** For the element that holds the button (its first focusable) and the menu. */
  readonly frame: {
    readonly ref: RefObject<HTMLDivElement | null>;
    readonly onBlur: (event: FocusEvent) => void;
  };
}

export function useMenu(): MenuState {
  const [isOpen, setOpen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  return {
    isOpen,
    toggle: () => setOpen(!isOpen),
    close: () => {
      setOpen(false);
      ref.current?.querySelector<HTMLElement>("vscode-button, button")?.focus();
    },
    frame: {
      ref,
      onBlur: ({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && ref.current?.contains(relatedTarget))) setOpen(false);
      },
    },
  };
}

export interface MenuProps {
  readonly label: string;
  /** Id of words that say more of the whole menu. */
  readonly describedBy?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Menu({ label, describedBy, onClose, children }: MenuProps): ReactElement {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const checked = menu.current?.querySelector<HTMLElement>("[role='menuitemradio'][aria-checked='true']");
    (checked ?? itemsOf(menu.current)[0])?.focus();
  }, []);
  const keyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key === "Escape") onClose();
    else if (!focusBy(menu.current, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={menu}
      className="menu"
      role="menu"
      aria-label={label}
      aria-describedby={describedBy}
      tabIndex={-1}
      onKeyDown={keyDown}
    >
      {children}
    </div>
  );
}

export interface MenuItemProps {
  /** `menuitem`: does something at once and is never checked. */
  readonly kind: "menuitemradio" | "menuitemcheckbox" | "menuitem";
  readonly isChecked?: boolean;
  readonly name: string;
  /** Shown below the name. */
  readonly meaning?: string;
  readonly title?: string;
  readonly isDisabled?: boolean;
  readonly className?: string;
  /** Stands before the name. */
  readonly icon?: ReactNode;
  readonly onChoose: () => void;
}

/** A disabled one keeps its place among the keys, so that its meaning, which says why, can be heard. */
export function MenuItem(props: MenuItemProps): ReactElement {
  const {
    kind,
    isChecked = false,
    name,
    meaning,
    title,
    isDisabled = false,
    className,
    icon,
    onChoose,
  } = props;
  const id = useId();
  const isPlain = kind === "menuitem";
  return (
    <button
      type="button"
      role={kind}
      className={className}
      aria-checked={isPlain ? undefined : isChecked}
      aria-disabled={isDisabled || undefined}
      // All that is seen of a plain item is its name; of one that can be checked the meaning may follow.
      aria-labelledby={isPlain ? undefined : `${id}-name`}
      aria-describedby={isPlain || meaning === undefined ? undefined : `${id}-meaning`}
      title={title}
      tabIndex={-1}
      onClick={() => {
        if (!isDisabled) onChoose();
      }}
    >
      {!isPlain && <Icon name={isChecked ? "check" : "blank"} />}
      <span className="menu-words">
        <span className="menu-name">
          {icon}
          <span id={`${id}-name`}>{name}</span>
        </span>
        {/* Between two words of the name of a plain item. */ " "}
        {meaning !== undefined && (
          <span id={`${id}-meaning`} className="menu-meaning">
            {meaning}
          </span>
        )}
      </span>
    </button>
  );
}

function itemsOf(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>("[role^='menuitem']") ?? [])];
}

/** Moves the focus as the key says; false for a key that moves nothing. */
function focusBy(menu: HTMLElement | null, key: string): boolean {
  const items = itemsOf(menu);
  const at = items.findIndex((item) => item === document.activeElement);
  const next = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[key];
  if (next === undefined) return false;
  items[next]?.focus();
  return true;
}
