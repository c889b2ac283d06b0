// The configuration as the server reads it, in its layers, and writing a key of the person's own file, which the
// server alone does. It knows no key.
// Always: a write names the version that was read, so that it never goes over what somebody else wrote.

import { ServerRefused } from "../codex/errors.ts";
import type { v2 } from "../shared/protocol.ts";
import type { Calls } from "../codex/server.ts";

/** `cwd`: seen from there it has layers of a project as well. */
export function readConfig(calls: Calls, cwd: string | null): Promise<v2.ConfigReadResponse> {
  return calls.call("config/read", { includeLayers: true, cwd });
}

/** The layer of the person's own config.toml. */
export function personsLayer({ layers }: v2.ConfigReadResponse): v2.ConfigLayer | undefined {
  return layers?.find(({ name }) => isPersons(name));
}

/** A profile's file is the person's too, but the server writes config.toml only. */
export function isPersons(source: v2.ConfigLayerSource): boolean {
  return source.type === "user" && !source.profile;
}

/** Writes one key of config.toml, or takes it out (null). False when somebody wrote the file since that version. */
export async function writeKey(
  calls: Calls,
  expectedVersion: string,
  keys: readonly string[],
  value: string | null,
): Promise<boolean> {
  const edit = { keyPath: keys.map(keySegment).join("."), value, mergeStrategy: "replace" as const };
  try {
    await calls.call("config/batchWrite", { edits: [edit], expectedVersion, reloadUserConfig: true });
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof ServerRefused)) return false;
  return /configVersionConflict|modified since/.test(
    `${JSON.stringify(error.data) ?? ""} ${error.serverMessage}`,
  );
}

/** A name in a dotted path, quoted as TOML does it unless it is bare. */
function keySegment(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : JSON.stringify(name);
}

/** The table of this name in a configuration; empty where there is none. */
export function tableIn(value: unknown, name: string): object {
  const table = fieldOf(value, name);
  return typeof table === "object" && table !== null && !Array.isArray(table) ? table : {};
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
