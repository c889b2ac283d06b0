// A codicon. Always decoration: the words beside it, or the name of its button, carry the meaning.

import type { ReactElement } from "react";

export interface IconProps {
  /** Name of the codicon, without prefix. */
  readonly name: string;
  /** What the colour stands for; the shape must say it too. */
  readonly tone?: "plain" | "dim" | "good" | "bad" | "attention" | undefined;
  readonly spin?: boolean | undefined;
}

export function Icon({ name, tone = "plain", spin = false }: IconProps): ReactElement {
  const turning = spin ? " codicon-modifier-spin" : "";
  return <span className={`codicon codicon-${name} tone-${tone}${turning}`} aria-hidden="true" />;
}
