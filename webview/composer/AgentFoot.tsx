// What stands where one writes while an agent's thread is shown: it takes no messages and says so, and it stops the
// turn of the thread at the root, which ends all of its agents.

import type { ReactElement } from "react";
import type { ParentView } from "../../extension/shared/agents.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { usePost } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { countOf, oneLine } from "../ui/words.ts";
import { closedComposerId } from "./focus.ts";
import { StuckLine } from "./Hint.tsx";
import { useStopping } from "./useStopping.ts";

const why = "Agents take no messages. Write to Codex in the parent thread.";

export function AgentFoot({ parent }: { readonly parent: ParentView }): ReactElement {
  const stopping = useStopping(parent.runningTurnId ?? undefined);
  const isRunning = parent.runningTurnId !== null;
  return (
    <div className="composer-area">
      {stopping.isStuck && <StuckLine />}
      {stopping.isArmed && <p className="composer-hint">Escape once more stops the turn and its agents</p>}
      {parent.othersWaiting > 0 && <OthersWaiting parent={parent} />}
      <div className="composer closed">
        <textarea
          id={closedComposerId}
          aria-label="Message Codex"
          aria-disabled="true"
          readOnly
          rows={2}
          value={why}
          onKeyDown={(event) => {
            if (event.key === "Escape" && isRunning) stopping.escape();
          }}
        />
        {isRunning && (
          <div className="composer-row">
            <Button
              className="send"
              look="primary"
              icon="debug-stop"
              label="Stop"
              title="Stop the turn and its agents (Escape twice)"
              onPress={stopping.stop}
            />
          </div>
        )}
      </div>
    </div>
  );
}

function OthersWaiting({ parent }: { readonly parent: ParentView }): ReactElement {
  const post = usePost();
  const title = parent.title.trim() === "" ? "the thread that started this one" : parent.title;
  return (
    <p className="composer-hint">
      <Icon name="bell-dot" tone="attention" />
      <span>
        {countOf(parent.othersWaiting, "approval waits", "approvals wait")} for you in{" "}
        {neutraliseToText(oneLine(title, 60))}
      </span>
      <Button label="Show" onPress={() => post({ type: "showThread", threadId: parent.threadId })} />
    </p>
  );
}
