// Contents for the pictures of single items: coloured output, pictures as data, long and hostile words.

const esc = "\u001b";

/** A picture of 24 by 16 pixels in two colours. */
export const tinyPicture =
  "data:image/bmp;base64," + Buffer.from(bitmap(24, 16, (x, y) => (x + y) % 8 < 4)).toString("base64");

function bitmap(width: number, height: number, isOn: (x: number, y: number) => boolean): Uint8Array {
  const rowBytes = Math.ceil((width * 3) / 4) * 4;
  const bytes = new Uint8Array(54 + rowBytes * height);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, 54, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      bytes.set(isOn(x, y) ? [0xd4, 0x78, 0x00] : [0xc9, 0xb0, 0x4e], 54 + y * rowBytes + x * 3);
  return bytes;
}

const sixteen = [30, 31, 32, 33, 34, 35, 36, 37, 90, 91, 92, 93, 94, 95, 96, 97];

export const colouredOutput = [
  `${esc}[1m${esc}[36mvitest${esc}[0m ${esc}[2mv5.1.1 /home/ada/shop-api${esc}[0m`,
  "",
  ` ${esc}[32m✓${esc}[0m orders ${esc}[2m(12 tests)${esc}[0m ${esc}[33m 61ms${esc}[0m`,
  ` ${esc}[31m❯${esc}[0m checkout ${esc}[2m(3 tests | ${esc}[0m${esc}[31m1 failed${esc}[0m${esc}[2m)${esc}[0m`,
  `${esc}[41m${esc}[97m${esc}[1m FAIL ${esc}[0m charges once on retry`,
  sixteen.map((code) => `${esc}[${code}mcol${esc}[0m`).join(" "),
  sixteen.map((code) => `${esc}[${code + 10}m  ${esc}[0m`).join(""),
  `${esc}[38;5;208mof 256${esc}[0m ${esc}[38;2;90;170;255mof 16 million${esc}[0m ${esc}[3mitalic${esc}[0m ${esc}[4munderlined${esc}[0m ${esc}[7minverse${esc}[0m ${esc}[9mstruck${esc}[0m`,
  `downloading  10%\rdownloading  60%\rdownloading 100%${esc}[K`,
  "",
].join("\r\n");

export const hostileOutput = [
  `${esc}]8;;https://evil.example${esc}\\click here${esc}]8;;${esc}\\ and ${esc}]52;c;cm0gLXJmIH4=\u0007nothing was copied`,
  `${esc}[2J${esc}[H${esc}]0;another title\u0007 ${esc}[8mconcealed words${esc}[0m`,
  "looks like \u202egnp.exe and zero\u200bwidth",
  "",
].join("\n");

export const longOutput = Array.from(
  { length: 12_400 },
  (_, index) =>
    `[${String(index).padStart(5, "0")}] ${esc}[32mok${esc}[0m compiled src/module${index % 97}.ts`,
).join("\n");

export const codeSample = `Three languages, one block that is not known, and one that is too long for a line:

\`\`\`ts
import { pay } from "./pay.ts";

/** Charges a cart once. */
export async function checkout(cart: Cart, key = "none"): Promise<Result> {
  // A retry finds the first result.
  const found = await orders.find(key);
  if (found !== null && cart.items.length > 0) return found.result;
  return new Result(await pay(cart), { hours: 24, retried: false });
}
\`\`\`

\`\`\`python
@retry(times=3)
def charge(cart: Cart, key: str = "none") -> Result:
    """Charges once."""
    return Result(total=sum(item.price for item in cart), ok=True)
\`\`\`

\`\`\`bash
export KEY="$(uuidgen)"  # a key for each cart
curl -X POST "$HOST/checkout" -H "Idempotency-Key: $KEY" | jq '.result'
\`\`\`

\`\`\`json
{ "key": "a1", "hours": 24, "charged": true, "error": null }
\`\`\`

\`\`\`
plain text without a language
\`\`\`
`;
