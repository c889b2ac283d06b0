// Highlighted code as a tree of texts with scopes: the shape that the highlighter's own tree is read into. Pure.

/** A text, or pieces in one scope such as `string` or `title.function`. */
export type Piece = string | { readonly scope: string; readonly pieces: readonly Piece[] };

/** The pieces of a highlighter's node; undefined when it is not shaped as one. */
export function piecesOf(node: unknown): readonly Piece[] | undefined {
  if (typeof node !== "object" || node === null || !("children" in node)) return undefined;
  if (!Array.isArray(node.children)) return undefined;
  const pieces: Piece[] = [];
  for (const child of node.children) {
    if (typeof child === "string") {
      pieces.push(child);
      continue;
    }
    const inner = piecesOf(child);
    if (!inner) return undefined;
    const scope = (child as { scope?: unknown }).scope;
    if (typeof scope === "string") pieces.push({ scope, pieces: inner });
    else pieces.push(...inner);
  }
  return pieces;
}

/** All texts of the pieces, joined. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : textOf(piece.pieces))).join("");
}
