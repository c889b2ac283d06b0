// What a card is about, whole: the exact command, the files with their diffs, the host, the agent's reason as a
// quotation, each further permission on its own line. Nothing is shortened here and nothing is interpreted.

import {
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ReactElement,
  type ReactNode,
} from "react";
import type { Ask } from "../../extension/shared/approvals/ask.ts";
import { wordsOfGrant } from "../../extension/shared/approvals/grants.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { CommandAction, FileUpdateChange } from "../../extension/shared/protocol.ts";
import { readChange } from "../items/changeDiff.ts";
import { DiffView } from "../items/DiffView.tsx";
import { ChangeIcon, Counts, FilePath } from "../items/FileChangeItem.tsx";
import { CwdContext } from "../markdown/cwd.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain, Segments } from "../ui/Plain.tsx";
import { baseName, pathWithin } from "../ui/words.ts";
import { decidableSegments } from "./collapseBlanks.ts";

export interface ApprovalBodyProps {
  readonly ask: Ask;
  /** Told with true once all files of a change are on the page with all their lines. Must keep its identity. */
  readonly onWhole: (isWhole: boolean) => void;
}

export function ApprovalBody({ ask, onWhole }: ApprovalBodyProps): ReactElement {
  switch (ask.kind) {
    case "command":
      return <CommandAsk ask={ask} />;
    case "stdin":
      return (
        <>
          <Exact text={ask.input} />
          <Fact>
            into <Plain text={ask.program === "" ? "a running program" : ask.program} kind="code" />
          </Fact>
          <Reason text={ask.reason} />
        </>
      );
    case "network":
      return (
        <>
          <Exact text={`${ask.protocol}://${ask.host}`} />
          <Reason text={ask.reason} />
        </>
      );
    case "fileChange":
      return <FileChangeAsk ask={ask} onWhole={onWhole} />;
    case "permissions":
      return <Permissions lines={ask.grants.map(wordsOfGrant)} />;
    case "questions":
      return (
        <>
          {ask.questions.map(({ question }) => (
            <Fact key={question}>
              <Plain text={question} />
            </Fact>
          ))}
        </>
      );
    case "mcpForm":
    case "mcpUrl":
    case "mcpTool":
    case "mcpUnknown":
      return (
        <Fact>
          MCP server <Plain text={ask.server} kind="code" />: <Plain text={ask.message} />
        </Fact>
      );
  }
}

function CommandAsk({ ask }: { readonly ask: Extract<Ask, { kind: "command" }> }): ReactElement {
  const cwd = useContext(CwdContext);
  const known = ask.actions.filter((action) => action.type !== "unknown");
  return (
    <>
      <Exact text={ask.command} />
      {ask.cwd !== null && (
        <Fact>
          in <Plain text={folderWords(cwd, ask.cwd)} kind="code" />
        </Fact>
      )}
      {known.length > 0 && (
        <Fact>
          {known.map((action, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <ActionWords key={index} action={action} isFirst={index === 0} />
          ))}
        </Fact>
      )}
      <Reason text={ask.reason} />
      <Permissions lines={ask.permissions} />
    </>
  );
}

/** The thread's own folder by its name, one below it by its path from there, any other in full. */
function folderWords(threadCwd: string, cwd: string): string {
  return cwd === threadCwd ? baseName(cwd) : pathWithin(threadCwd, cwd);
}

function Exact({ text }: { readonly text: string }): ReactElement {
  const segments = useMemo(() => decidableSegments(text), [text]);
  return (
    <pre className="box exact">
      <Segments segments={segments} />
    </pre>
  );
}

function Fact({ children }: { readonly children: ReactNode }): ReactElement {
  return <p className="fact">{children}</p>;
}

function ActionWords(props: {
  readonly action: CommandAction;
  readonly isFirst: boolean;
}): ReactElement | null {
  const { action, isFirst } = props;
  const glue = isFirst ? "" : " · ";
  switch (action.type) {
    case "read":
      return (
        <>
          {glue}reads <Plain text={action.name} kind="code" />
        </>
      );
    case "listFiles":
      return (
        <>
          {glue}lists <Plain text={action.path ?? "the folder"} kind="code" />
        </>
      );
    case "search":
      return (
        <>
          {glue}searches “<Plain text={action.query ?? ""} kind="code" />”
        </>
      );
    case "unknown":
      return null;
  }
}

function Reason({ text }: { readonly text: string | null }): ReactElement | null {
  if (text === null || text.trim() === "") return null;
  return (
    <blockquote className="reason" aria-label="Reason that Codex gives">
      “<Plain text={text.trim()} />”
    </blockquote>
  );
}

function Permissions({ lines }: { readonly lines: readonly string[] }): ReactElement | null {
  if (lines.length === 0) return null;
  return (
    <ul className="permissions" aria-label="It also asks for">
      {lines.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          <Icon name="key" tone="attention" />
          <span>
            <Plain text={line} kind="code" />
          </span>
        </li>
      ))}
    </ul>
  );
}

type FileAsk = Extract<Ask, { kind: "fileChange" }>;

function FileChangeAsk({
  ask,
  onWhole,
}: {
  readonly ask: FileAsk;
  readonly onWhole: (isWhole: boolean) => void;
}): ReactElement {
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
      <Reason text={ask.reason} />
      {ask.grantRoot !== null && (
        <Permissions lines={[`write anywhere below ${pathWithin(cwd, ask.grantRoot)}`]} />
      )}
      {ask.changes === null ? (
        <Fact>The changes have not arrived. Without them nothing can be allowed.</Fact>
      ) : (
        <div className="files">
          {ask.changes.map((change, index) => (
            <AskedFile key={`${index} ${change.path}`} change={change} index={index} onShown={onShown} />
          ))}
        </div>
      )}
    </>
  );
}

interface AskedFileProps {
  readonly change: FileUpdateChange;
  readonly index: number;
  readonly onShown: (index: number, isWhole: boolean) => void;
}

function AskedFile({ change, index, onShown }: AskedFileProps): ReactElement {
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
      </div>
      <DiffView
        id={`asked ${change.path}`}
        diff={diff}
        label={`Changes of ${neutraliseToText(change.path, "code")}`}
        onShown={shown}
      />
    </div>
  );
}
