// The whole page: head, transcript or what stands in its place, what waits for the person, composer, foot. It
// arranges; each part reads what it needs from the state it is given.

import { memo, useCallback, useEffect, useMemo, useSyncExternalStore, type ReactElement } from "react";
import { withOwnApprovals } from "../../extension/shared/agents.ts";
import type { PageState } from "../../extension/shared/pageState.ts";
import { runningTurn, type ThreadState } from "../../extension/shared/threadState.ts";
import { AgentFoot } from "../composer/AgentFoot.tsx";
import { Composer } from "../composer/Composer.tsx";
import { composerRevealed } from "../composer/focus.ts";
import { DensityContext, type Density } from "../items/density.ts";
import { CwdContext } from "../markdown/cwd.ts";
import { usePage, useView } from "../pageContext.ts";
import { Boundary } from "../ui/Boundary.tsx";
import { activityOf, type Activity } from "./activity.ts";
import { useBackKey, useFocusOnChange } from "./agentThread.ts";
import { Announcer } from "./Announcer.tsx";
import { Header } from "./Header.tsx";
import { Notices } from "./Notices.tsx";
import { useQuietThread } from "./quietThread.ts";
import { situationOf } from "./situation.ts";
import { SituationBox } from "./SituationBox.tsx";
import { StatusLine } from "./StatusLine.tsx";
import { useThreadParts } from "./useThreadParts.ts";
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

/** Draws again only when what it shows changed: not while a turn streams. */
const QuietComposer = memo(Composer);

function Loaded({ state }: { readonly state: PageState }): ReactElement {
  const { host, parent = null } = state;
  const thread = useMemo(
    () => state.thread && withOwnApprovals(state.thread, parent),
    [state.thread, parent],
  );
  useBackKey(parent);
  useFocusOnChange(thread);
  const situation = situationOf(host, thread);
  const isEmpty = thread === null || isEmptyThread(thread);
  const blocksAbove = situation !== null && !isEmpty;
  const density = useKeptDensity();
  const quietThread = useQuietThread(thread);
  const activity = thread && runningTurn(thread) ? activityOf(host, thread) : null;
  return (
    <DensityContext value={density}>
      <div className="page">
        <Header host={host} thread={thread} parent={parent} />
        <main className="main">
          {thread && !isEmpty ? (
            <Boundary what="transcript">
              <ThreadTranscript thread={thread} activity={activity} />
            </Boundary>
          ) : (
            <div className="transcript-frame empty" role="log" aria-label="Transcript" aria-live="off">
              {situation ? <SituationBox situation={situation} isLarge /> : <Welcome host={host} />}
            </div>
          )}
        </main>
        <div className="bottom">
          <Notices notices={host.notices} />
          {blocksAbove && <SituationBox situation={situation} isLarge={false} />}
          <Boundary what="approval">
            <ThreadApprovals thread={thread} />
          </Boundary>
          {parent && <AgentFoot parent={parent} />}
          {/* Stays, for a prompt may be on its way while the person looks at an agent's thread. */}
          <div hidden={parent !== null}>
            <QuietComposer host={host} thread={quietThread} isExplained={blocksAbove} />
          </div>
          <StatusLine host={host} thread={thread} />
        </div>
      </div>
    </DensityContext>
  );
}

interface ThreadTranscriptProps {
  readonly thread: ThreadState;
  readonly activity: Activity | null;
}

function ThreadTranscript({ thread, activity }: ThreadTranscriptProps): ReactElement {
  const parts = useThreadParts(true);
  // Empty and quiet: it is a moment, and a word that flashes up is noise.
  if (!parts) return <div className="transcript-frame" role="log" aria-label="Transcript" aria-busy="true" />;
  return <parts.Transcript key={thread.threadId} thread={thread} activity={activity} />;
}

function ThreadApprovals({ thread }: { readonly thread: ThreadState | null }): ReactElement | null {
  const approvals = thread?.approvals ?? [];
  const parts = useThreadParts(approvals.length > 0);
  return (
    parts && (
      <CwdContext value={thread?.cwd ?? ""}>
        <parts.Approvals approvals={approvals} />
      </CwdContext>
    )
  );
}

/** How much detail the person chose to see. */
function useKeptDensity(): Density {
  const { memory } = usePage();
  return useSyncExternalStore(
    useCallback((listener) => memory.subscribe(listener), [memory]),
    () => memory.density,
  );
}

function isEmptyThread(thread: ThreadState): boolean {
  return thread.turns.length === 0 && thread.outgoing.length === 0 && thread.olderCursor === null;
}

/** The host brings the composer to the person, on a gesture made elsewhere. Cards see to it themselves. */
function useReveal(): void {
  const { store } = usePage();
  useEffect(() => store.onReveal("composer", composerRevealed), [store]);
}
