// How large a picture is, read from its first bytes, so that its place is right before it is decoded, and so that a
// small file that unpacks to gigabytes is never decoded. Pure.

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Undefined when the bytes do not tell. */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const size = sizeIn(view);
    return size && size.width > 0 && size.height > 0 ? size : undefined;
  } catch {
    // Shorter than its format demands.
    return undefined;
  }
}

function sizeIn(view: DataView): PictureSize | undefined {
  switch (view.getUint32(0)) {
    case 0x89504e47: // PNG
      return { width: view.getUint32(16), height: view.getUint32(20) };
    case 0x47494638: // GIF8
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    case 0x52494646: // RIFF
      return webpSize(view);
  }
  if (view.getUint16(0) === 0xffd8) return jpegSize(view);
  if (view.getUint16(0) === 0x424d)
    return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
  return undefined;
}

function webpSize(view: DataView): PictureSize | undefined {
  switch (view.getUint32(12)) {
    case 0x56503820: // "VP8 "
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      // "VP8L"
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858: // "VP8X": two numbers of three bytes each
      return {
        width: (view.getUint32(24, true) & 0xffffff) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
    default:
      return undefined;
  }
}

/** Walks over the segments to the one that begins a frame. */
function jpegSize(view: DataView): PictureSize | undefined {
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}
