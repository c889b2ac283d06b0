// The head of the page: which thread this is, in which folder, a new one, an earlier one; from an agent's thread the
// way back to the one that it works for.

import type { ReactElement } from "react";
import type { ParentView } from "../../extension/shared/agents.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { HostState } from "../../extension/shared/hostState.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { usePost } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { agentTitle, backWords } from "./agentThread.ts";
import { DetailMenu } from "./DetailMenu.tsx";
import { baseName, oneLine } from "../ui/words.ts";

export interface HeaderProps {
  readonly host: HostState;
  readonly thread: ThreadState | null;
  /** Set while the thread is an agent's. */
  readonly parent: ParentView | null;
}

export function Header({ host, thread, parent }: HeaderProps): ReactElement {
  const post = usePost();
  const title = threadTitle(thread);
  const folder = folderName(host, thread);
  return (
    <header className="header">
      {parent ? <BackButton parent={parent} /> : <Icon name="book" tone="dim" />}
      <h1 title={title}>{title}</h1>
      {folder !== "" && !parent && (
        <span
          className={`header-folder${host.folders.length > 1 ? " one-of-several" : ""}`}
          title={thread?.cwd ?? host.folder?.path}
        >
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

/** As the workspace calls it, which tells two of the same name apart. */
function folderName({ folder, folders }: HostState, thread: ThreadState | null): string {
  if (!thread) return neutraliseToText(folder?.name ?? "", "code");
  const known = folders.find(({ path }) => path === thread.cwd)?.name;
  return neutraliseToText(known ?? baseName(thread.cwd), "code");
}

function BackButton({ parent }: { readonly parent: ParentView }): ReactElement {
  const post = usePost();
  const words = backWords(parent);
  return (
    <Button
      look="icon"
      icon="arrow-left"
      label={words}
      title={`${words} (Alt+Left)`}
      onPress={() => post({ type: "showThread", threadId: parent.threadId })}
    />
  );
}

/** The agent's name, the name, else the first line of the first prompt, else "New thread". */
export function threadTitle(thread: ThreadState | null): string {
  if (thread?.agent) return agentTitle(thread.agent.name);
  const words = thread?.name ?? thread?.preview.split("\n").find((line) => line.trim() !== "") ?? "";
  return words.trim() === "" ? "New thread" : neutraliseToText(oneLine(words, 120));
}
