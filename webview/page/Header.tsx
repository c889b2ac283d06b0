// The head of the page: which thread this is, in which folder, a new one, an earlier one.

import type { ReactElement } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { HostState } from "../../extension/shared/hostState.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { usePost } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { DetailMenu } from "./DetailMenu.tsx";
import { baseName, oneLine } from "../ui/words.ts";

export function Header({
  host,
  thread,
}: {
  readonly host: HostState;
  readonly thread: ThreadState | null;
}): ReactElement {
  const post = usePost();
  const title = threadTitle(thread);
  const folder = thread ? neutraliseToText(baseName(thread.cwd), "code") : (host.folder?.name ?? "");
  return (
    <header className="header">
      <Icon name="book" tone="dim" />
      <h1 title={title}>{title}</h1>
      {folder !== "" && (
        <span className="header-folder" title={thread?.cwd ?? host.folder?.path}>
          {folder}
        </span>
      )}
      {thread && <DetailMenu />}
      <Button look="icon" icon="add" label="New thread" onPress={() => post({ type: "newThread" })} />
      <Button
        look="icon"
        icon="history"
        label="Earlier threads"
        onPress={() => post({ type: "pickThread" })}
      />
    </header>
  );
}

/** The name, else the first line of the first prompt, else "New thread". */
export function threadTitle(thread: ThreadState | null): string {
  const words = thread?.name ?? thread?.preview.split("\n").find((line) => line.trim() !== "") ?? "";
  return words.trim() === "" ? "New thread" : neutraliseToText(oneLine(words, 120));
}
