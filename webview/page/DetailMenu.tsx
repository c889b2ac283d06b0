// The choice of how much of the agent's work stands open: a small menu under a button of the head. It keeps the
// choice and draws no item.

import type { ReactElement } from "react";
import { useDensity, type Density } from "../items/density.ts";
import { usePage } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Menu, MenuItem, useMenu } from "../ui/Menu.tsx";

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
  const { memory } = usePage();
  const density = useDensity();
  const { isOpen, toggle, close, frame } = useMenu();
  const words = choices.find((choice) => choice.density === density)?.words ?? "";
  return (
    <div {...frame} className="detail">
      <Button
        look="icon"
        icon="list-tree"
        label={`Detail: ${words}`}
        title={`Detail: ${words}`}
        onPress={toggle}
      />
      {isOpen && (
        <div className="menu-box detail-menu">
          <Menu label="Detail" onClose={close}>
            {choices.map((choice) => (
              <MenuItem
                key={choice.density}
                kind="menuitemradio"
                isChecked={choice.density === density}
                name={choice.words}
                title={choice.what}
                onChoose={() => {
                  memory.keepDensity(choice.density);
                  close();
                }}
              />
            ))}
          </Menu>
        </div>
      )}
    </div>
  );
}
