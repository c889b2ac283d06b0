// The head of one file in a review: what happened to it, and what can be done with the whole of it. It stays in view
// while one reads the file.

import { memo, type ReactElement } from "react";
import type { ChangedFile } from "../../extension/shared/changedFiles.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { fateWords, fileFacts, fileNotes, kindIcons, kindWords } from "./changeWords.ts";
import { IconButton, SmallButton } from "./buttons.tsx";
import { useReview } from "./reviewContext.ts";

export interface FileHeadProps {
  readonly file: ChangedFile;
  readonly isFolded: boolean;
  readonly isViewed: boolean;
  /** A deed on it is on its way. */
  readonly isBusy: boolean;
}

export const FileHead = memo(function FileHead(props: FileHeadProps): ReactElement {
  const { file, isFolded } = props;
  const store = useReview();
  return (
    <div className="file-head">
      <h2 className="file-name">
        <button
          type="button"
          data-stop
          className="fold"
          aria-expanded={!isFolded}
          aria-description={fileFacts(file)}
          onClick={() => store.toggleFolded(file)}
        >
          <Icon name={isFolded ? "chevron-right" : "chevron-down"} />
          <span className={`kind ${file.kind}`} title={kindWords[file.kind]}>
            <Icon name={kindIcons[file.kind]} />
          </span>
          <Path path={file.path} oldPath={file.oldPath} />
        </button>
      </h2>
      <FileFacts file={file} />
      <FileActions {...props} />
    </div>
  );
});

/** The name of the file stands out from its folders. */
function Path({ path, oldPath }: Pick<ChangedFile, "path" | "oldPath">): ReactElement {
  const at = path.lastIndexOf("/") + 1;
  return (
    <span className="path">
      {at > 0 && (
        <span className="folders">
          <Plain text={path.slice(0, at)} kind="code" />
        </span>
      )}
      <b>
        <Plain text={path.slice(at)} kind="code" />
      </b>
      {oldPath !== null && (
        <span className="from">
          {" "}
          from <Plain text={oldPath} kind="code" />
        </span>
      )}
    </span>
  );
}

function FileFacts({ file }: { readonly file: ChangedFile }): ReactElement {
  const fate = fateWords[file.fate];
  return (
    <div className="facts">
      {file.addedLines + file.removedLines > 0 && (
        <span className="counts" aria-hidden="true">
          {file.addedLines > 0 && <span className="plus">+{file.addedLines.toLocaleString("en")}</span>}
          {file.removedLines > 0 && <span className="minus">−{file.removedLines.toLocaleString("en")}</span>}
        </span>
      )}
      {fileNotes(file).map((note) => (
        <span key={note} className="dim">
          {note}
        </span>
      ))}
      {file.isUnreported && (
        <span
          className="mark-box"
          title="No step of the turn told of it: a command or another program did it."
        >
          <Icon name="warning" /> changed without a report
        </span>
      )}
      {fate !== null && <span className={`fate ${file.fate}`}>{fate}</span>}
    </div>
  );
}

function FileActions({ file, isViewed, isBusy }: FileHeadProps): ReactElement {
  const store = useReview();
  const { path, fate } = file;
  const name = neutraliseToText(path, "code");
  const deed = { isDisabled: isBusy, goes: true };
  return (
    <div className="file-actions">
      <label className="viewed">
        <input
          type="checkbox"
          checked={isViewed}
          aria-label={`Viewed ${name}`}
          onChange={({ target }) => store.setViewed(file, target.checked)}
        />
        Viewed
      </label>
      <FileDoors file={file} name={name} />
      {(fate === "open" || fate === "partly") && (
        <SmallButton
          {...deed}
          label="Keep file"
          name={`Keep file ${name}`}
          onPress={() => store.keep(path, null)}
        />
      )}
      {fate !== "undone" && (
        <SmallButton
          {...deed}
          label="Undo file"
          name={`Undo file ${name}`}
          onPress={() => store.undo(path, null)}
        />
      )}
    </div>
  );
}

function FileDoors({ file, name }: { readonly file: ChangedFile; readonly name: string }): ReactElement {
  const store = useReview();
  return (
    <>
      {file.after !== null && (
        <IconButton
          icon="go-to-file"
          name={`Open file ${name}`}
          title="Open file"
          onPress={() => store.openFile(file.path, null)}
        />
      )}
      {!file.isBinary && (
        <IconButton
          icon="diff"
          name={`Open diff of ${name}`}
          title="Open diff in the editor"
          onPress={() => store.openDiff(file.path)}
        />
      )}
    </>
  );
}
