// Where the next thread works, above the composer, when there are several folders to start in. A thread has its folder for
// good: the head of the page names it. It only asks; the host has the list and the choice.

import type { ReactElement } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { HostState } from "../../extension/shared/hostState.ts";
import { usePost } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";

export function FolderLine({ host }: { readonly host: HostState }): ReactElement | null {
  const post = usePost();
  const { folder, folders } = host;
  if (!folder || folders.length < 2) return null;
  const name = neutraliseToText(folder.name, "code");
  const title = `The thread starts in ${neutraliseToText(folder.path, "code")}`;
  return (
    <p className="composer-hint folder-line">
      <button
        type="button"
        className="quiet-button"
        title={title}
        aria-haspopup="dialog"
        onClick={() => post({ type: "pickFolder" })}
      >
        <Icon name="folder" tone="dim" /> in {name} <Icon name="chevron-down" tone="dim" />
      </button>
    </p>
  );
}
