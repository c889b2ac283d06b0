// Which model answers, below the text. Shown, not switched, here.

import type { ReactElement } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { HostState } from "../../extension/shared/hostState.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { usePost } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";

export interface ModelNameProps {
  readonly host: HostState;
  readonly thread: ThreadState | null;
}

export function ModelName({ host, thread }: ModelNameProps): ReactElement {
  const post = usePost();
  const words = modelWords(host, thread);
  return (
    <>
      <span className="composer-fact model" title={words}>
        {words}
      </span>
      {host.demo !== null && (
        <Button
          look="icon"
          icon="sign-out"
          label="Leave the demo"
          onPress={() => post({ type: "leaveDemo" })}
        />
      )}
    </>
  );
}

/** `gpt-6.1 · medium`; the label of the demo where a model's name would stand; "" while none is known. */
export function modelWords(host: HostState, thread: ThreadState | null): string {
  if (host.demo !== null) return host.demo;
  if (!thread || thread.model === null) return "";
  return neutraliseToText(thread.effort === null ? thread.model : `${thread.model} · ${thread.effort}`);
}
