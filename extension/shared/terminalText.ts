// What a terminal would have left on its lines, as text: colours dropped, a carriage return and a backspace
// overwrite. No other control sequence is obeyed; its characters stay in the text, where `neutralise` shows
// them. It draws nothing and knows no screen: only lines.

const escape = "\u001b";
const colour = new RegExp(`${escape}\\[[0-9;:]*m`, "g");

/** The text of program output. Anything but colours, `\r` and `\b` is kept for `neutralise`. */
export function terminalText(raw: string): string {
  if (!/[\b\r]/.test(raw) && !raw.includes(escape)) return raw;
  return raw.replace(colour, "").split("\n").map(lineAsShown).join("\n");
}

/** Erasing the line right after a return, when all of it is about to be overwritten anyway. */
const eraseAtStart = new RegExp(`^${escape}\\[[0-2]?K`);

function lineAsShown(line: string): string {
  const ended = line.replace(/\r+$/, "");
  if (!/[\b\r]/.test(ended)) return ended;
  let cells: string[] = [];
  for (const [pass, written] of ended.split("\r").entries()) {
    const erases = pass > 0 && eraseAtStart.test(written);
    if (erases) cells = [];
    overwrite(cells, erases ? written.replace(eraseAtStart, "") : written);
  }
  return cells.join("");
}

/** Writes from the first column on. */
function overwrite(cells: string[], written: string): void {
  let column = 0;
  for (const point of written) {
    if (point === "\b") column = Math.max(0, column - 1);
    else cells[column++] = point;
  }
}
