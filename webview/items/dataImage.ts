// Pictures that came inside the thread, as bytes for a blob: only raster formats that a browser decodes, only
// base64, only up to a size. Nothing is ever fetched, and an address of any other kind is no picture.

export interface ImageBytes {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const header = /^data:(image\/(?:png|jpeg|gif|webp|bmp|avif));base64,/i;
/** Of base64: about 15 MB of picture. */
const longest = 20_000_000;

/** The bytes of a `data:` address, or undefined when it is none that may be shown. */
export function readDataImage(url: string): ImageBytes | undefined {
  const match = header.exec(url.slice(0, 40));
  if (!match || url.length > longest) return undefined;
  try {
    const binary = atob(url.slice(match[0].length));
    return {
      type: (match[1] ?? "").toLowerCase(),
      bytes: Uint8Array.from(binary, (point) => point.charCodeAt(0)),
    };
  } catch {
    return undefined;
  }
}
