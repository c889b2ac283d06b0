// The changes of a set as one patch that `git apply` takes: texts byte for byte, binary files, moves, modes and links.
// What the person undid is not in it. It reads through the door that the view has.

import { deflateSync } from "node:zlib";
import type { ChangedFile, ChangeScope, ChangeSet, FileMode } from "../shared/changedFiles.ts";
import { isBinary } from "./byteLines.ts";
import type { Changes } from "./changes.ts";
import { compareTexts, hunkLines, withHunks } from "./hunks.ts";

const modeNumbers: Readonly<Record<FileMode, string>> = {
  file: "100644",
  executable: "100755",
  symlink: "120000",
};

interface Side {
  readonly path: string;
  readonly mode: FileMode;
  readonly bytes: Buffer;
  /** Of the content as the set names it. */
  readonly id: string;
}

/** The patch from before the scope to what stands of it; empty when nothing does. Throws when a content is gone. */
export async function patchOf(changes: Changes, scope: ChangeScope): Promise<Buffer> {
  const set = await changes.changeSet(scope);
  if (set.problem !== null) throw new RangeError(set.problem);
  const parts: string[] = [];
  for (const file of set.files) if (file.fate !== "undone") parts.push(await patchOfFile(changes, set, file));
  return Buffer.from(parts.join(""), "latin1");
}

/** The paths of a set that a commit of it needs, relative to its folder: those of moved files both. */
export function pathsToStage({ files }: ChangeSet): string[] {
  const wanted = files.filter(({ fate }) => fate !== "undone");
  return wanted.flatMap(({ path, oldPath }) => (oldPath === null ? [path] : [oldPath, path]));
}

async function patchOfFile(changes: Changes, { scope }: ChangeSet, file: ChangedFile): Promise<string> {
  const side = async (which: "before" | "after"): Promise<Side | null> => {
    const named = file[which];
    if (!named) return null;
    const bytes = Buffer.from(await changes.content(scope.threadId, named.id));
    return {
      path: which === "before" ? (file.oldPath ?? file.path) : file.path,
      mode: named.mode,
      bytes,
      id: named.id,
    };
  };
  const [before, after] = [await side("before"), await side("after")];
  if (file.fate !== "partly" || !before || !after) return diffOf(before, after);
  const { hunks } = await changes.hunks(scope, file.path);
  const undone = new Set(hunks.flatMap(({ id, fate }) => (fate === "undone" ? [id] : [])));
  const comparison = compareTexts(before.bytes, after.bytes);
  return diffOf(before, { ...after, bytes: withHunks(comparison, (id) => !undone.has(id)) });
}

/** One character a byte, like all that follows. */
function diffOf(before: Side | null, after: Side | null): string {
  if (before && after && (before.mode === "symlink") !== (after.mode === "symlink"))
    return diffOf(before, null) + diffOf(null, after);
  const [from, to] = [before ?? after, after ?? before];
  if (!from || !to || (before && after && isSame(before, after))) return "";
  const lines = [`diff --git ${named("a", from.path)} ${named("b", to.path)}`, ...modeLines(before, after)];
  if (before && after && before.path !== after.path)
    lines.push(`rename from ${quoted(before.path)}`, `rename to ${quoted(after.path)}`);
  const head = `${lines.join("\n")}\n`;
  const [old, now] = [before?.bytes ?? Buffer.alloc(0), after?.bytes ?? Buffer.alloc(0)];
  if (old.equals(now)) return head;
  if (isBinary(old) || isBinary(now)) {
    const ids = [before, after].map((side) => side?.id ?? "0".repeat(from.id.length));
    return `${head}index ${ids.join("..")}\nGIT binary patch\n${literal(now)}\n${literal(old)}\n`;
  }
  const names = [before ? named("a", from.path) : "/dev/null", after ? named("b", to.path) : "/dev/null"];
  // A name with a space ends where a tab stands.
  const [minus, plus] = names.map((name) => (name.includes(" ") ? `${name}\t` : name));
  return `${head}--- ${minus}\n+++ ${plus}\n${hunkText(old, now)}`;
}

function modeLines(before: Side | null, after: Side | null): string[] {
  if (!before) return after ? [`new file mode ${modeNumbers[after.mode]}`] : [];
  if (!after) return [`deleted file mode ${modeNumbers[before.mode]}`];
  if (before.mode === after.mode) return [];
  return [`old mode ${modeNumbers[before.mode]}`, `new mode ${modeNumbers[after.mode]}`];
}

function hunkText(old: Buffer, now: Buffer): string {
  const text: string[] = [];
  for (const { oldStart, oldLines, newStart, newLines, lines } of hunkLines(compareTexts(old, now))) {
    text.push(`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@\n`);
    for (const [mark, line] of lines)
      text.push(line.endsWith("\n") ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`);
  }
  return text.join("");
}

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
/** Of packed bytes in one line. */
const lineBytes = 52;

function literal(bytes: Buffer): string {
  const packed = deflateSync(bytes);
  const lines = [`literal ${bytes.length}\n`];
  for (let at = 0; at < packed.length; at += lineBytes) {
    const part = packed.subarray(at, at + lineBytes);
    const length =
      part.length <= 26 ? String.fromCharCode(64 + part.length) : String.fromCharCode(70 + part.length);
    lines.push(`${length}${base85(part)}\n`);
  }
  return lines.join("");
}

function base85(bytes: Buffer): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const four = Buffer.alloc(4);
    bytes.copy(four, 0, at, at + 4);
    let value = four.readUInt32BE();
    let group = "";
    for (let digit = 0; digit < 5; digit++) {
      group = (digits[value % 85] ?? "") + group;
      value = Math.floor(value / 85);
    }
    text += group;
  }
  return text;
}

function named(side: "a" | "b", path: string): string {
  return quoted(`${side}/${path}`);
}

/** As git quotes a name that a line could not hold. */
function quoted(path: string): string {
  const bytes = Buffer.from(path, "utf8").toString("latin1");
  if (!/[\u0000-\u001f"\\\u007f-\u00ff]/.test(bytes)) return bytes;
  const escaped = bytes.replaceAll(/[\u0000-\u001f"\\\u007f-\u00ff]/g, (char) =>
    char === '"' || char === "\\" ? `\\${char}` : `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  return `"${escaped}"`;
}

function isSame(one: Side, two: Side): boolean {
  return one.path === two.path && one.mode === two.mode && one.bytes.equals(two.bytes);
}
