// The keys of a review, told when asked. Each of them is the way to a button that is there too.

import { useEffect, useRef, type ReactElement } from "react";
import { SmallButton } from "./buttons.tsx";

const keys: readonly (readonly [key: string, meaning: string])[] = [
  ["n", "next change"],
  ["p", "previous change"],
  ["j", "next file"],
  ["k", "previous file"],
  ["v", "file viewed, or not"],
  ["u", "undo the change that has the focus, or the file"],
  ["↑ ↓", "from line to line, once a line has the focus"],
  ["Enter", "comment on the line that has the focus"],
  ["?", "this help"],
];

export function KeyHelp({ onClose }: { readonly onClose: () => void }): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="key-help" aria-labelledby="key-help-title" onClose={onClose}>
      <h2 id="key-help-title">Keys</h2>
      <dl>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <SmallButton label="Close" onPress={() => dialog.current?.close()} />
    </dialog>
  );
}
