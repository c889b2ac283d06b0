// The environment that the app-server is given, and the Codex home it works in.
// An allow-list: every command of the agent inherits it, so secrets of the person's shell stay out unless
// named. What changes how programs load code (NODE_OPTIONS, LD_*, DYLD_*, ELECTRON_*, VSCODE_*) never passes.

import { mkdir } from "node:fs/promises";
import { posix, win32 } from "node:path";

const everywhere = words(
  "PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TEMP TMP TERM",
  "HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy",
  "SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS CODEX_CA_CERTIFICATE",
  "REQUESTS_CA_BUNDLE CURL_CA_BUNDLE GIT_SSL_CAINFO",
);

const onWindows = words(
  "SystemRoot SystemDrive windir ComSpec PATHEXT OS NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE",
  "USERPROFILE USERNAME USERDOMAIN HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA PUBLIC",
  "ProgramData ALLUSERSPROFILE ProgramFiles ProgramFiles(x86) ProgramW6432",
  "CommonProgramFiles CommonProgramFiles(x86) CommonProgramW6432",
);

const allowedPrefixes = ["LC_", "XDG_"];
const forbidden = /^(?:NODE_OPTIONS|ELECTRON_.*|LD_.*|DYLD_.*|VSCODE_.*)$/i;

export interface EnvironmentOptions {
  /** Absolute path; throws RangeError otherwise. */
  codexHome: string;
  /** Names of further variables to pass on: the person's, and those that configured providers read. */
  extra: readonly string[];
  platform?: NodeJS.Platform;
}

/** The environment to spawn the app-server with, picked from `source`. */
export function serverEnvironment(
  source: NodeJS.ProcessEnv,
  options: EnvironmentOptions,
): Record<string, string> {
  const platform = options.platform ?? process.platform;
  if (!isAbsolute(options.codexHome, platform)) {
    throw new RangeError(`The Codex home must be an absolute path: ${options.codexHome}`);
  }
  const fold = (name: string): string => (platform === "win32" ? name.toUpperCase() : name);
  const allowed = new Set(
    [...everywhere, ...(platform === "win32" ? onWindows : []), ...options.extra].map(fold),
  );
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    if (value === undefined || forbidden.test(name)) continue;
    const folded = fold(name);
    if (!allowed.has(folded) && !allowedPrefixes.some((prefix) => folded.startsWith(prefix))) continue;
    if (folded === "CODEX_HOME") continue;
    environment[name] = folded === "PATH" ? cleanPath(value, platform) : value;
  }
  environment["CODEX_HOME"] = options.codexHome;
  return environment;
}

/**
 * The Codex home: the setting, else the environment's CODEX_HOME, else `~/.codex`. Throws RangeError if the
 * one that applies is not absolute: a relative one would depend on where the editor happened to start.
 */
export function resolveCodexHome(
  setting: string | undefined,
  environment: NodeJS.ProcessEnv,
  homeDirectory: string,
  platform: NodeJS.Platform = process.platform,
): string {
  const path = platform === "win32" ? win32 : posix;
  const chosen = setting?.trim() || environment["CODEX_HOME"]?.trim() || path.join(homeDirectory, ".codex");
  const expanded = /^~(?=[\\/]|$)/.test(chosen) ? path.join(homeDirectory, chosen.slice(1)) : chosen;
  if (!isAbsolute(expanded, platform)) {
    throw new RangeError(`The Codex home must be an absolute path, but it is set to "${chosen}".`);
  }
  return path.normalize(expanded);
}

/**
 * Makes the default home if it is missing: the server makes it only when CODEX_HOME is unset, and we set it
 * always. A home that somebody chose is not made, so that a typing error shows.
 */
export async function createDefaultHome(codexHome: string, homeDirectory: string): Promise<void> {
  if (codexHome !== resolveCodexHome(undefined, {}, homeDirectory)) return;
  await mkdir(codexHome, { recursive: true, mode: 0o700 });
}

/** A relative part of PATH would let a workspace supply programs. */
function cleanPath(value: string, platform: NodeJS.Platform): string {
  const delimiter = platform === "win32" ? win32.delimiter : posix.delimiter;
  return value
    .split(delimiter)
    .filter((part) => isAbsolute(part, platform))
    .join(delimiter);
}

function isAbsolute(path: string, platform: NodeJS.Platform): boolean {
  // On Windows "\folder" still depends on the current drive.
  return platform === "win32" ? /^(?:[a-z]:[\\/]|\\\\)/i.test(path) : posix.isAbsolute(path);
}

function words(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(" "));
}
