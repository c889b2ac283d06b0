// What a page asks to be opened elsewhere in VS Code: diffs, output, findings, changes, links, code, and the pictures
// that it shows itself. Always: the page names things of its own thread; what is opened is what the host holds of them.

import { pictureKey, type Intent, type LoadedPicture } from "../shared/bridge.ts";
import { findItem, type ThreadState } from "../shared/threadState.ts";
import type { PendingRequests } from "../threads/pendingRequests.ts";
import type { AskedDiffs } from "./askedDiffs.ts";
import type { ChangesParts } from "./changesParts.ts";
import { insertCode, openCode } from "./code.ts";
import { openChange } from "./openChange.ts";
import { openLink } from "./openLink.ts";
import type { ReviewFindings } from "./reviewFindings.ts";
import { loadPicture, type PictureIntent } from "./shownPictures.ts";
import type { VirtualDocuments } from "./virtualDocuments.ts";

export interface PageOpeningsOptions {
  /** The thread that the page shows. */
  readonly thread: () => ThreadState | null;
  /** Where links without a thread lead from. */
  readonly folder: () => string | undefined;
  readonly pending: Pick<PendingRequests, "find">;
  readonly documents: VirtualDocuments;
  readonly askedDiffs: AskedDiffs;
  readonly changes: () => ChangesParts;
  readonly findings: () => ReviewFindings;
  readonly picture: (key: string, picture: LoadedPicture) => void;
}

const types = [
  "openChange",
  "openAskedChange",
  "openOutput",
  "reviewChanges",
  "undoTurn",
  "showFindings",
  "loadItemPicture",
  "loadLinkedPicture",
  "openLink",
  "insertCode",
  "openCode",
] as const;
export type OpeningIntent = Extract<Intent, { type: (typeof types)[number] }>;

type ItemEntry = NonNullable<ReturnType<typeof findItem>>;

export function isOpening(intent: Intent): intent is OpeningIntent {
  return types.some((type) => type === intent.type);
}

export class PageOpenings {
  readonly #options: PageOpeningsOptions;

  constructor(options: PageOpeningsOptions) {
    this.#options = options;
  }

  /** Nothing happens when the thing is not there any more. Rejects as VS Code does. */
  async do(intent: OpeningIntent): Promise<void> {
    const { thread, folder, findings } = this.#options;
    switch (intent.type) {
      case "openChange":
        return this.#withItem(intent.itemId, (entry) => this.#openChange(entry, intent.index));
      case "openAskedChange":
        return this.#openAsked(intent.approvalKey, intent.index);
      case "openOutput":
        return this.#withItem(intent.itemId, async ({ item }) => {
          if (item.type !== "commandExecution") return;
          await this.#options.documents.open("output.txt", item.aggregatedOutput ?? "");
        });
      case "reviewChanges":
      case "undoTurn":
        return this.#onChanges(intent);
      case "showFindings":
        return this.#withItem(intent.itemId, async ({ item }, shown) => {
          if (item.type === "exitedReviewMode") await findings().open(shown, item);
        });
      case "loadItemPicture":
      case "loadLinkedPicture":
        return this.#loadPicture(intent);
      case "openLink":
        return openLink(intent.href, thread()?.cwd ?? folder());
      case "insertCode":
        return insertCode(intent.text);
      case "openCode":
        return openCode(intent.text, intent.language);
    }
  }

  async #openChange({ item }: ItemEntry, index: number): Promise<void> {
    const change = item.type === "fileChange" ? item.changes[index] : undefined;
    if (item.type !== "fileChange" || !change) return;
    const { documents, askedDiffs, thread } = this.#options;
    await openChange(documents, change, item.status === "completed", (uri) =>
      askedDiffs.add(uri, thread()?.threadId ?? "", item.id),
    );
  }

  /** Opens what a live card asks for, as it is on the card. */
  async #openAsked(approvalKey: string, index: number): Promise<void> {
    const { documents, askedDiffs, pending } = this.#options;
    const approval = pending.find(approvalKey);
    const change = approval?.ask.kind === "fileChange" ? approval.ask.changes?.[index] : undefined;
    if (!approval || !change) return;
    await openChange(documents, change, false, (uri) =>
      askedDiffs.add(uri, approval.threadId, approval.itemId ?? ""),
    );
  }

  async #onChanges({ type, turnId }: Extract<Intent, { type: "reviewChanges" | "undoTurn" }>): Promise<void> {
    const threadId = this.#options.thread()?.threadId;
    if (threadId === undefined) return;
    const scope = { threadId, turnId };
    const changes = this.#options.changes();
    if (type === "reviewChanges") changes.review(scope);
    else await changes.deeds.undo({ scope, path: null, hunkId: null });
  }

  async #loadPicture(intent: PictureIntent): Promise<void> {
    const thread = this.#options.thread();
    if (thread) this.#options.picture(pictureKey(intent), await loadPicture(intent, thread));
  }

  async #withItem(
    itemId: string,
    use: (entry: ItemEntry, thread: ThreadState) => Promise<void>,
  ): Promise<void> {
    const thread = this.#options.thread();
    const entry = thread && findItem(thread, itemId);
    if (entry) await use(entry, thread);
  }
}
