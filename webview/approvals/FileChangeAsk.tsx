// Files that would be changed, each with its counts and its diff. It tells once all of them are there with all lines.

import { useCallback, useContext, useEffect, useMemo, useState, type ReactElement } from "react";
import type { Ask } from "../../extension/shared/approvals/ask.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { FileUpdateChange } from "../../extension/shared/protocol.ts";
import { readChange } from "../items/changeDiff.ts";
import { DiffView } from "../items/DiffView.tsx";
import { ChangeIcon, Counts, FilePath, SensitiveLine } from "../items/FileChangeItem.tsx";
import { CwdContext } from "../markdown/cwd.ts";
import { usePost } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { pathWithin } from "../ui/words.ts";
import { Fact, PermissionLines, Quotation } from "./BodyParts.tsx";

export interface FileChangeAskProps {
  readonly ask: Extract<Ask, { kind: "fileChange" }>;
  readonly approvalKey: string;
  /** Must keep its identity. */
  readonly onWhole: (isWhole: boolean) => void;
}

export function FileChangeAsk({ ask, approvalKey, onWhole }: FileChangeAskProps): ReactElement {
  const cwd = useContext(CwdContext);
  const count = ask.changes?.length ?? 0;
  const [whole, setWhole] = useState<ReadonlySet<number>>(new Set());
  const onShown = useCallback((index: number, isWhole: boolean) => {
    if (isWhole) setWhole((before) => new Set([...before, index]));
  }, []);
  useEffect(() => {
    if (whole.size === count) onWhole(true);
  }, [whole, count, onWhole]);
  return (
    <>
      <Quotation text={ask.reason} />
      {ask.grantRoot !== null && (
        <PermissionLines lines={[`write anywhere below ${pathWithin(cwd, ask.grantRoot)}`]} />
      )}
      {ask.changes === null ? (
        <Fact>The changes have not arrived. Without them nothing can be allowed.</Fact>
      ) : (
        <div className="files">
          {ask.changes.map((change, index) => (
            <AskedFile
              key={`${index} ${change.path}`}
              approvalKey={approvalKey}
              change={change}
              index={index}
              onShown={onShown}
            />
          ))}
        </div>
      )}
    </>
  );
}

interface AskedFileProps {
  readonly approvalKey: string;
  readonly change: FileUpdateChange;
  readonly index: number;
  readonly onShown: (index: number, isWhole: boolean) => void;
}

function AskedFile({ approvalKey, change, index, onShown }: AskedFileProps): ReactElement {
  const post = usePost();
  const cwd = useContext(CwdContext);
  const diff = useMemo(() => readChange(change), [change]);
  const shown = useCallback((isWhole: boolean) => onShown(index, isWhole), [index, onShown]);
  return (
    <div className="file">
      <div className="file-head">
        <div className="row">
          <ChangeIcon change={change} />
          <FilePath change={change} />
          <Counts diff={diff} />
        </div>
        <Button
          look="icon"
          icon="diff"
          label={`Open diff of ${neutraliseToText(pathWithin(cwd, change.path), "code")}`}
          title="Open diff"
          onPress={() => post({ type: "openAskedChange", approvalKey, index })}
        />
      </div>
      <SensitiveLine change={change} />
      <DiffView
        id={`asked ${change.path}`}
        diff={diff}
        label={`Changes of ${neutraliseToText(change.path, "code")}`}
        onShown={shown}
      />
    </div>
  );
}
