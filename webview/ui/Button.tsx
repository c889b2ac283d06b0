// VS Code's button, from the toolkit. A text button by its words, an icon button by its label. It hands the
// event on, because some presses count only when a person made them.

import type { MouseEvent, ReactElement } from "react";
import { Icon } from "./Icon.tsx";

export interface ButtonProps {
  /** The accessible name; shown as the text too unless an icon is given. */
  readonly label: string;
  readonly icon?: string;
  readonly look?: "primary" | "secondary" | "icon";
  readonly title?: string;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly onPress: (event: MouseEvent<HTMLElement>) => void;
}

export function Button(props: ButtonProps): ReactElement {
  const { label, icon, look = "secondary", disabled = false } = props;
  return (
    <vscode-button
      appearance={look}
      disabled={disabled}
      className={props.className}
      aria-label={icon === undefined ? undefined : label}
      title={props.title ?? (icon === undefined ? undefined : label)}
      onClick={(event) => {
        if (!disabled) props.onPress(event);
      }}
    >
      {icon === undefined ? label : <Icon name={icon} />}
    </vscode-button>
  );
}
