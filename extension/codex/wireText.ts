// Values to JSON text that the app-server can read.
// No lone surrogate may leave: the server drops such a line without an answer, and the call would hang for
// ever.

const escapes = /\\(?:u([0-9a-f]{4})|.)/g;
const loneSurrogate = /^d[89a-f]/;

/**
 * JSON of `value` in which half characters, in values and in keys, are replaced by U+FFFD.
 * Undefined stays undefined. Throws TypeError if the value is cyclic or holds a bigint.
 */
export function toWireText(value: unknown): string | undefined {
  const json = JSON.stringify(value) as string | undefined;
  // JSON.stringify writes whole characters raw and only half ones as \ud…, so nearly all text ends here.
  if (json === undefined || !json.includes("\\ud")) return json;
  return json.replace(escapes, (escape, hex: string | undefined) =>
    hex !== undefined && loneSurrogate.test(hex) ? "\uFFFD" : escape,
  );
}
