// The list of files that make up a bundled app-server, written when it was staged:
// `bin/<target>/manifest.json`. A manifest that is not exactly of this shape is refused; no path in it may
// lead out of its folder.

import { posix } from "node:path";

export interface ManifestFile {
  /** Relative to the manifest's folder, with forward slashes. */
  path: string;
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
  executable: boolean;
}

export interface Manifest {
  package: string;
  version: string;
  target: string;
  /** Path of the program itself, one of `files`. */
  executable: string;
  files: ManifestFile[];
}

/** Reads the text of a manifest. Throws Error, saying what is wrong, if it is not one. */
export function parseManifest(text: string): Manifest {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new Error("the manifest is not an object");
  const files = value["files"];
  if (!Array.isArray(files) || files.length === 0) throw new Error("the manifest lists no files");
  const manifest: Manifest = {
    package: textOf(value, "package"),
    version: textOf(value, "version"),
    target: textOf(value, "target"),
    executable: textOf(value, "executable"),
    files: files.map(parseFile),
  };
  if (!manifest.files.some((file) => file.path === manifest.executable && file.executable)) {
    throw new Error("the manifest does not list its own executable");
  }
  return manifest;
}

function parseFile(value: unknown): ManifestFile {
  if (!isRecord(value)) throw new Error("a file of the manifest is not an object");
  const path = textOf(value, "path");
  if (path.includes("\\") || path.includes(":") || posix.isAbsolute(path) || posix.normalize(path) !== path) {
    throw new Error(`the manifest names an odd path: ${path}`);
  }
  if (path.split("/").includes(".."))
    throw new Error(`the manifest names a path outside its folder: ${path}`);
  const size = value["size"];
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw new Error(`the manifest gives no size for ${path}`);
  }
  const sha256 = textOf(value, "sha256");
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`the manifest gives no sha256 for ${path}`);
  return { path, size, sha256, executable: value["executable"] === true };
}

function textOf(value: Record<string, unknown>, key: string): string {
  const text = value[key];
  if (typeof text !== "string" || text === "") throw new Error(`the manifest has no "${key}"`);
  return text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
