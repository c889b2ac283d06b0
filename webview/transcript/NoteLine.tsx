// A note of ours in the transcript: one quiet line, or the living row of a hook or a review.

import type { ReactElement, ReactNode } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { NoteEntry } from "../../extension/shared/threadState.ts";
import { HookRow } from "../items/HookRow.tsx";
import { ReviewRow } from "../items/ReviewRow.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { oneLine, timeOfDay } from "../ui/words.ts";
import { noteWords, type PlainNote } from "./noteWords.ts";

export function NoteLine({ entry }: { readonly entry: NoteEntry }): ReactElement {
  const { id, note, atMs } = entry;
  if (note.type === "hook") return <HookRow id={id} note={note} />;
  if (note.type === "review") return <ReviewRow id={id} note={note} />;
  return <PlainLine note={note} atMs={atMs} />;
}

function PlainLine({ note, atMs }: { readonly note: PlainNote; readonly atMs: number }): ReactElement {
  const { icon, words, subject = "", isCode = false, told = "", ...rest } = noteWords(note);
  const { isToldCode = false, agent = null } = rest;
  const shown = oneLine(subject, 300);
  const toldShown = oneLine(told, 300);
  const by = agent === null ? "" : `asked by ${agent === "" ? "an agent" : `agent ${textOf(agent, true)}`}`;
  const parts = [textOf(toldShown, isToldCode), textOf(shown, isCode), by].filter((part) => part !== "");
  const name = parts.length === 0 ? words : `${words}: ${parts.join(" · ")}`;
  return (
    <article className="note" aria-label={`Note: ${name}`}>
      <Icon {...icon} />
      <span className="row-title">
        {words}
        {toldShown !== "" && (
          <>
            {": "}
            {asCode(isToldCode, <Plain text={toldShown} kind={isToldCode ? "code" : "prose"} />)}
          </>
        )}
        {shown !== "" && (
          <>
            {" · "}
            {asCode(isCode, <Plain text={shown} kind={isCode ? "code" : "prose"} />)}
          </>
        )}
        {agent !== null && (
          <>
            {" · "}
            <AskedBy agent={agent} />
          </>
        )}
      </span>
      <span className="row-meta">{timeOfDay(atMs)}</span>
    </article>
  );
}

function AskedBy({ agent }: { readonly agent: string }): ReactElement {
  if (agent === "") return <>asked by an agent</>;
  return (
    <>
      asked by agent <Plain text={oneLine(agent, 100)} kind="code" />
    </>
  );
}

function textOf(text: string, isCode: boolean): string {
  return neutraliseToText(text, isCode ? "code" : "prose");
}

function asCode(isCode: boolean, node: ReactNode): ReactNode {
  return isCode ? <code>{node}</code> : node;
}
