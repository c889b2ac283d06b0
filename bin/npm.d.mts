// The types of npm.mjs for its TypeScript callers.

/** Runs npm in `cwd` and resolves with its standard output; rejects with npm's own last lines. */
export function runNpm(args: readonly string[], cwd: string): Promise<string>;

/** Downloads, checks and unpacks one package below `into`; resolves with the path of its contents. */
export function fetchPackage(wanted: { spec: string; integrity: string; into: string }): Promise<string>;
