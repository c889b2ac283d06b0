// What a search of the web did, in words, and what it found. Pure. Queries, addresses and titles are outside
// text; results are opaque to the server, so only what looks like a page is read out of them.

import type { ItemOf } from "../../extension/shared/protocol.ts";

type WebSearch = ItemOf<"webSearch">;

export interface SearchWords {
  readonly verb: string;
  readonly subject: string;
}

/** `Searched the web for` and the query; `Opened` and the address; `Looked on the page for` and the pattern. */
export function webSearchWords(item: WebSearch, runs: boolean): SearchWords {
  const { action, query } = item;
  switch (action?.type) {
    case "openPage":
      return { verb: runs ? "Opening" : "Opened", subject: action.url ?? query };
    case "findInPage":
      return {
        verb: runs ? "Looking on a page for" : "Looked on a page for",
        subject: foundWords(action, query),
      };
    case "search":
      return { verb: searchVerb(runs), subject: action.query ?? action.queries?.join(" · ") ?? query };
    default:
      return { verb: searchVerb(runs), subject: query };
  }
}

function searchVerb(runs: boolean): string {
  return runs ? "Searching the web for" : "Searched the web for";
}

function foundWords(action: { pattern: string | null; url: string | null }, query: string): string {
  if (action.pattern === null) return query;
  return `“${action.pattern}”${action.url === null ? "" : ` in ${action.url}`}`;
}

export interface FoundPage {
  readonly title: string;
  readonly url: string;
}

/** The results as pages; undefined when one of them is something else. */
export function foundPages(results: readonly unknown[]): FoundPage[] | undefined {
  const pages = results.map((result) => {
    if (typeof result !== "object" || result === null) return undefined;
    const { url, title } = result as Record<string, unknown>;
    if (typeof url !== "string") return undefined;
    return { url, title: typeof title === "string" && title !== "" ? title : url };
  });
  return pages.every((page) => page !== undefined) ? pages : undefined;
}
