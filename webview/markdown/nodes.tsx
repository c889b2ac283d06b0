// marked's tokens as React nodes. The set below is closed: raw HTML and unknown tokens are shown as text,
// addresses that lead nowhere allowed as their text. No HTML string is ever made.

import type { MarkedToken, Token, Tokens } from "marked";
import { createElement, type ReactElement, type ReactNode } from "react";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { deepestNesting } from "./boundedLexer.ts";
import { CodeBlock } from "./CodeBlock.tsx";
import { decodeEntities } from "./entities.ts";
import { Link } from "./Link.tsx";
import { InLinkContext, Picture } from "./Picture.tsx";

interface NodesProps {
  readonly tokens: readonly Token[];
  readonly depth: number;
}

/** A list of tokens, blocks or inline. `depth` counts how far inside others they stand. */
export function Nodes({ tokens, depth }: NodesProps): ReactElement {
  if (depth > deepestNesting) return <Plain text={tokens.map((token) => token.raw).join("")} />;
  return (
    <>
      {tokens.map((token, index) => (
        // Tokens of one text have no identity beyond their place.
        // oxlint-disable-next-line react/no-array-index-key
        <Node key={index} token={token} depth={depth + 1} />
      ))}
    </>
  );
}

export function Node({ token, depth }: { readonly token: Token; readonly depth: number }): ReactNode {
  const known = token as MarkedToken;
  switch (known.type) {
    case "space":
    case "def":
      return null;
    case "paragraph":
      return <p>{inside(known.tokens, depth)}</p>;
    case "heading":
      return createElement(
        `h${Math.min(known.depth + 2, 6)}`,
        { className: `size-${known.depth}` },
        inside(known.tokens, depth),
      );
    case "code":
      return <CodeBlock text={known.text} lang={known.lang ?? ""} />;
    case "blockquote":
      return <blockquote>{inside(known.tokens, depth)}</blockquote>;
    case "list":
      return <List list={known} depth={depth} />;
    case "table":
      return <Table table={known} depth={depth} />;
    case "hr":
      return <hr />;
    case "br":
      return <br />;
    case "strong":
      return <strong>{inside(known.tokens, depth)}</strong>;
    case "em":
      return <em>{inside(known.tokens, depth)}</em>;
    case "del":
      return <del>{inside(known.tokens, depth)}</del>;
    case "codespan":
      return (
        <code>
          <Plain text={known.text} kind="code" />
        </code>
      );
    case "link":
      return (
        <Link href={known.href}>
          <InLinkContext value>{inside(known.tokens, depth)}</InLinkContext>
        </Link>
      );
    case "image":
      return <Picture image={known} />;
    case "checkbox":
      return <Checkbox checked={known.checked} />;
    case "escape":
      return <Plain text={known.text} />;
    case "text":
      return known.tokens ? inside(known.tokens, depth) : <Plain text={decodeEntities(known.text)} />;
    default:
      return <Plain text={token.raw} />;
  }
}

function inside(tokens: readonly Token[], depth: number): ReactElement {
  return <Nodes tokens={tokens} depth={depth} />;
}

function List({ list, depth }: { readonly list: Tokens.List; readonly depth: number }): ReactElement {
  const items = list.items.map((item, index) => (
    // oxlint-disable-next-line react/no-array-index-key
    <li key={index} className={item.task ? "task" : undefined}>
      {inside(item.tokens, depth)}
    </li>
  ));
  if (!list.ordered) return <ul>{items}</ul>;
  return <ol start={list.start === "" ? 1 : list.start}>{items}</ol>;
}

function Checkbox({ checked }: { readonly checked: boolean }): ReactElement {
  return (
    <span className="checkbox" role="img" aria-label={checked ? "Done: " : "To do: "}>
      <Icon name={checked ? "pass-filled" : "circle-large"} tone="dim" />
    </span>
  );
}

function Table({ table, depth }: { readonly table: Tokens.Table; readonly depth: number }): ReactElement {
  const cells = (row: readonly Tokens.TableCell[], tag: "td" | "th"): ReactNode =>
    row.map((cell, column) =>
      createElement(
        tag,
        { key: column, className: cell.align === null ? undefined : `align-${cell.align}` },
        inside(cell.tokens, depth),
      ),
    );
  return (
    // A table wider than the view scrolls inside; the keyboard has to reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="table" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>{cells(table.header, "th")}</tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>{cells(row, "td")}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
