// One line for several entries that only looked, thought or ran without a fault: unfolded it shows each of them
// as it always is. It knows no entry: how one is drawn is the caller's.

import { Fragment, type ReactElement, type ReactNode } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { Entry } from "../../extension/shared/threadState.ts";
import { Plain } from "../ui/Plain.tsx";
import type { Group } from "./groups.ts";
import { Row } from "./Row.tsx";

export interface FoldedGroupProps {
  readonly group: Extract<Group, { kind: "folded" }>;
  readonly renderEntry: (entry: Entry) => ReactNode;
}

export function FoldedGroup({ group, renderEntry }: FoldedGroupProps): ReactElement {
  return (
    <section className="item folded-group" aria-label={`Folded: ${neutraliseToText(group.words)}`}>
      <Row
        id={group.key}
        icon={{ name: "layers" }}
        dim
        title={<Plain text={group.words} />}
        body={
          <>
            {group.entries.map((entry) => (
              <Fragment key={entry.kind === "item" ? entry.item.id : entry.id}>{renderEntry(entry)}</Fragment>
            ))}
          </>
        }
      />
    </section>
  );
}
