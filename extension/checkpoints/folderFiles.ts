// The files of one folder as the person has them now, read and written: an editor with unsaved text before the disk.
// Always: nothing is written outside the folder, through a link or into `.git`; a write on the disk is whole or none.

import { randomBytes } from "node:crypto";
import { isUtf8 } from "node:buffer";
import type { Stats } from "node:fs";
import { chmod, lstat, mkdir, readdir, rename, rm, rmdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import type { FileMode } from "../shared/changedFiles.ts";
import type { Buffers } from "./buffers.ts";
import { mostTextBytes } from "./byteLines.ts";
import { Inspector } from "./inspect.ts";

export interface Content {
  readonly mode: FileMode;
  readonly bytes: Buffer;
}

export interface Standing {
  /** null: there is no such file. */
  readonly content: Content | null;
  /** It is the unsaved text of an editor, and is changed there. */
  readonly inEditor: boolean;
  /** Why it must not be touched, in plain words; null when it may. */
  readonly locked: string | null;
}

/** A file was not written. The message is for a person. */
export class WriteRefused extends Error {
  override readonly name = "WriteRefused";
}

export interface FolderFilesOptions {
  /** Absolute real path. */
  readonly folder: string;
  readonly buffers: Buffers;
  readonly tellsExecutable: boolean;
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

export class FolderFiles {
  readonly #options: FolderFilesOptions;

  constructor(options: FolderFilesOptions) {
    this.#options = options;
  }

  /** What stands there now. Never rejects: what cannot be read is locked. */
  async read(file: string): Promise<Standing> {
    const { folder, buffers, tellsExecutable } = this.#options;
    if (!isOrdinary(file)) return locked("Lectern does not write to this place.");
    const absolute = path.join(folder, file);
    if (buffers.isLocked(absolute)) return locked("It is open in an editor with unsaved changes.");
    // A new one each time: links may come and go between two looks.
    const inspector = new Inspector({ folder, mostBytes: 4 * mostTextBytes, tellsExecutable });
    const found = await inspector.look(file, null);
    if (found.kind === "leftOut") return locked(leftOutWords[found.because]);
    const content = found.kind === "file" ? { mode: found.mode, bytes: found.bytes } : null;
    const text = content?.mode === "symlink" ? undefined : buffers.unsavedText(absolute);
    if (text === undefined) return { content, inEditor: false, locked: null };
    const mark = content?.bytes.subarray(0, 3).equals(byteOrderMark) && !text.startsWith("\uFEFF");
    const bytes = Buffer.concat([mark ? byteOrderMark : Buffer.alloc(0), Buffer.from(text, "utf8")]);
    return { content: { mode: content?.mode ?? "file", bytes }, inEditor: true, locked: null };
  }

  /** Puts a content (null: no file) where `standing` was read. Throws WriteRefused or as the disk does. */
  async write(file: string, content: Content | null, standing: Standing): Promise<void> {
    if (!isOrdinary(file)) throw new WriteRefused("Lectern does not write to this place.");
    const absolute = path.join(this.#options.folder, file);
    await this.#checkParents(file);
    if (content === null) return this.#remove(file, absolute);
    if (standing.inEditor && content.mode !== "symlink")
      return this.#replaceText(absolute, content, standing);
    const known = await lstat(absolute).catch(() => undefined);
    if (known?.isDirectory()) await this.#makeRoom(absolute);
    if (!known) await mkdir(path.dirname(absolute), { recursive: true });
    const part = path.join(path.dirname(absolute), `.lectern-${randomBytes(6).toString("hex")}.part`);
    try {
      if (content.mode === "symlink") await symlink(content.bytes, part);
      else await this.#writePart(part, known, content);
      await rename(part, absolute);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  async #writePart(part: string, known: Stats | undefined, { mode, bytes }: Content): Promise<void> {
    const isExecutable = mode === "executable";
    await writeFile(part, bytes, { flag: "wx", mode: isExecutable ? 0o777 : 0o666 });
    if (!known?.isFile() || process.platform === "win32") return;
    const readable = (known.mode & 0o444) >> 2;
    const bits = this.#options.tellsExecutable
      ? (known.mode & 0o666) | (isExecutable ? readable : 0)
      : known.mode & 0o777;
    await chmod(part, bits);
  }

  async #replaceText(absolute: string, { mode, bytes }: Content, standing: Standing): Promise<void> {
    if (!isUtf8(bytes)) throw new WriteRefused("The editor cannot hold these bytes.");
    const isMarked = bytes.subarray(0, 3).equals(byteOrderMark);
    const text = (isMarked ? bytes.subarray(3) : bytes).toString("utf8");
    if (!(await this.#options.buffers.replaceText(absolute, text)))
      throw new WriteRefused("The editor did not take the change.");
    if (mode === standing.content?.mode || process.platform === "win32") return;
    const known = await lstat(absolute).catch(() => undefined);
    if (!known?.isFile()) return;
    const readable = (known.mode & 0o444) >> 2;
    await chmod(absolute, (known.mode & 0o666) | (mode === "executable" ? readable : 0));
  }

  async #remove(file: string, absolute: string): Promise<void> {
    const known = await lstat(absolute).catch(() => undefined);
    if (known?.isDirectory()) throw new WriteRefused("A folder stands in its place.");
    await rm(absolute, { force: true });
    // Folders that only this file needed.
    for (let above = path.posix.dirname(file); above !== "."; above = path.posix.dirname(above)) {
      const isGone = await rmdir(path.join(this.#options.folder, above)).then(
        () => true,
        () => false,
      );
      if (!isGone) return;
    }
  }

  /** An empty folder may stand where a file was. */
  async #makeRoom(absolute: string): Promise<void> {
    if ((await readdir(absolute)).length > 0) throw new WriteRefused("A folder stands in its place.");
    await rmdir(absolute);
  }

  /** Each parent that is there is a folder of its own, and no link. */
  async #checkParents(file: string): Promise<void> {
    const parts = path.posix.dirname(file).split("/");
    for (let count = 1; count <= parts.length && parts[0] !== "."; count++) {
      const parent = path.join(this.#options.folder, ...parts.slice(0, count));
      const known = await lstat(parent).catch(() => undefined);
      if (!known) return;
      if (known.isSymbolicLink()) throw new WriteRefused("A link stands where its folder was.");
      if (!known.isDirectory()) throw new WriteRefused("A file stands where its folder was.");
    }
  }
}

const leftOutWords = {
  tooLarge: "It is too large.",
  tooMany: "There are too many files.",
  unreadable: "It cannot be read.",
  special: "It is neither a file nor a link.",
  nestedRepository: "It belongs to another repository.",
};

function locked(why: string): Standing {
  return { content: null, inEditor: false, locked: why };
}

/** A relative path inside the folder and outside `.git`, whatever the disk makes of its letters. */
export function isOrdinary(file: string): boolean {
  if (file === "" || file.includes("\0") || path.posix.isAbsolute(file)) return false;
  const isWindows = process.platform === "win32";
  if (isWindows && /[\\:]/.test(file)) return false;
  return file.split("/").every((part) => {
    // What HFS+ leaves out of a name, and what NTFS cuts off its end.
    const plain = part
      .replaceAll(/[\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, "")
      .replace(/[. ]+$/, "");
    return plain !== "" && !/^(?:\.git|git~\d+)$/i.test(plain);
  });
}
