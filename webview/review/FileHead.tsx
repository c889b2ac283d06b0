// The head of one file in a review: what happened to it, and what can be done with the whole of it. It stays in view
// while one reads the file.

import { memo, type ReactElement } from "react";
import type { ChangedFile } from "../../extension/shared/changedFiles.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { fateWords, fileFacts, fileNotes, kindIcons, kindWords } from "./changeWords.ts";
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
          <span className="path">
            <Path path={file.path} />
            {file.oldPath !== null && (
              <span className="from">
                {" "}
                from <Plain text={file.oldPath} kind="code" />
              </span>
            )}
          </span>
        </button>
      </h2>
      <FileFacts file={file} />
      <FileActions {...props} />
    </div>
  );
});

/** The name of the file stands out from its folders. */
function Path({ path }: { readonly path: string }): ReactElement {
  const at = path.lastIndexOf("/") + 1;
  return (
    <>
      {at > 0 && (
        <span className="folders">
          <Plain text={path.slice(0, at)} kind="code" />
        </span>
      )}
      <b>
        <Plain text={path.slice(at)} kind="code" />
      </b>
    </>
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
  const { path } = file;
  const name = neutraliseToText(path, "code");
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
      {file.after !== null && (
        <button
          type="button"
          className="icon-button"
          aria-label={`Open file ${name}`}
          title="Open file"
          onClick={() => store.openFile(path, null)}
        >
          <Icon name="go-to-file" />
        </button>
      )}
      {!file.isBinary && (
        <button
          type="button"
          className="icon-button"
          aria-label={`Open diff of ${name}`}
          title="Open diff in the editor"
          onClick={() => store.openDiff(path)}
        >
          <Icon name="diff" />
        </button>
      )}
      {(file.fate === "open" || file.fate === "partly") && (
        <button
          type="button"
          className="small-button"
          disabled={isBusy}
          aria-label={`Keep file ${name}`}
          onClick={() => store.keep(path, null)}
        >
          Keep file
        </button>
      )}
      {file.fate !== "undone" && (
        <button
          type="button"
          className="small-button"
          disabled={isBusy}
          aria-label={`Undo file ${name}`}
          onClick={() => store.undo(path, null)}
        >
          Undo file
        </button>
      )}
    </div>
  );
}
