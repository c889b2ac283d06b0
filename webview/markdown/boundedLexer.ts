// marked's lexer with bounds: nesting ends at 100 levels and one stretch of text holds a bounded number of
// delimiters; what goes beyond is text. It makes tokens, never HTML. It never throws, whatever a model wrote.

import { Lexer, type Token, type TokensList } from "marked";

export const deepestNesting = 100;
/** Emphasis is matched in the square of its delimiters; no real paragraph comes near. */
const mostDelimiters = 2_000;

class BoundedLexer extends Lexer {
  private depth = 0;

  override blockTokens(src: string, tokens?: Token[], lastParagraphClipped?: boolean): Token[];
  override blockTokens(src: string, tokens?: TokensList, lastParagraphClipped?: boolean): TokensList;
  override blockTokens(src: string, tokens: Token[] = [], lastParagraphClipped = false): Token[] {
    if (this.depth >= deepestNesting) return asText(src, tokens);
    this.depth++;
    try {
      return super.blockTokens(src, tokens, lastParagraphClipped);
    } finally {
      this.depth--;
    }
  }

  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (this.depth >= deepestNesting || hasTooManyDelimiters(src)) return asText(src, tokens);
    this.depth++;
    try {
      return super.inlineTokens(src, tokens);
    } finally {
      this.depth--;
    }
  }
}

function hasTooManyDelimiters(src: string): boolean {
  if (src.length <= mostDelimiters) return false;
  let count = 0;
  for (const character of src) {
    if ("*_~`[]<!".includes(character) && ++count > mostDelimiters) return true;
  }
  return false;
}

function asText(src: string, tokens: Token[]): Token[] {
  if (src !== "") tokens.push({ type: "text", raw: src, text: src });
  return tokens;
}

/** The blocks of a text in CommonMark with GitHub's tables, task lists and bare links. */
export function lexBlocks(text: string): Token[] {
  return new BoundedLexer({ gfm: true }).lex(text);
}

/** True when some definition in the text gives links elsewhere in it their address. */
export function definesLinks(tokens: readonly Token[]): boolean {
  return tokens.some(
    (token) => token.type === "def" || (token.type !== "code" && /^\s*>?\s*\[[^\]]+\]:/m.test(token.raw)),
  );
}
