// A picture of a file, asked of the host once it comes near the eye. Its place has the height of a thumbnail from the
// start, so that nothing moves when the picture comes. Where there is none, something else stands with the reason.

import { useCallback, useEffect, useState, type ReactElement, type ReactNode } from "react";
import { pictureKey, type LoadedPicture } from "../../extension/shared/bridge.ts";
import { DataImage } from "../items/DataImage.tsx";
import { usePage } from "../pageContext.ts";
import type { PictureIntent } from "./PictureShelf.ts";

export interface FilePictureProps {
  readonly wanted: PictureIntent;
  /** What the picture is, in words. */
  readonly name: string;
  /** Names the picture's place; unique in the thread. */
  readonly id: string;
  /** Stands where no picture can be shown. */
  readonly renderInstead: (problem: string) => ReactNode;
}

export function FilePicture({ wanted, name, id, renderInstead }: FilePictureProps): ReactNode {
  const [picture, ask] = usePicture(wanted);
  if (!picture) return <Place name={name} onNear={ask} />;
  if ("problem" in picture) return renderInstead(picture.problem);
  return <DataImage url={picture.url} name={name} id={id} />;
}

/** What was loaded stays as long as the component does, also when the shelf is full meanwhile. */
function usePicture(wanted: PictureIntent): readonly [LoadedPicture | undefined, ask: () => void] {
  const { pictures } = usePage();
  const key = pictureKey(wanted);
  const [shown, setShown] = useState({ key, picture: pictures.get(key) });
  if (shown.key !== key) setShown({ key, picture: pictures.get(key) });
  useEffect(
    () =>
      pictures.subscribe(() =>
        setShown((before) => {
          const picture = pictures.get(key) ?? before.picture;
          return picture === before.picture ? before : { key, picture };
        }),
      ),
    [pictures, key],
  );
  // oxlint-disable-next-line react/exhaustive-deps -- the key says all of what is wanted
  const ask = useCallback(() => pictures.ask(wanted), [pictures, key]);
  return [shown.picture, ask];
}

const nearPx = 400;

function Place({ name, onNear }: { readonly name: string; readonly onNear: () => void }): ReactElement {
  const watch = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      const observer = new IntersectionObserver(
        (entries) => {
          if (entries.some(({ isIntersecting }) => isIntersecting)) onNear();
        },
        { rootMargin: `${nearPx}px` },
      );
      observer.observe(element);
      return () => observer.disconnect();
    },
    [onNear],
  );
  return <span ref={watch} className="thumbnail waiting" role="img" aria-label={`${name}, loading`} />;
}
