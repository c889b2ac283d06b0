// Pictures: one that the agent looked at, with its file; one that it made.

import { useContext, type ReactElement } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import { CwdContext } from "../markdown/cwd.ts";
import { Link } from "../markdown/Link.tsx";
import type { IconProps } from "../ui/Icon.tsx";
import { FilePicture } from "../pictures/FilePicture.tsx";
import { Plain } from "../ui/Plain.tsx";
import { baseName, oneLine, pathWithin } from "../ui/words.ts";
import { DataImage } from "./DataImage.tsx";
import type { ItemProps } from "./itemProps.ts";
import { Row } from "./Row.tsx";

function FileLink({ path }: { readonly path: string }): ReactElement {
  const cwd = useContext(CwdContext);
  return (
    <Link href={path}>
      <Plain text={pathWithin(cwd, path)} kind="code" />
    </Link>
  );
}

export function ImageViewItem({ item }: ItemProps<ItemOf<"imageView">>): ReactElement {
  return (
    <>
      <Row
        id={item.id}
        icon={{ name: "file-media", tone: "dim" }}
        dim
        title={
          <>
            Looked at <FileLink path={item.path} />
          </>
        }
      />
      <div className="chips made-picture">
        <FilePicture
          wanted={{ type: "loadItemPicture", itemId: item.id, index: 0 }}
          name={neutraliseToText(baseName(item.path), "code")}
          id={item.id}
          renderInstead={(problem) => <p className="fact">{problem}</p>}
        />
      </div>
    </>
  );
}

type Generation = ItemOf<"imageGeneration">;

export function ImageGenerationItem({ entry, item }: ItemProps<Generation>): ReactElement {
  const picture = pictureOf(item);
  return (
    <>
      <Row
        id={item.id}
        icon={generationIcon(entry, item)}
        title={
          <>
            {generationWords(entry, item)}
            {item.revisedPrompt !== null && item.revisedPrompt !== "" && (
              <span className="dim">
                {" — "}
                <Plain text={oneLine(item.revisedPrompt, 120)} />
              </span>
            )}
          </>
        }
        body={generationBody(item)}
      />
      {picture !== undefined && (
        <div className="chips made-picture">
          <DataImage url={picture} name="Picture that Codex made" id={item.id} />
        </div>
      )}
    </>
  );
}

/** `Making a picture`, `Made a picture`, `No picture was made: …`. */
export function generationWords(entry: ItemEntry, item: Generation): string {
  if (item.failure) return "No picture was made: the usage limit is reached";
  if (entry.phase === "running") return "Making a picture";
  if (entry.phase === "cutOff") return "Was making a picture";
  return item.status === "failed" ? "No picture was made" : "Made a picture";
}

function generationIcon(entry: ItemEntry, item: Generation): IconProps {
  if (item.failure || item.status === "failed") return { name: "error", tone: "bad" };
  if (entry.phase === "running") return { name: "loading", spin: true };
  return entry.phase === "cutOff" ? { name: "debug-disconnect", tone: "dim" } : { name: "file-media" };
}

function generationBody(item: Generation): ReactElement | undefined {
  const inputs = item.inputImages ?? [];
  if (item.savedPath === undefined && inputs.length === 0 && (item.revisedPrompt ?? "").length <= 120)
    return undefined;
  return (
    <>
      {item.revisedPrompt !== null && (
        <p className="box prompt-text">
          <Plain text={item.revisedPrompt} />
        </p>
      )}
      {inputs.map(({ path }) => (
        <p key={path} className="fact">
          From <FileLink path={path} />
        </p>
      ))}
      {item.savedPath !== undefined && (
        <p className="fact">
          Saved as <FileLink path={item.savedPath} />
        </p>
      )}
    </>
  );
}

/** The result is base64 without a header; its first characters tell the format. */
function pictureOf(item: Generation): string | undefined {
  if (!("result" in item) || item.result === "") return undefined;
  if (item.result.startsWith("data:")) return item.result;
  const type = item.result.startsWith("/9j/") ? "jpeg" : item.result.startsWith("UklGR") ? "webp" : "png";
  return `data:image/${type};base64,${item.result}`;
}
