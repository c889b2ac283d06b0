// One run of a hook: alive while it runs, then how it ended and the first thing that it said; unfolded all of it
// and the file that it is written in. What a hook says is outside text.

import type { ReactElement } from "react";
import { hookOccasion, hookSays, hookVerdict } from "../../extension/shared/guardWords.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { v2 } from "../../extension/shared/protocol.ts";
import type { HookNote } from "../../extension/shared/threadState.ts";
import type { IconProps } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { durationWords, oneLine } from "../ui/words.ts";
import { Row } from "./Row.tsx";

export interface HookRowProps {
  readonly id: string;
  readonly note: HookNote;
}

export function HookRow({ id, note }: HookRowProps): ReactElement {
  const says = oneLine(hookSays(note), 160);
  const words = `Hook ${hookOccasion(note)}: ${hookVerdict(note)}`;
  return (
    <article
      className="item item-hook"
      aria-label={`Hook: ${neutraliseToText(`${hookOccasion(note)}, ${hookVerdict(note)}${says && `: ${says}`}`)}`}
      data-entry={id}
    >
      <Row
        id={id}
        icon={iconOf(note)}
        dim
        title={
          <>
            {words}
            {says !== "" && (
              <>
                {" · "}
                <Plain text={says} />
              </>
            )}
          </>
        }
        meta={note.durationMs === null ? undefined : durationWords(note.durationMs)}
        body={<HookBody note={note} />}
      />
    </article>
  );
}

function iconOf({ phase, status }: HookNote): IconProps {
  if (phase === "running") return { name: "loading", spin: true };
  if (phase === "cutOff") return { name: "debug-disconnect", tone: "dim" };
  if (status === "failed") return { name: "error", tone: "bad" };
  if (status === "blocked" || status === "stopped") return { name: "circle-slash", tone: "attention" };
  return { name: "plug", tone: "dim" };
}

const kindWords: Record<v2.HookOutputEntryKind, string> = {
  warning: "Warning",
  stop: "Why it stopped",
  feedback: "Told Codex",
  context: "Added for Codex",
  error: "Error",
};

function HookBody({ note }: { readonly note: HookNote }): ReactElement {
  return (
    <>
      {note.statusMessage !== null && (
        <p className="fact">
          <Plain text={note.statusMessage} />
        </p>
      )}
      {note.entries.map(({ kind, text }, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="hook-words">
          <p className="fact">{kindWords[kind] ?? <Plain text={kind} />}</p>
          <p className="box prompt-text">
            <Plain text={text} />
          </p>
        </div>
      ))}
      {note.entries.length === 0 && note.phase !== "running" && <p className="fact">It said nothing.</p>}
      <p className="fact">
        from <Plain text={note.sourcePath} kind="code" />
      </p>
    </>
  );
}
