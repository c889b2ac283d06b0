// A picture that a message names: one of the workspace is shown, any other is its words and where it would be. Inside
// a link it is words too, for a thumbnail is a button of its own.

import type { Tokens } from "marked";
import { createContext, useContext, type ReactElement } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { FilePicture } from "../pictures/FilePicture.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { baseName } from "../ui/words.ts";
import { CwdContext } from "./cwd.ts";
import { EntryIdContext } from "./entryId.ts";
import { Link } from "./Link.tsx";
import { imageSource, linkTarget } from "./links.ts";
import { SettledContext } from "./settled.ts";

/** True inside a link. */
export const InLinkContext = createContext(false);

export function Picture({ image }: { readonly image: Tokens.Image }): ReactElement {
  const cwd = useContext(CwdContext);
  const isInLink = useContext(InLinkContext);
  // What still grows may be another picture in a moment.
  const isSettled = useContext(SettledContext);
  const entryId = useContext(EntryIdContext);
  const target = linkTarget(image.href, cwd);
  if (target?.kind !== "file" || isInLink) return <PictureWords image={image} />;
  const name = neutraliseToText(image.text.trim() === "" ? baseName(image.href) : image.text);
  const instead = (problem: string): ReactElement => (
    <span className="picture" title={problem === "" ? undefined : problem}>
      <Icon name="file-media" tone="dim" />
      <Link href={image.href}>{name}</Link>
      {problem !== "" && <span className="sr-only">, {problem}</span>}
    </span>
  );
  if (!isSettled) return instead("");
  const wanted = { type: "loadLinkedPicture", href: target.href } as const;
  return <FilePicture wanted={wanted} name={name} id={`${entryId} ${target.href}`} renderInstead={instead} />;
}

function PictureWords({ image }: { readonly image: Tokens.Image }): ReactElement {
  return (
    <span className="picture" title="Only pictures of this folder are shown">
      <Icon name="file-media" tone="dim" />
      <Plain text={image.text === "" ? "picture" : image.text} /> (
      <Plain text={imageSource(image.href)} kind="code" />)
    </span>
  );
}
