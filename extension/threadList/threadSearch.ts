// Search over all threads: titles at once from the list, the text of messages from the server. Of answers to
// several questions only that to the newest counts. The caller waits until the person rests from typing.

import type { Calls, Server } from "../codex/server.ts";
import type { Thread } from "../shared/protocol.ts";
import { isListed } from "./threadEntry.ts";

export interface TextMatch {
  readonly thread: Thread;
  readonly isArchived: boolean;
  /** The place where it was found (outside text). */
  readonly snippet: string;
}

const atMost = 50;

export class ThreadSearch {
  readonly #server: Server;
  #newest = 0;

  constructor(server: Server) {
    this.#server = server;
  }

  /** The threads whose messages hold the term, newest first; undefined when another search overtook this one. */
  async inText(term: string): Promise<TextMatch[] | undefined> {
    const own = ++this.#newest;
    const searchTerm = term.trim().toWellFormed();
    // The server refuses an empty term.
    if (searchTerm === "") return [];
    const calls = await this.#server.ready();
    const found = await Promise.all([matches(calls, searchTerm, false), matches(calls, searchTerm, true)]);
    return own === this.#newest ? dropTwins(found.flat()) : undefined;
  }

  /** Whatever is under way is not wanted any more. */
  cancel(): void {
    this.#newest++;
  }
}

async function matches(calls: Calls, searchTerm: string, archived: boolean): Promise<TextMatch[]> {
  const answer = await calls.call("thread/search", {
    searchTerm,
    archived,
    limit: atMost,
    sortKey: "updated_at",
  });
  return answer.data
    .filter(({ thread }) => isListed(thread))
    .map(({ thread, snippet }) => ({ thread, snippet, isArchived: archived }));
}

/** A thread that was reverted is found among the archived ones besides (facts §8). */
function dropTwins(found: readonly TextMatch[]): TextMatch[] {
  const seen = new Set<string>();
  return found.filter(({ thread }) => !seen.has(thread.id) && seen.add(thread.id));
}
