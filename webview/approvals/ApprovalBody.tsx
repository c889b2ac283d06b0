// What a card is about, whole, by its kind. Nothing is shortened and nothing is interpreted; what is filled in goes up.

import type { ReactElement } from "react";
import type { Ask } from "../../extension/shared/approvals/ask.ts";
import { CommandAsk, NetworkAsk, StdinAsk } from "./CommandAsk.tsx";
import { FileChangeAsk } from "./FileChangeAsk.tsx";
import type { Fill } from "./fill.ts";
import { FormAsk } from "./FormAsk.tsx";
import { McpToolAsk, McpUnknownAsk, McpUrlAsk } from "./McpAsk.tsx";
import { PermissionsAsk } from "./PermissionsAsk.tsx";
import { QuestionsAsk } from "./QuestionsAsk.tsx";
import type { FillIn } from "./useFill.ts";

export interface ApprovalBodyProps {
  readonly ask: Ask;
  readonly approvalKey: string;
  readonly fill: Fill;
  readonly onFill: FillIn;
  /** The person wants to send: what is wrong is told. */
  readonly isTried: boolean;
  readonly isSent: boolean;
  /** Told with true once all files of a change are on the page with all their lines. Must keep its identity. */
  readonly onWhole: (isWhole: boolean) => void;
}

export function ApprovalBody(props: ApprovalBodyProps): ReactElement {
  const { ask } = props;
  switch (ask.kind) {
    case "command":
      return <CommandAsk ask={ask} />;
    case "stdin":
      return <StdinAsk ask={ask} />;
    case "network":
      return <NetworkAsk ask={ask} />;
    case "fileChange":
      return <FileChangeAsk ask={ask} approvalKey={props.approvalKey} onWhole={props.onWhole} />;
    case "permissions":
      return <PermissionsAsk {...props} ask={ask} />;
    case "questions":
      return <QuestionsAsk {...props} ask={ask} />;
    case "mcpForm":
      return <FormAsk {...props} ask={ask} />;
    case "mcpUrl":
      return <McpUrlAsk ask={ask} />;
    case "mcpTool":
      return <McpToolAsk ask={ask} />;
    case "mcpUnknown":
      return <McpUnknownAsk ask={ask} />;
  }
}
