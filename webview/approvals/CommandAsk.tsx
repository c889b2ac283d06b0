// A command, an input to a running program, or a host on the network, exactly as it would be.

import { useContext, type ReactElement } from "react";
import type { Ask } from "../../extension/shared/approvals/ask.ts";
import type { CommandAction } from "../../extension/shared/protocol.ts";
import { CwdContext } from "../markdown/cwd.ts";
import { Plain } from "../ui/Plain.tsx";
import { Exact, Fact, folderWords, PermissionLines, Quotation } from "./BodyParts.tsx";
import { Host } from "./Host.tsx";
import { typedSegments } from "./typedSegments.ts";

type AskOf<K extends Ask["kind"]> = { readonly ask: Extract<Ask, { kind: K }> };

export function CommandAsk({ ask }: AskOf<"command">): ReactElement {
  const cwd = useContext(CwdContext);
  const known = ask.actions.filter((action) => action.type !== "unknown");
  return (
    <>
      <Exact text={ask.command} />
      {ask.cwd !== null && (
        <Fact>
          in <Plain text={folderWords(cwd, ask.cwd)} kind="code" />
        </Fact>
      )}
      {known.length > 0 && (
        <Fact>
          {known.map((action, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <ActionWords key={index} action={action} isFirst={index === 0} />
          ))}
        </Fact>
      )}
      <Quotation text={ask.reason} />
      {ask.needsPerson && <Fact>The configuration of Codex wants a person to decide this each time.</Fact>}
      <PermissionLines lines={ask.permissions} />
    </>
  );
}

interface ActionWordsProps {
  readonly action: CommandAction;
  readonly isFirst: boolean;
}

function ActionWords({ action, isFirst }: ActionWordsProps): ReactElement | null {
  const glue = isFirst ? "" : " · ";
  switch (action.type) {
    case "read":
      return (
        <>
          {glue}reads <Plain text={action.name} kind="code" />
        </>
      );
    case "listFiles":
      return (
        <>
          {glue}lists <Plain text={action.path ?? "the folder"} kind="code" />
        </>
      );
    case "search":
      return (
        <>
          {glue}searches “<Plain text={action.query ?? ""} kind="code" />”
        </>
      );
    case "unknown":
      return null;
  }
}

export function StdinAsk({ ask }: AskOf<"stdin">): ReactElement {
  const endsWithEnter = /[\r\n]$/.test(ask.input);
  return (
    <>
      <Exact text={ask.input} read={typedSegments} />
      <Fact>
        {endsWithEnter ? "Ends with Enter" : "Does not end with Enter"}
        {ask.program === "" && " · into a running program"}
      </Fact>
      {ask.program !== "" && (
        <>
          <Fact>Into the running program</Fact>
          <Exact text={ask.program} />
        </>
      )}
      <Quotation text={ask.reason} />
    </>
  );
}

export function NetworkAsk({ ask }: AskOf<"network">): ReactElement {
  return (
    <>
      <div className="box exact">
        <Host host={ask.host} protocol={ask.protocol} />
      </div>
      <Quotation text={ask.reason} />
    </>
  );
}
