// A picture out of the thread as a thumbnail; a press shows it at the width of the view. It reaches the document
// only as a blob of this page, because the content policy lets nothing else be a picture.

import { useCallback, useMemo, useState, type ReactElement } from "react";
import { useUnfolded } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";
import { readDataImage, type ImageBytes } from "./dataImage.ts";
import { pictureSize } from "./pictureSize.ts";

export interface DataImageProps {
  /** A `data:` address. Anything else is shown as a word. */
  readonly url: string;
  /** What the picture is, in words. */
  readonly name: string;
  /** Names the picture's place; unique in the thread. */
  readonly id: string;
}

/** More would fill the memory when it is decoded. */
const mostPixels = 100_000_000;

export function DataImage({ url, name, id }: DataImageProps): ReactElement {
  const image = useMemo(() => readDataImage(url), [url]);
  const [isBroken, setBroken] = useState(false);
  if (image && !isBroken)
    return <Thumbnail image={image} name={name} id={id} onBroken={() => setBroken(true)} />;
  return (
    <span className="chip" title="This picture cannot be shown here">
      <Icon name="file-media" tone="dim" /> {name}
    </span>
  );
}

interface ThumbnailProps {
  readonly image: ImageBytes;
  readonly name: string;
  readonly id: string;
  readonly onBroken: () => void;
}

function Thumbnail({ image, name, id, onBroken }: ThumbnailProps): ReactElement {
  const [isLarge, toggle] = useUnfolded(`picture ${id}`);
  const size = useMemo(() => pictureSize(image.bytes), [image]);
  const isHuge = size !== undefined && size.width * size.height > mostPixels;
  const show = useCallback(
    (element: HTMLImageElement | null) => {
      if (!element) return;
      if (isHuge) return onBroken();
      const address = URL.createObjectURL(new Blob([image.bytes], { type: image.type }));
      element.src = address;
      return () => URL.revokeObjectURL(address);
    },
    // oxlint-disable-next-line react/exhaustive-deps -- how it is told that it is broken says nothing of the picture
    [image, isHuge],
  );
  return (
    <button
      type="button"
      className={isLarge ? "thumbnail large" : "thumbnail"}
      aria-pressed={isLarge}
      aria-label={`${name}, ${isLarge ? "shown large" : "small"}`}
      title={isLarge ? "Show small" : "Show large"}
      onClick={toggle}
    >
      {/* Both numbers, so that a large picture has its height before it is decoded. */}
      <img ref={show} alt="" width={size?.width} height={size?.height} decoding="async" onError={onBroken} />
    </button>
  );
}
