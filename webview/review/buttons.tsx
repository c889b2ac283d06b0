// The small buttons of a review: plain elements, because there may be hundreds of them where one scrolls. A text button
// by its words, an icon button by its name.

import type { MouseEvent, ReactElement } from "react";
import { Icon } from "../ui/Icon.tsx";

export interface SmallButtonProps {
  /** What one reads on it. */
  readonly label: string;
  /** The accessible name where the words alone would not say which; it holds them. */
  readonly name?: string | undefined;
  readonly look?: "secondary" | "primary" | "quiet";
  readonly icon?: string;
  readonly isDisabled?: boolean;
  /** For a button that stays pressed. */
  readonly isPressed?: boolean;
  /** It goes with its deed: the focus stays at its hunk or file, and the keys go on from there. */
  readonly goes?: boolean;
  readonly onPress: () => void;
}

export function SmallButton(props: SmallButtonProps): ReactElement {
  const { label, name, look = "secondary", icon, isDisabled = false, isPressed, goes = false } = props;
  return (
    <button
      type="button"
      className={`small-button ${look}`}
      disabled={isDisabled}
      aria-label={name}
      aria-pressed={isPressed}
      onClick={(event) => {
        if (goes) focusStop(event);
        props.onPress();
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      {label}
    </button>
  );
}

/** The head of a hunk or the name of a file: where the keys of a review stop. */
function focusStop({ currentTarget }: MouseEvent<HTMLElement>): void {
  const row = currentTarget.closest("[data-row]");
  row?.querySelector<HTMLElement>("[data-stop]")?.focus({ preventScroll: true });
}

export interface IconButtonProps {
  readonly icon: string;
  readonly name: string;
  readonly title: string;
  readonly onPress: () => void;
}

export function IconButton({ icon, name, title, onPress }: IconButtonProps): ReactElement {
  return (
    <button type="button" className="icon-button" aria-label={name} title={title} onClick={onPress}>
      <Icon name={icon} />
    </button>
  );
}
