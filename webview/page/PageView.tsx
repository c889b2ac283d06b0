// The whole page: head, transcript or what stands in its place, what waits for the person, composer, foot. It
// arranges; each part reads what it needs from the state it is given.

import { useEffect, type ReactElement } from "react";
import type { PageState } from "../../extension/shared/pageState.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { Approvals } from "../approvals/ApprovalCard.tsx";
import { Composer } from "../composer/Composer.tsx";
import { focusComposer } from "../composer/focus.ts";
import { CwdContext } from "../markdown/cwd.ts";
import { usePage, useView } from "../pageContext.ts";
import type { Reveal } from "../store.ts";
import { Transcript } from "../transcript/Transcript.tsx";
import { Boundary } from "../ui/Boundary.tsx";
import { Announcer } from "./Announcer.tsx";
import { Header } from "./Header.tsx";
import { Notices } from "./Notices.tsx";
import { situationOf } from "./situation.ts";
import { SituationBox } from "./SituationBox.tsx";
import { StatusLine } from "./StatusLine.tsx";
import { Welcome } from "./Welcome.tsx";

export function PageView(): ReactElement {
  const state = useView((view) => view.state);
  useReveal();
  return (
    <Boundary what="page">
      {state ? <Loaded state={state} /> : <div className="page" aria-busy="true" />}
      <Announcer />
    </Boundary>
  );
}

function Loaded({ state }: { readonly state: PageState }): ReactElement {
  const { host, thread } = state;
  const situation = situationOf(host, thread);
  const isEmpty = thread === null || isEmptyThread(thread);
  const blocksAbove = situation !== null && !isEmpty;
  return (
    <div className="page">
      <Header host={host} thread={thread} />
      <main className="main">
        {thread && !isEmpty ? (
          <Transcript key={thread.threadId} thread={thread} />
        ) : (
          <div className="transcript-frame empty" role="log" aria-label="Transcript" aria-live="off">
            {situation ? <SituationBox situation={situation} isLarge /> : <Welcome host={host} />}
          </div>
        )}
      </main>
      <div className="bottom">
        <Notices notices={host.notices} />
        {blocksAbove && <SituationBox situation={situation} isLarge={false} />}
        <CwdContext value={thread?.cwd ?? ""}>
          <Approvals approvals={thread?.approvals ?? []} />
        </CwdContext>
        <Composer host={host} thread={thread} isExplained={blocksAbove} />
        <StatusLine host={host} thread={thread} />
      </div>
    </div>
  );
}

function isEmptyThread(thread: ThreadState): boolean {
  return thread.turns.length === 0 && thread.outgoing.length === 0 && thread.olderCursor === null;
}

/** The host brings something to the person's eyes, on a gesture that the person made elsewhere. */
function useReveal(): void {
  const { store } = usePage();
  useEffect(
    () =>
      store.onReveal((what: Reveal) => {
        if (what === "composer") focusComposer();
        else document.querySelector<HTMLElement>(".approval")?.focus();
      }),
    [store],
  );
}
