// Which component draws which item: one table over all types, so that a new type of the protocol breaks the
// build here. A type that a newer server sends and this build does not know is drawn by UnknownItem.

import type { ComponentType, ReactElement } from "react";
import type { ItemOf, ItemType } from "../../extension/shared/protocol.ts";
import { AgentActivityItem, AgentCallItem } from "./AgentItems.tsx";
import { AgentMessageItem } from "./AgentMessageItem.tsx";
import { CommandItem } from "./CommandItem.tsx";
import { FileChangeItem } from "./FileChangeItem.tsx";
import { FunctionOutputItem } from "./FunctionOutputItem.tsx";
import type { ItemProps } from "./itemProps.ts";
import { UserMessageItem } from "./MessageItems.tsx";
import { ImageGenerationItem, ImageViewItem } from "./PictureItems.tsx";
import {
  CompactionItem,
  HookPromptItem,
  PlanItem,
  ReviewStartItem,
  SleepItem,
  UnknownItem,
} from "./PlainItems.tsx";
import { ReasoningItem } from "./ReasoningItem.tsx";
import { DynamicToolItem, McpToolItem } from "./ToolItem.tsx";
import { ReviewEndItem } from "./ReviewEndItem.tsx";
import { WebSearchItem } from "./WebSearchItem.tsx";

type Table = { readonly [T in ItemType]: ComponentType<ItemProps<ItemOf<T>>> };

const components = {
  userMessage: UserMessageItem,
  agentMessage: AgentMessageItem,
  plan: PlanItem,
  reasoning: ReasoningItem,
  commandExecution: CommandItem,
  fileChange: FileChangeItem,
  mcpToolCall: McpToolItem,
  dynamicToolCall: DynamicToolItem,
  collabAgentToolCall: AgentCallItem,
  subAgentActivity: AgentActivityItem,
  webSearch: WebSearchItem,
  imageView: ImageViewItem,
  imageGeneration: ImageGenerationItem,
  enteredReviewMode: ReviewStartItem,
  exitedReviewMode: ReviewEndItem,
  contextCompaction: CompactionItem,
  hookPrompt: HookPromptItem,
  sleep: SleepItem,
  functionCallOutput: FunctionOutputItem,
} satisfies Table;

/** The inside of an item: what stands in the article that names it. */
export function ItemBody(props: ItemProps<ItemOf<ItemType>>): ReactElement {
  const { entry, item, isAsked, isToldAgain = false } = props;
  const { type } = item;
  const Component = (Object.hasOwn(components, type) ? components[type] : UnknownItem) as ComponentType<
    ItemProps<ItemOf<ItemType>>
  >;
  return <Component entry={entry} item={item} isAsked={isAsked} isToldAgain={isToldAgain} />;
}
