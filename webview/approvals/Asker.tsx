// What stands above the body of a card: which sub-agent asks, and why the card is here again.

import type { ReactElement } from "react";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";

/** The card is here again: the person has to hear why. */
export function Returned({ problem }: { readonly problem: string }): ReactElement {
  return (
    <p className="approval-returned" role="alert">
      <Icon name="error" tone="bad" />
      <span>{problem} Codex still waits for you.</span>
    </p>
  );
}

/** `agent`: its name (outside text), "" when none was told. */
export function Asker({ agent }: { readonly agent: string }): ReactElement {
  return (
    <p className="asker">
      <Icon name="robot" tone="dim" />
      <span>
        {agent === "" ? (
          "Asked by an agent that works for this thread"
        ) : (
          <>
            Asked by agent{" "}
            <b>
              <Plain text={agent} kind="code" />
            </b>
          </>
        )}
      </span>
    </p>
  );
}
