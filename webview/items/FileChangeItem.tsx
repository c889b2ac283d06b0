// Files that the agent changed, in one box: a line a file with its counts and state, its diff in place, a button
// for the real diff editor. Small changes are open from the start. It applies and reverts nothing.

import { Fragment, useContext, useMemo, useState, type ReactElement } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { FileUpdateChange, ItemOf } from "../../extension/shared/protocol.ts";
import { sensitiveWords } from "../../extension/shared/sensitivePlaces.ts";
import { CwdContext } from "../markdown/cwd.ts";
import { usePost, useUnfolded } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon, type IconProps } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { countOf, pathWithin } from "../ui/words.ts";
import { readChange, type ChangeDiff } from "./changeDiff.ts";
import { useDensity } from "./density.ts";
import type { ItemProps } from "./itemProps.ts";
import { DiffView } from "./DiffView.tsx";
import { fileChangeState, type FileChangeState } from "./fileChangeWords.ts";

const stateIcons: Record<FileChangeState, IconProps> = {
  running: { name: "loading", spin: true },
  waiting: { name: "bell-dot", tone: "attention" },
  applied: { name: "check", tone: "good" },
  failed: { name: "error", tone: "bad" },
  declined: { name: "circle-slash", tone: "dim" },
  cutOff: { name: "debug-disconnect", tone: "dim" },
};
const stateWords: Record<FileChangeState, string> = {
  running: "Writing",
  waiting: "Waiting for you",
  applied: "Written",
  failed: "Could not be written",
  declined: "Denied, nothing written",
  cutOff: "Cut off: it is not known whether this was written",
};

const smallChange = 12;
const firstChanged = 24;

export function FileChangeItem({ entry, item, isAsked }: ItemProps<ItemOf<"fileChange">>): ReactElement {
  const state = fileChangeState(item.status, entry.phase, isAsked);
  const count = item.changes.length;
  return (
    <div className="files">
      {item.changes.map((change, index) => (
        <FileRow
          key={`${index} ${change.path}`}
          itemId={item.id}
          index={index}
          change={change}
          state={state}
        />
      ))}
      {(count !== 1 || state !== "applied") && (
        <div className="files-foot">
          {count !== 1 && <span>{count === 0 ? "No files yet" : countOf(count, "file")}</span>}
          <span>{stateWords[state]}</span>
        </div>
      )}
    </div>
  );
}

interface FileRowProps {
  readonly itemId: string;
  readonly index: number;
  readonly change: FileUpdateChange;
  readonly state: FileChangeState;
}

function FileRow({ itemId, index, change, state }: FileRowProps): ReactElement {
  const cwd = useContext(CwdContext);
  const post = usePost();
  const diff = useMemo(() => readChange(change), [change]);
  const [isTurned, toggle] = useUnfolded(`${itemId} ${index}`);
  // Decided once: a file must not fold itself while it grows.
  const [isSmall] = useState(() => diff.lines.length <= smallChange);
  const opensItself = useDensity() === "everything" || isSmall;
  const unfolded = isTurned !== opensItself;
  const path = pathWithin(cwd, change.path);
  const label = neutraliseToText(path, "code");
  return (
    <div className="file">
      <div className="file-head">
        <button type="button" className="row" aria-expanded={unfolded} onClick={toggle} title={label}>
          <ChangeIcon change={change} />
          <FilePath change={change} />
          <Counts diff={diff} />
        </button>
        <Button
          look="icon"
          icon="diff"
          label={`Open diff of ${label}`}
          title="Open diff"
          onPress={() => post({ type: "openChange", itemId, index })}
        />
        <span className="file-state" role="img" title={stateWords[state]} aria-label={stateWords[state]}>
          <Icon {...stateIcons[state]} />
        </span>
      </div>
      <SensitiveLine change={change} />
      {unfolded && (
        <DiffView
          id={`${itemId} ${index}`}
          diff={diff}
          label={`Changes of ${label}`}
          firstChanged={firstChanged}
        />
      )}
    </div>
  );
}

/** Which kind of change: added, deleted, moved or modified. */
export function ChangeIcon({ change }: { readonly change: FileUpdateChange }): ReactElement {
  const { kind } = change;
  const name =
    kind.type === "add"
      ? "diff-added"
      : kind.type === "delete"
        ? "diff-removed"
        : kind.move_path === null
          ? "diff-modified"
          : "diff-renamed";
  const words = {
    "diff-added": "Added",
    "diff-removed": "Deleted",
    "diff-modified": "Modified",
    "diff-renamed": "Moved",
  };
  return (
    <span className={`change-icon ${name}`} role="img" aria-label={words[name]} title={words[name]}>
      <Icon name={name} />
    </span>
  );
}

/** Says so when the file runs or is trusted later without a question: there Auto and its like are no protection. */
export function SensitiveLine({ change }: { readonly change: FileUpdateChange }): ReactElement | null {
  const movePath = change.kind.type === "update" ? change.kind.move_path : null;
  const words = sensitiveWords(change.path) ?? sensitiveWords(movePath ?? "");
  if (words === null) return null;
  return (
    <p className="sensitive">
      <Icon name="warning" tone="attention" />
      <span>Sensitive: {words}</span>
    </p>
  );
}

/** The path of a change, relative to the thread's folder, with where it moves to. */
export function FilePath({ change }: { readonly change: FileUpdateChange }): ReactElement {
  const cwd = useContext(CwdContext);
  const movePath = change.kind.type === "update" ? change.kind.move_path : null;
  return (
    <span className="row-title path">
      <Path path={pathWithin(cwd, change.path)} />
      {movePath !== null && (
        <>
          {" → "}
          <Path path={pathWithin(cwd, movePath)} />
        </>
      )}
    </span>
  );
}

/** May break behind each slash, so that a narrow view does not cut through names. */
function Path({ path }: { readonly path: string }): ReactElement {
  return (
    <>
      {path.split(/(?<=[\\/])/).map((part, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={index}>
          {index > 0 && <wbr />}
          <Plain text={part} kind="code" />
        </Fragment>
      ))}
    </>
  );
}

/** `+14 −3`, with words for those who hear it. */
export function Counts({ diff }: { readonly diff: Pick<ChangeDiff, "added" | "removed"> }): ReactElement {
  return (
    <span className="counts">
      {diff.added > 0 && (
        <span className="added" role="img" aria-label={`${countOf(diff.added, "line")} added`}>
          +{diff.added}
        </span>
      )}
      {diff.removed > 0 && (
        <span className="removed" role="img" aria-label={`${countOf(diff.removed, "line")} removed`}>
          −{diff.removed}
        </span>
      )}
    </span>
  );
}
