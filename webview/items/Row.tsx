// One line of what the agent did: icon, words, a few facts at the right. With a body it folds and unfolds in
// place, by mouse and keyboard; without one it is a plain line. It knows no kind of item.

import type { ReactElement, ReactNode } from "react";
import { useUnfolded } from "../pageContext.ts";
import { Icon, type IconProps } from "../ui/Icon.tsx";

export interface RowProps {
  /** Names the fold; unique in the thread. */
  readonly id: string;
  readonly icon: IconProps;
  readonly title: ReactNode;
  readonly meta?: ReactNode;
  /** Dim lines are those that one reads only when looking for them. */
  readonly dim?: boolean;
  /** Stands open until the person folds it. */
  readonly opensItself?: boolean;
  /** Shown while folded, below the line. */
  readonly glimpse?: ReactNode;
  /** Shown while unfolded; left out when there is nothing more. */
  readonly body?: ReactNode;
}

export function Row(props: RowProps): ReactElement {
  const { id, icon, title, meta, dim = false, opensItself = false, glimpse, body } = props;
  const [isTurned, toggle] = useUnfolded(id);
  const unfolded = isTurned !== opensItself;
  const line = (
    <>
      <Icon {...icon} />
      <span className="row-title">{title}</span>
      {body && <Icon name={unfolded ? "chevron-down" : "chevron-right"} tone="dim" />}
      {meta !== undefined && meta !== "" && <span className="row-meta">{meta}</span>}
    </>
  );
  const look = `row${dim ? " dim" : ""}`;
  return (
    <>
      {body ? (
        <button type="button" className={look} aria-expanded={unfolded} onClick={toggle}>
          {line}
        </button>
      ) : (
        <div className={look}>{line}</div>
      )}
      {body && unfolded ? <div className="row-body">{body}</div> : glimpse}
    </>
  );
}
