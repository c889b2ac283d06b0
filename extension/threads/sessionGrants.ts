// What a person allowed until the server ends, for them to look at. The server keeps it and cannot be made to
// forget it but by its end; with the process the list is empty again. It decides nothing.

import type { Approval } from "../shared/approvals/approval.ts";
import { subjectOf } from "../shared/approvals/words.ts";

export interface SessionGrant {
  readonly kind: Approval["ask"]["kind"];
  /** What is allowed (outside text). */
  readonly subject: string;
  /** The thread in which it holds. */
  readonly threadId: string;
  /** Unix milliseconds. */
  readonly atMs: number;
}

export class SessionGrants {
  #grants: SessionGrant[] = [];

  /** Oldest first. */
  get list(): readonly SessionGrant[] {
    return this.#grants;
  }

  /** An approval was allowed for the session; `told` is what exactly, where a person chose among several. */
  add(approval: Approval, told: string, cwd: string, atMs: number): void {
    const { ask, threadId } = approval;
    const subject = told === "" ? subjectOf(ask, cwd) : told;
    const isKnown = this.#grants.some((grant) => grant.threadId === threadId && grant.subject === subject);
    if (!isKnown) this.#grants.push({ kind: ask.kind, subject, threadId, atMs });
  }

  clear(): void {
    this.#grants = [];
  }
}
