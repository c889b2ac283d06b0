// Places whose contents run or are trusted later without a question: settings of editors, hooks, CI, package and
// agent settings. One list, for the sandbox's profile and for the marks that a person sees. Pure, names only: it
// reads no disk, so a link that points to such a place is not seen here.

export interface SensitivePlace {
  /** Below any folder, with "/" between its parts. */
  readonly place: string;
  /** What its contents are, for a person. */
  readonly words: string;
  /**
   * What a profile names to keep it read-only; the place itself when left out. Always one name: where the first of two
   * is missing, the sandbox of one command makes an empty file of it, and that of the next cannot start (seen).
   */
  readonly guard?: string;
}

const editorWords = "Settings that VS Code runs or trusts";
const shellWords = "Settings that run when a tool starts here";
const agentWords = "Instructions and settings that agents follow";

/** Made read-only by the profile of Auto. */
export const editorPlaces: readonly SensitivePlace[] = [
  { place: ".vscode", words: editorWords },
  { place: ".idea", words: "Settings that your editor runs or trusts" },
  { place: ".devcontainer", words: editorWords },
  { place: ".github/workflows", words: "Runs in CI, with its secrets", guard: ".github" },
  { place: ".husky", words: "Hooks that git runs" },
  { place: ".envrc", words: shellWords },
  { place: ".npmrc", words: shellWords },
  { place: "AGENTS.md", words: agentWords },
];

/** The agent's own settings, which no setting of ours lays open. */
export const agentPlaces: readonly SensitivePlace[] = [
  { place: ".codex", words: agentWords },
  { place: ".agents", words: agentWords },
];

/** No entry of a profile: the server guards git's own folder itself. */
const gitPlaces: readonly SensitivePlace[] = [{ place: ".git", words: "Hooks and settings that git runs" }];

export function guardOf({ place, guard = place }: SensitivePlace): string {
  return guard;
}

/**
 * What the sandbox puts up in a folder while a command runs there, each where nothing of the name was: empty folders,
 * and empty files that nobody may write (facts §5, and seen).
 */
export const sandboxNames: ReadonlySet<string> = new Set([
  ".git",
  ".aws",
  ".env",
  ...[...editorPlaces, ...agentPlaces].map(guardOf),
]);

const all = [...editorPlaces, ...agentPlaces, ...gitPlaces].map(({ place, words }) => ({
  parts: place.split("/").map(foldName),
  words,
}));

/**
 * What the file at this path is, when it lies in a sensitive place or is a workspace file, in words; null otherwise.
 * Names count as disks read them that ignore case, invisible characters or what trails a name.
 */
export function sensitiveWords(path: string): string | null {
  const names = path.split(/[\\/]+/).map(foldName);
  if (names.at(-1)?.endsWith(".code-workspace")) return editorWords;
  for (const { parts, words } of all) {
    if (names.some((_, at) => parts.every((part, offset) => isName(names[at + offset], part)))) return words;
  }
  return null;
}

function foldName(name: string): string {
  return (
    name
      .normalize("NFC")
      .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
      // NTFS: a stream behind a colon names the same file, and trailing dots and blanks do not count.
      .replace(/(?<=.):.*$/u, "")
      .replace(/[. ]+$/u, "")
      .toUpperCase()
      .toLowerCase()
  );
}

/** The name itself, or the short name that old Windows disks give it (`GIT~1`, `VSCODE~1`). */
function isName(name: string | undefined, place: string): boolean {
  if (name === undefined) return false;
  if (name === place) return true;
  const short = /^([^~]{1,6})~\d+(\..*)?$/u.exec(name)?.[1];
  return short !== undefined && place.replace(/^\./, "").slice(0, 6) === short;
}
