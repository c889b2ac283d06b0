// The types of build.mjs for its TypeScript callers.

/** Bundles the page alone, as it is shipped, into `outdir`. Rejects when it does not build. */
export function buildPage(outdir: string): Promise<void>;
