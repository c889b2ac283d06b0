// The blocks of a message that still grows. All but the last two are frozen and never looked at again; a fence
// that stays open only gets longer. Frozen tokens keep their identity, so their components do not render again.
// What a later line changes in an earlier block (link definitions) is put right by the whole reading at the end.

import type { Token } from "marked";
import { definesLinks, lexBlocks } from "./boundedLexer.ts";

interface OpenFence {
  /** Where its first line of content begins. */
  readonly from: number;
  readonly lang: string;
  readonly closing: RegExp;
  /** Up to here no line closes it. */
  searched: number;
}

/** Blocks in pages of equal length: a full page is the same array for as long as its blocks are the same. */
export interface BlockPages {
  readonly pages: readonly (readonly Token[])[];
  /** So many blocks from the start will not change while the text grows. */
  readonly settled: number;
  /** The last block is a fence that was not closed yet. */
  readonly isFenceOpen: boolean;
}

export const blocksPerPage = 32;

/** The next reading waits until this many times the cost of the last one has passed. */
const restFactor = 4;
const cheapMs = 4;

export class StreamedBlocks {
  private given = "";
  private isBehind = false;
  private shown: BlockPages = { pages: [], settled: 0, isFenceOpen: false };
  private text = "";
  private fullPages: readonly (readonly Token[])[] = [];
  /** The frozen blocks behind the full pages. */
  private frozen: readonly Token[] = [];
  private tail: readonly Token[] = [];
  /** Length of the text that the frozen blocks stand for. */
  private settled = 0;
  private fence: OpenFence | null = null;
  private costMs = 0;
  private isRendered = true;
  private startedAtMs = 0;
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
  read(text: string): BlockPages {
    if (text !== this.given) {
      this.given = text;
      this.isBehind = true;
    }
    if (this.isBehind && this.restMs() === 0) {
      this.startedAtMs = this.now();
      this.take(withPlainNewlines(text));
      this.isBehind = false;
      this.isRendered = false;
      this.measure();
    }
    return this.shown;
  }

  /** What was read last is on the page now: its cost counts too. */
  rendered(): void {
    if (this.isRendered) return;
    this.isRendered = true;
    this.measure();
  }

  private measure(): void {
    this.readAtMs = this.now();
    this.costMs = this.readAtMs - this.startedAtMs;
  }

  /** The blocks of the whole text, read once as a whole. What comes out as before keeps its identity. */
  finish(text: string): BlockPages {
    const blocks = lexBlocks(withPlainNewlines(text));
    const before = definesLinks(blocks) ? [] : this.shown.pages.flat();
    const kept = blocks.map((token, index) => sameOr(before[index], token));
    const pages: (readonly Token[])[] = [];
    for (let at = 0; at < kept.length; at += blocksPerPage) {
      const page = kept.slice(at, at + blocksPerPage);
      const old = this.shown.pages[pages.length];
      const isSame = old?.length === page.length && old.every((token, index) => token === page[index]);
      pages.push(isSame ? old : page);
    }
    return { pages, settled: blocks.length, isFenceOpen: false };
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
    const open = [...this.frozen, ...this.tail];
    const pages = [...this.fullPages];
    for (let at = 0; at < open.length; at += blocksPerPage) pages.push(open.slice(at, at + blocksPerPage));
    const settled = this.fullPages.length * blocksPerPage + this.frozen.length;
    this.shown = { pages, settled, isFenceOpen: this.fence !== null };
  }

  private forget(): void {
    this.text = "";
    this.fullPages = [];
    this.frozen = [];
    this.tail = [];
    this.settled = 0;
    this.fence = null;
  }

  private readTail(): void {
    this.fence = null;
    const source = this.text.slice(this.settled);
    // Both begin where the frozen blocks end, so the same place is the same block.
    const tokens = lexBlocks(source).map((token, index) => sameOr(this.tail[index], token));
    const exact = tokens.reduce((length, token) => length + token.raw.length, 0) === source.length;
    let keep = tokens.length;
    for (let open = 0; keep > 0 && open < 2;) if (tokens[--keep]?.type !== "space") open++;
    if (!exact) keep = 0;
    for (const token of tokens.slice(0, keep)) this.settled += token.raw.length;
    this.freeze(tokens.slice(0, keep));
    this.tail = tokens.slice(keep);
    this.noticeFence();
  }

  private freeze(tokens: readonly Token[]): void {
    if (tokens.length === 0) return;
    let frozen = [...this.frozen, ...tokens];
    while (frozen.length >= blocksPerPage) {
      this.fullPages = [...this.fullPages, frozen.slice(0, blocksPerPage)];
      frozen = frozen.slice(blocksPerPage);
    }
    this.frozen = frozen;
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

/** The token of before when the new one came out the same, so that nothing renders again. */
function sameOr(old: Token | undefined, token: Token): Token {
  return old?.type === token.type && old.raw === token.raw && !isGrown(old) ? old : token;
}

function withPlainNewlines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/** Made by `growFence`, not by the lexer: its raw text lacks the opening. */
function isGrown(token: Token): boolean {
  return token.type === "code" && !/^ {0,3}[`~]{3}| {4}|\t/.test(token.raw);
}
