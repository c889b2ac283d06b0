// Further permissions that Codex asks for, as single lines that a person grants one by one, and the reply that
// grants exactly those. Paths are the server's; nothing is widened or made up here.

import type { v2 } from "../protocol.ts";

/** One thing that is asked for. `text` is outside text: neutralise it. */
export interface Grant {
  readonly access: "read" | "write" | "deny" | "network";
  /** The path, the glob or the server's word for a place; "" for the network. */
  readonly text: string;
}

type Asked = v2.RequestPermissionProfile | v2.AdditionalPermissionProfile;

/** Everything that is asked for, each once, in the order of the request. */
export function grantsOf(asked: Asked): Grant[] {
  const { fileSystem, network } = asked;
  const grants: Grant[] = [];
  const add = (grant: Grant): void => {
    if (!grants.some((known) => keyOf(known) === keyOf(grant))) grants.push(grant);
  };
  for (const path of fileSystem?.write ?? []) add({ access: "write", text: path });
  for (const path of fileSystem?.read ?? []) add({ access: "read", text: path });
  for (const entry of fileSystem?.entries ?? []) add(grantOfEntry(entry));
  if (network?.enabled === true) add({ access: "network", text: "" });
  return grants;
}

/** The same for a command's further permissions, in words. */
export function linesOfGrants(asked: Asked | null): string[] {
  return asked ? grantsOf(asked).map(wordsOfGrant) : [];
}

export function wordsOfGrant({ access, text }: Grant): string {
  return access === "network" ? "network access" : `${access} ${text}`;
}

/** The permissions asked for, cut down to the granted lines (places in `grantsOf`). */
export function grantedOf(
  asked: v2.RequestPermissionProfile,
  granted: readonly number[],
): v2.GrantedPermissionProfile {
  const all = grantsOf(asked);
  const keys = new Set(granted.flatMap((index) => (all[index] ? [keyOf(all[index])] : [])));
  const has = (grant: Grant): boolean => keys.has(keyOf(grant));
  const { fileSystem } = asked;
  const profile: v2.GrantedPermissionProfile = {};
  if (has({ access: "network", text: "" })) profile.network = { enabled: true };
  if (fileSystem && all.some((grant) => grant.access !== "network" && has(grant))) {
    const { read, write, entries } = fileSystem;
    profile.fileSystem = {
      ...fileSystem,
      read: read?.filter((text) => has({ access: "read", text })) ?? null,
      write: write?.filter((text) => has({ access: "write", text })) ?? null,
      ...(entries ? { entries: entries.filter((entry) => has(grantOfEntry(entry))) } : {}),
    };
  }
  return profile;
}

function keyOf({ access, text }: Grant): string {
  return `${access} ${text}`;
}

function grantOfEntry({ access, path }: v2.FileSystemSandboxEntry): Grant {
  switch (path.type) {
    case "path":
      return { access, text: path.path };
    case "glob_pattern":
      return { access, text: path.pattern };
    case "special":
      return { access, text: specialWords(path.value) };
  }
}

function specialWords(place: v2.FileSystemSpecialPath): string {
  switch (place.kind) {
    case "root":
      return "/ (the whole disk)";
    case "minimal":
      return "the system’s own files";
    case "project_roots":
      return place.subpath === null ? "the workspace folders" : `${place.subpath} in the workspace folders`;
    case "tmpdir":
      return "the temporary folder";
    case "slash_tmp":
      return "/tmp";
    case "unknown":
      return place.subpath === null ? place.path : `${place.path} ${place.subpath}`;
  }
}
