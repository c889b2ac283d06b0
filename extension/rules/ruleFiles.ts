// The rules files of a Codex home: lists their rules, and takes one out. It writes nothing but the file without that
// one call, whole and at once; every other byte, the mode and a link that leads to the file stay.
// Always: a rule is taken out only where the file still says the very same; else nothing is written.

import { randomBytes } from "node:crypto";
import { lstat, open, readdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { readRules, type FileRule, type NetworkRule, type PrefixRule } from "./savedRule.ts";

const maxFileBytes = 1024 * 1024;

/** A rules file that could not be read, and why (may hold outside text). */
export interface UnreadFile {
  readonly file: string;
  readonly why: string;
}

export interface RulesRead {
  readonly rules: FileRule[];
  readonly unreadFiles: UnreadFile[];
}

export function rulesFolder(codexHome: string): string {
  return path.join(codexHome, "rules");
}

/** All rules of the home, by file name and then by place. A home without the folder has none. */
export async function readRuleFiles(codexHome: string): Promise<RulesRead> {
  const folder = rulesFolder(codexHome);
  const rules: FileRule[] = [];
  const unreadFiles: UnreadFile[] = [];
  for (const name of await namesIn(folder)) {
    const file = path.join(folder, name);
    try {
      const text = await textOf(file);
      rules.push(...readRules(file, text));
    } catch (error) {
      unreadFiles.push({ file, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { rules, unreadFiles };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(".rules")).toSorted();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

/** Text that gives back the same bytes when it is written, or an error. */
async function textOf(file: string): Promise<string> {
  const { size } = await regularFile(file);
  if (size > maxFileBytes) throw new Error(`The file is larger than ${maxFileBytes / 1024} KB.`);
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readFile(file));
}

/** A pipe or a device in the folder would hang whoever reads it. */
async function regularFile(file: string): Promise<{ size: number; mode: number }> {
  const found = await stat(file);
  if (!found.isFile()) throw new Error("This is not a file.");
  return found;
}

/** `changed`: the file does not say this any more, nothing was written. */
export type Revoked = "revoked" | "changed";

/** Takes the call out of its file, with its line when nothing else is on it. Rejects when the disk does. */
export async function revokeFromFile(rule: PrefixRule | NetworkRule): Promise<Revoked> {
  // Through a link: the file that it leads to is replaced, the link stays.
  const file = await realpath(rule.file);
  const before = await textOf(file);
  const still = readRules(rule.file, before).find((one) => one.start === rule.start);
  if (still?.kind !== rule.kind || still.source !== rule.source) return "changed";
  return await replaceFile(file, before, withoutCall(before, rule));
}

/** The text without the call. A comment behind it stays; a line that is then empty goes. */
export function withoutCall(text: string, { start, end }: { start: number; end: number }): string {
  const behind = /^[ \t]*(?:\r\n|\n|\r|$)/.exec(text.slice(end))?.[0];
  if (behind !== undefined) return text.slice(0, start) + text.slice(end + behind.length);
  return text.slice(0, start) + text.slice(end).replace(/^[ \t]+/, "");
}

/** Whole and at once, unless somebody wrote the file meanwhile. */
async function replaceFile(file: string, before: string, after: string): Promise<Revoked> {
  const { mode } = await regularFile(file);
  const part = path.join(
    path.dirname(file),
    `.${path.basename(file)}.${randomBytes(6).toString("hex")}.part`,
  );
  const handle = await open(part, "wx", mode & 0o777);
  try {
    try {
      await handle.chmod(mode & 0o777);
      await handle.writeFile(after);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const unchanged = (await textOf(file)) === before && !(await lstat(file)).isSymbolicLink();
    if (unchanged) await rename(part, file);
    return unchanged ? "revoked" : "changed";
  } finally {
    await rm(part, { force: true });
  }
}
