// A picture out of the thread as a thumbnail; a press shows it at the width of the view. It reaches the document
// only as a blob of this page, because the content policy lets nothing else be a picture.

import { useCallback, useMemo, useState, type ReactElement } from "react";
import { Icon } from "../ui/Icon.tsx";
import { readDataImage, type ImageBytes } from "./dataImage.ts";

export interface DataImageProps {
  /** A `data:` address. Anything else is shown as a word. */
  readonly url: string;
  /** What the picture is, in words. */
  readonly name: string;
}

export function DataImage({ url, name }: DataImageProps): ReactElement {
  const image = useMemo(() => readDataImage(url), [url]);
  const [isBroken, setBroken] = useState(false);
  if (image && !isBroken) return <Thumbnail image={image} name={name} onBroken={() => setBroken(true)} />;
  return (
    <span className="chip" title="This picture cannot be shown here">
      <Icon name="file-media" tone="dim" /> {name}
    </span>
  );
}

interface ThumbnailProps {
  readonly image: ImageBytes;
  readonly name: string;
  readonly onBroken: () => void;
}

function Thumbnail({ image, name, onBroken }: ThumbnailProps): ReactElement {
  const [isLarge, setLarge] = useState(false);
  const show = useCallback(
    (element: HTMLImageElement | null) => {
      if (!element) return;
      const address = URL.createObjectURL(new Blob([image.bytes], { type: image.type }));
      element.src = address;
      return () => URL.revokeObjectURL(address);
    },
    [image],
  );
  return (
    <button
      type="button"
      className={isLarge ? "thumbnail large" : "thumbnail"}
      aria-pressed={isLarge}
      aria-label={`${name}, ${isLarge ? "shown large" : "small"}`}
      title={isLarge ? "Show small" : "Show large"}
      onClick={() => setLarge(!isLarge)}
    >
      <img ref={show} alt="" onError={onBroken} />
    </button>
  );
}
