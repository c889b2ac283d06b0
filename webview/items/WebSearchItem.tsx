// A search of the web, a page opened or searched: one line; unfolded every query and what was found. Links ask
// the host, like all others.

import type { ReactElement } from "react";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import { Link } from "../markdown/Link.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { oneLine } from "../ui/words.ts";
import { useDensity } from "./density.ts";
import type { ItemProps } from "./itemProps.ts";
import { JsonBox } from "./JsonBox.tsx";
import { Row } from "./Row.tsx";
import { foundPages, webSearchWords } from "./webSearchWords.ts";

type WebSearch = ItemOf<"webSearch">;

export function WebSearchItem({ entry, item }: ItemProps<WebSearch>): ReactElement {
  const runs = entry.phase === "running";
  const { verb, subject } = webSearchWords(item, runs);
  const opensItself = useDensity() === "everything";
  return (
    <Row
      id={item.id}
      icon={runs ? { name: "loading", spin: true } : { name: "globe", tone: "dim" }}
      dim
      title={
        <>
          {verb} <Plain text={oneLine(subject)} kind={item.action?.type === "openPage" ? "code" : "prose"} />
        </>
      }
      meta={entry.phase === "cutOff" ? "cut off" : undefined}
      opensItself={opensItself}
      body={bodyOf(item)}
    />
  );
}

function bodyOf(item: WebSearch): ReactElement | undefined {
  const { action, results } = item;
  const queries = action?.type === "search" ? (action.queries ?? []) : [];
  const url = action?.type === "openPage" || action?.type === "findInPage" ? action.url : null;
  const hasResults = results !== null && results.length > 0;
  if (queries.length < 2 && url === null && !hasResults) return undefined;
  return (
    <>
      {queries.map((query, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <p key={index} className="fact found">
          <Icon name="search" tone="dim" />
          <Plain text={query} />
        </p>
      ))}
      {url !== null && <Found title={url} url={url} />}
      {hasResults && <Results results={results} />}
    </>
  );
}

const mostResults = 20;

function Results({ results }: { readonly results: readonly unknown[] }): ReactElement {
  const pages = foundPages(results);
  if (!pages) return <JsonBox value={results} />;
  return (
    <>
      {pages.slice(0, mostResults).map((page, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <Found key={index} {...page} />
      ))}
      {pages.length > mostResults && <p className="fact">… {pages.length - mostResults} more</p>}
    </>
  );
}

function Found({ title, url }: { readonly title: string; readonly url: string }): ReactElement {
  return (
    <p className="fact found">
      <Icon name="link-external" tone="dim" />
      <span className="row-title">
        <Link href={url}>
          <Plain text={oneLine(title)} />
        </Link>
      </span>
    </p>
  );
}
