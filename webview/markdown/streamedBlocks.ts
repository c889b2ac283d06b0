// The blocks of a message that still grows. All but the last two are frozen and never looked at again; a fence
// that stays open only gets longer. Frozen tokens keep their identity, so their components do not render again.
// What a later line changes in an earlier block (link definitions) is put right by the whole reading at the end.

import type { Token } from "marked";
import { lexBlocks } from "./boundedLexer.ts";

interface OpenFence {
  /** Where its first line of content begins. */
  readonly from: number;
  readonly lang: string;
  readonly closing: RegExp;
  /** Up to here no line closes it. */
  searched: number;
}

/** The next reading waits until this many times the cost of the last one has passed. */
const restFactor = 4;
const cheapMs = 4;

export class StreamedBlocks {
  private given = "";
  private isBehind = false;
  private blocks: readonly Token[] = [];
  private text = "";
  private frozen: Token[] = [];
  private tail: Token[] = [];
  /** Length of the text that the frozen blocks stand for. */
  private settled = 0;
  private fence: OpenFence | null = null;
  private costMs = 0;
  private readAtMs = 0;
  private readonly now: () => number;

  /** `now` counts milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /**
   * The blocks of `text`, which usually begins with the text given last. While the reader rests from a costly
   * reading these are the blocks of an earlier text: see `restMs`.
   */
  read(text: string): readonly Token[] {
    if (text !== this.given) {
      this.given = text;
      this.isBehind = true;
    }
    if (this.isBehind && this.restMs() === 0) {
      const startedAtMs = this.now();
      this.take(text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);
      this.isBehind = false;
      this.readAtMs = this.now();
      this.costMs = this.readAtMs - startedAtMs;
    }
    return this.blocks;
  }

  /** Milliseconds until the text given last will be read; 0 when it was, or may be at once. */
  restMs(): number {
    if (!this.isBehind || this.costMs < cheapMs) return 0;
    return Math.max(0, this.readAtMs + this.costMs * restFactor - this.now());
  }

  private take(text: string): void {
    if (!text.startsWith(this.text)) this.forget();
    this.text = text;
    if (!this.growFence()) this.readTail();
    this.blocks = [...this.frozen, ...this.tail];
  }

  private forget(): void {
    this.text = "";
    this.frozen = [];
    this.tail = [];
    this.settled = 0;
    this.fence = null;
  }

  private readTail(): void {
    this.fence = null;
    const source = this.text.slice(this.settled);
    const tokens = lexBlocks(source);
    const exact = tokens.reduce((length, token) => length + token.raw.length, 0) === source.length;
    let keep = tokens.length;
    for (let open = 0; keep > 0 && open < 2;) if (tokens[--keep]?.type !== "space") open++;
    if (!exact) keep = 0;
    for (const token of tokens.slice(0, keep)) this.settled += token.raw.length;
    this.frozen.push(...tokens.slice(0, keep));
    this.tail = tokens.slice(keep);
    this.noticeFence();
  }

  private noticeFence(): void {
    const last = this.tail.at(-1);
    if (last?.type !== "code") return;
    const opening = /^( {0,3})(`{3,}|~{3,})([^\n]*)\n/.exec(last.raw);
    if (!opening || opening[1] !== "") return;
    const mark = opening[2] ?? "```";
    const closing = new RegExp(`^ {0,3}${mark[0]}{${mark.length},}[ \\t]*$`, "m");
    const from = this.text.length - last.raw.length + opening[0].length;
    if (closing.test(this.text.slice(from))) return;
    this.fence = { from, lang: (opening[3] ?? "").trim(), closing, searched: from };
  }

  /** Lets the open fence take the new text. False: there is none, or it may have been closed. */
  private growFence(): boolean {
    const { fence } = this;
    if (!fence) return false;
    const lineStart = this.text.lastIndexOf("\n", fence.searched - 1) + 1;
    if (fence.closing.test(this.text.slice(Math.max(fence.from, lineStart)))) return false;
    fence.searched = this.text.length;
    const raw = this.text.slice(fence.from);
    const text = raw.endsWith("\n") ? raw.slice(0, -1) : raw;
    this.tail = [...this.tail.slice(0, -1), { type: "code", raw, lang: fence.lang, text }];
    return true;
  }
}
