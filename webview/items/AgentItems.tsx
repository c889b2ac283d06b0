// Other agents that this one started, wrote to or waited for: who, with what task, how each stands, and the way to
// the thread of each. What stands in those threads is not known here.

import type { ReactElement } from "react";
import { agentThreadsOf } from "../../extension/shared/agents.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { ItemOf, v2 } from "../../extension/shared/protocol.ts";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import { usePost } from "../pageContext.ts";
import { Icon, type IconProps } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { baseName, oneLine } from "../ui/words.ts";
import { activityWords, agentCallWords, agentStateWords, shortAgentId } from "./agentWords.ts";
import type { ItemProps } from "./itemProps.ts";
import { Row } from "./Row.tsx";

type AgentCall = ItemOf<"collabAgentToolCall">;

/** `name`: of the agent, outside text. */
function OpenThread({ threadId, name }: { readonly threadId: string; readonly name: string }): ReactElement {
  const post = usePost();
  return (
    <button
      type="button"
      className="quiet-button open-thread"
      aria-label={`Open thread of agent ${neutraliseToText(name, "code")}`}
      onClick={() => post({ type: "showThread", threadId })}
    >
      Open thread <Icon name="arrow-right" />
    </button>
  );
}

export function AgentCallItem({ entry, item }: ItemProps<AgentCall>): ReactElement {
  const states = agentThreadsOf(item).map((id) => [id, item.agentsStates[id]] as const);
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
      glimpse={<CallGlimpse item={item} />}
      body={hasBody ? <AgentCallBody item={item} states={states} /> : undefined}
    />
  );
}

/** The thread of an agent that was just started is one press away; all others are in the unfolded list. */
function CallGlimpse({ item }: { readonly item: AgentCall }): ReactElement | null {
  const [threadId] = item.receiverThreadIds;
  if (item.tool !== "spawnAgent" || threadId === undefined) return null;
  return (
    <div className="row-glimpse">
      <OpenThread threadId={threadId} name={shortAgentId(threadId)} />
    </div>
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
        {states.map(([threadId, state]) => (
          <AgentState key={threadId} id={threadId} state={state} />
        ))}
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

interface AgentStateProps {
  readonly id: string;
  readonly state: v2.CollabAgentState | undefined;
}

function AgentState({ id, state }: AgentStateProps): ReactElement {
  const status = state?.status ?? "pendingInit";
  const message = state?.message ?? "";
  return (
    <li>
      <Icon {...(stateIcons[status] ?? stateIcons.notFound)} />
      <span className="row-title">
        Agent{" "}
        <code>
          <Plain text={shortAgentId(id)} kind="code" />
        </code>{" "}
        {state && (agentStateWords[status] ?? <Plain text={status} />)}
        {message !== "" && (
          <span className="agent-words">
            <Plain text={message} />
          </span>
        )}
      </span>
      <OpenThread threadId={id} name={shortAgentId(id)} />
    </li>
  );
}

export function AgentActivityItem({ item }: ItemProps<ItemOf<"subAgentActivity">>): ReactElement {
  const facts = [item.model, item.reasoningEffort].filter((fact) => typeof fact === "string").join(" · ");
  const name = baseName(item.agentPath);
  return (
    <Row
      id={item.id}
      icon={item.kind === "completed" ? { name: "pass", tone: "good" } : { name: "organization" }}
      dim
      title={
        <>
          Agent{" "}
          <code>
            <Plain text={name} kind="code" />
          </code>{" "}
          {activityWords[item.kind] ?? <Plain text={item.kind} />}
        </>
      }
      meta={
        <>
          {facts !== "" && (
            <span className="agent-facts">
              <Plain text={facts} kind="code" />
            </span>
          )}
          <OpenThread threadId={item.agentThreadId} name={name} />
        </>
      }
    />
  );
}
