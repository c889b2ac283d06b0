// The types of build.mjs for its TypeScript callers.

/** Bundles the page alone, as it is shipped, into `outdir`. Rejects when it does not build. */
export function buildPage(outdir: string): Promise<void>;

/** Bundles a program for the extension host, by default the extension, as it is shipped, into `outfile`. */
export function buildExtension(outfile: string, entry?: string): Promise<void>;

/** The same for the review pane: review.js and review.css. */
export function buildReviewPage(outdir: string): Promise<void>;
