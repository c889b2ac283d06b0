// What a tool server asks for beside forms: a web page, the run of a tool, something that we cannot show. Who asks is
// the server's name as Codex knows it; everything else on the card is the server's own words.

import { useId, useState, type ReactElement, type ReactNode } from "react";
import type { Ask } from "../../extension/shared/approvals/ask.ts";
import { parseAddress } from "../../extension/shared/webAddress.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { Exact, Fact, Quotation } from "./BodyParts.tsx";
import { Host } from "./Host.tsx";

type AskOf<K extends Ask["kind"]> = { readonly ask: Extract<Ask, { kind: K }> };

export function McpHead({
  server,
  children,
}: {
  readonly server: string;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <p className="mcp-head">
      <Icon name="server" tone="dim" />
      <span>
        MCP server:{" "}
        <b>
          <Plain text={server} kind="code" />
        </b>
        {children}
      </span>
    </p>
  );
}

export function McpMessage({ text }: { readonly text: string }): ReactElement {
  return <Quotation text={text} label="Words of the MCP server" />;
}

export function McpUrlAsk({ ask }: AskOf<"mcpUrl">): ReactElement {
  return (
    <>
      <McpHead server={ask.server} />
      <McpMessage text={ask.message} />
      <Exact text={ask.url} />
      {ask.host === null ? (
        <p className="warning-line">
          <Icon name="warning" tone="attention" />
          <span>It cannot be opened: {whyNotOpened(ask.url)}</span>
        </p>
      ) : (
        <div className="host-line">
          <span>Host:</span>
          <Host host={ask.host} />
        </div>
      )}
    </>
  );
}

function whyNotOpened(address: string): string {
  const url = parseAddress(address);
  if (!url) return "this is not a web address.";
  if (url.protocol !== "https:") return "only https addresses are opened.";
  return "the address holds a user name or a password.";
}

export function McpToolAsk({ ask }: AskOf<"mcpTool">): ReactElement {
  return (
    <>
      <McpHead server={ask.server}>
        {" · "}tool:{" "}
        <b>
          <Plain text={ask.tool === "" ? "not named" : ask.tool} kind="code" />
        </b>
      </McpHead>
      <McpMessage text={ask.message} />
      <ToolDescription text={ask.description} />
      {ask.parameters === "{}" ? (
        <Fact>Without parameters</Fact>
      ) : (
        <>
          <Fact>Parameters</Fact>
          <Exact text={ask.parameters} />
        </>
      )}
    </>
  );
}

const longDescription = 160;

/** The server's own words on its tool, folded when they are long: nobody decides by them. */
function ToolDescription({ text }: { readonly text: string }): ReactElement | null {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const words = text.trim();
  if (words === "") return null;
  if (words.length <= longDescription && !words.includes("\n"))
    return <Quotation text={words} label="What the MCP server says of the tool" />;
  return (
    <div>
      <button
        type="button"
        className="quiet-button unfold"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen((before) => !before)}
      >
        <Icon name={isOpen ? "chevron-down" : "chevron-right"} /> What the server says of the tool
      </button>
      <div id={id}>{isOpen && <Quotation text={words} label="What the MCP server says of the tool" />}</div>
    </div>
  );
}

export function McpUnknownAsk({ ask }: AskOf<"mcpUnknown">): ReactElement {
  return (
    <>
      <McpHead server={ask.server} />
      <McpMessage text={ask.message} />
      {ask.content.trim() !== "" && <Exact text={ask.content} />}
      <Fact>It can only be declined or closed.</Fact>
    </>
  );
}
