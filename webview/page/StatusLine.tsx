// The foot of the page: what runs now and for how long, how full the model's context is, which app-server it is.
// A status for those who look it up, not one that speaks by itself every second.

import type { ReactElement } from "react";
import type { HostState } from "../../extension/shared/hostState.ts";
import type { TokenUsage } from "../../extension/shared/protocol.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { modelWords } from "../composer/ModelName.tsx";
import { Icon, type IconProps } from "../ui/Icon.tsx";
import { useNow } from "../ui/useNow.ts";
import { clockWords } from "../ui/words.ts";
import { activityOf, type Activity } from "./activity.ts";
import { LimitMeter } from "./LimitMeter.tsx";

export function StatusLine({
  host,
  thread,
}: {
  readonly host: HostState;
  readonly thread: ThreadState | null;
}): ReactElement {
  const activity = activityOf(host, thread);
  const nowMs = useNow(activity.state === "running" && activity.sinceMs !== null);
  const model = modelWords(host, thread);
  return (
    <div className="status" role="status" aria-live="off">
      <Icon {...activityIcons[activity.state]} />
      <span className="status-words" title={activity.words}>
        {activity.words}
      </span>
      {activity.sinceMs !== null && (
        <span className="status-clock">{clockWords(nowMs - activity.sinceMs)}</span>
      )}
      <span className="sr-only">{model}</span>
      <span className="status-space" />
      <LimitMeter limits={host.limits} />
      {thread?.tokenUsage && <ContextMeter usage={thread.tokenUsage} />}
      <Version host={host} />
    </div>
  );
}

const activityIcons: Record<Activity["state"], IconProps> = {
  idle: { name: "circle-small-filled", tone: "dim" },
  running: { name: "loading", spin: true },
  waiting: { name: "bell-dot", tone: "attention" },
  trouble: { name: "warning", tone: "attention" },
};

function ContextMeter({ usage }: { readonly usage: TokenUsage }): ReactElement | null {
  const used = usage.last.totalTokens;
  const size = usage.modelContextWindow;
  if (size === null || size <= 0 || used === 0) return null;
  const percent = Math.min(100, Math.round((used / size) * 100));
  const title = `${used.toLocaleString("en")} of ${size.toLocaleString("en")} tokens of the model's context are used`;
  return (
    <span className="meter" title={title}>
      <span className="meter-bar" aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
      <span className="sr-only">Context </span>
      {percent}%
    </span>
  );
}

function Version({ host }: { readonly host: HostState }): ReactElement | null {
  const { server } = host;
  if (server.phase !== "ready") return null;
  const { version, pinned, untested } = server;
  const mark = untested ? "untested" : pinned ? "" : "unpinned";
  const title = [
    `Codex app-server ${version}`,
    pinned ? "came with Lectern, its bytes are checked" : "your own executable, its bytes are not checked",
    untested ? "Lectern was not tested with this version" : "",
  ];
  return (
    <span className="version" title={title.filter((part) => part !== "").join(": ")}>
      <Icon name={mark === "" ? "verified" : "unverified"} tone={mark === "" ? "dim" : "attention"} />
      {version}
      {mark === "" ? <span className="sr-only"> pinned</span> : ` ${mark}`}
    </span>
  );
}
