// The choice of how much of the agent's work stands open: a small menu under a button of the head. It keeps the
// choice and draws no item.

import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { useDensity, type Density } from "../items/density.ts";
import { usePage } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";

const choices: readonly { readonly density: Density; readonly words: string; readonly what: string }[] = [
  {
    density: "compact",
    words: "Compact",
    what: "What only looked or ran without a fault folds into one line",
  },
  { density: "commands", words: "Commands", what: "A line for each command" },
  { density: "everything", words: "Everything", what: "Outputs and thoughts stand open" },
];

export function DetailMenu(): ReactElement {
  const density = useDensity();
  const [isOpen, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const words = choices.find((choice) => choice.density === density)?.words ?? "";
  const close = (): void => {
    setOpen(false);
    frame.current?.querySelector<HTMLElement>("vscode-button")?.focus();
  };
  return (
    <div
      ref={frame}
      className="detail"
      onBlur={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && frame.current?.contains(relatedTarget))) setOpen(false);
      }}
    >
      <Button
        look="icon"
        icon="list-tree"
        label={`Detail: ${words}`}
        title={`Detail: ${words}`}
        onPress={() => setOpen(!isOpen)}
      />
      {isOpen && <Choices density={density} onClose={close} />}
    </div>
  );
}

function Choices({
  density,
  onClose,
}: {
  readonly density: Density;
  readonly onClose: () => void;
}): ReactElement {
  const { memory } = usePage();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => menu.current?.querySelector<HTMLElement>("[aria-checked='true']")?.focus(), []);
  const keyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key === "Escape") onClose();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp")
      focusNext(menu.current, event.key === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={menu} className="detail-menu" role="menu" aria-label="Detail" tabIndex={-1} onKeyDown={keyDown}>
      {choices.map((choice) => (
        <button
          key={choice.density}
          type="button"
          role="menuitemradio"
          aria-checked={choice.density === density}
          title={choice.what}
          onClick={() => {
            memory.keepDensity(choice.density);
            onClose();
          }}
        >
          <Icon name={choice.density === density ? "check" : "blank"} />
          {choice.words}
        </button>
      ))}
    </div>
  );
}

function focusNext(menu: HTMLElement | null, by: 1 | -1): void {
  const items = [...(menu?.querySelectorAll<HTMLElement>("[role='menuitemradio']") ?? [])];
  const at = items.findIndex((item) => item === document.activeElement);
  items[(at + by + items.length) % items.length]?.focus();
}
