// A thread with nothing in it: what one can do here, in a few calm lines.

import type { ReactElement } from "react";
import type { HostState } from "../../extension/shared/hostState.ts";
import { usePost } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";

export function Welcome({ host }: { readonly host: HostState }): ReactElement {
  const post = usePost();
  return (
    <section className="situation large" aria-label="Start">
      <p className="situation-title">
        <Icon name="comment-discussion" />
        What should Codex do{host.folder ? "" : " next"}?
      </p>
      <ul className="hints">
        <li>
          <Icon name="search" tone="dim" />
          Ask how something works, or where it is.
        </li>
        <li>
          <Icon name="edit" tone="dim" />
          Have it change files: you see each change and decide.
        </li>
        <li>
          <Icon name="terminal" tone="dim" />
          Have it run tests and mend what fails.
        </li>
      </ul>
      {host.demo === null && (
        <div className="actions">
          <Button label="Try the offline demo" onPress={() => post({ type: "startDemo" })} />
        </div>
      )}
    </section>
  );
}
