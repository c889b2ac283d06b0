// Other agents that this one started, wrote to or waited for: who, with what task, how each stands. Their own
// threads are not shown here.

import type { ReactElement } from "react";
import type { ItemOf, v2 } from "../../extension/shared/protocol.ts";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import { Icon, type IconProps } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { oneLine } from "../ui/words.ts";
import { activityWords, agentCallWords, agentStateWords, shortAgentId } from "./agentWords.ts";
import type { ItemProps } from "./itemProps.ts";
import { Row } from "./Row.tsx";

type AgentCall = ItemOf<"collabAgentToolCall">;

export function AgentCallItem({ entry, item }: ItemProps<AgentCall>): ReactElement {
  const states = Object.entries(item.agentsStates).filter(([, state]) => state !== undefined);
  const hasBody = item.prompt !== null || states.length > 0 || item.model !== null;
  return (
    <Row
      id={item.id}
      icon={callIcon(entry, item)}
      title={
        <>
          {agentCallWords(item, entry.phase)}
          {item.prompt !== null && item.prompt.trim() !== "" && (
            <span className="dim">
              {" — "}
              <Plain text={oneLine(item.prompt, 120)} />
            </span>
          )}
        </>
      }
      meta={callMeta(entry, item)}
      body={hasBody ? <AgentCallBody item={item} states={states} /> : undefined}
    />
  );
}

function callIcon(entry: ItemEntry, item: AgentCall): IconProps {
  if (entry.phase === "running") return { name: "loading", spin: true };
  if (entry.phase === "cutOff") return { name: "debug-disconnect", tone: "dim" };
  return item.status === "failed" ? { name: "error", tone: "bad" } : { name: "organization" };
}

function callMeta(entry: ItemEntry, item: AgentCall): string {
  if (entry.phase === "cutOff") return "cut off";
  if (entry.phase === "running") return "";
  return item.status === "failed" || item.status === "interrupted" ? item.status : "";
}

type States = readonly (readonly [string, v2.CollabAgentState | undefined])[];

function AgentCallBody({
  item,
  states,
}: {
  readonly item: AgentCall;
  readonly states: States;
}): ReactElement {
  const facts = [item.model, item.reasoningEffort].filter((fact) => fact !== null).join(" · ");
  return (
    <>
      {item.prompt !== null && (
        <p className="box prompt-text">
          <Plain text={item.prompt} />
        </p>
      )}
      {facts !== "" && (
        <p className="fact">
          <Plain text={facts} kind="code" />
        </p>
      )}
      <ul className="agents">
        {states.map(
          ([threadId, state]) => state && <AgentState key={threadId} id={threadId} state={state} />,
        )}
      </ul>
    </>
  );
}

const stateIcons: Record<v2.CollabAgentStatus, IconProps> = {
  pendingInit: { name: "circle-large", tone: "dim" },
  running: { name: "record" },
  interrupted: { name: "debug-pause", tone: "dim" },
  completed: { name: "pass", tone: "good" },
  errored: { name: "error", tone: "bad" },
  shutdown: { name: "circle-slash", tone: "dim" },
  notFound: { name: "question", tone: "dim" },
};

function AgentState(props: { readonly id: string; readonly state: v2.CollabAgentState }): ReactElement {
  const { id, state } = props;
  return (
    <li>
      <Icon {...(stateIcons[state.status] ?? stateIcons.notFound)} />
      <span className="row-title">
        Agent{" "}
        <code>
          <Plain text={shortAgentId(id)} kind="code" />
        </code>{" "}
        {agentStateWords[state.status] ?? <Plain text={state.status} />}
        {state.message !== null && state.message !== "" && (
          <span className="agent-words">
            <Plain text={state.message} />
          </span>
        )}
      </span>
    </li>
  );
}

export function AgentActivityItem({ item }: ItemProps<ItemOf<"subAgentActivity">>): ReactElement {
  const facts = [item.model, item.reasoningEffort].filter((fact) => typeof fact === "string").join(" · ");
  return (
    <Row
      id={item.id}
      icon={item.kind === "completed" ? { name: "pass", tone: "good" } : { name: "organization" }}
      dim
      title={
        <>
          Agent{" "}
          <code>
            <Plain text={item.agentPath} kind="code" />
          </code>{" "}
          {activityWords[item.kind] ?? <Plain text={item.kind} />}
        </>
      }
      meta={facts === "" ? undefined : <Plain text={facts} kind="code" />}
    />
  );
}
