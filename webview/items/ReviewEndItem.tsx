// The end of a review by the agent: what it found, once, and the way to it in the editor.

import type { ReactElement } from "react";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import { parseReview } from "../../extension/shared/reviewResult.ts";
import { Markdown } from "../markdown/Markdown.tsx";
import { usePost } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";
import { countOf } from "../ui/words.ts";
import { Divider } from "./Divider.tsx";
import type { ItemProps } from "./itemProps.ts";

export function ReviewEndItem({
  item,
  isToldAgain = false,
}: ItemProps<ItemOf<"exitedReviewMode">>): ReactElement {
  const { findings } = parseReview(item.review);
  const found = findings.length > 0 ? `: ${countOf(findings.length, "finding")}` : "";
  return (
    <>
      <Divider icon={{ name: "eye" }}>Review finished{found}</Divider>
      {item.review.trim() === "" && <p className="fact">The reviewer wrote nothing.</p>}
      {item.review.trim() !== "" && !isToldAgain && <Markdown text={item.review} />}
      {findings.length > 0 && <ShowFindings itemId={item.id} />}
    </>
  );
}

function ShowFindings({ itemId }: { readonly itemId: string }): ReactElement {
  const post = usePost();
  return (
    <p className="review-findings">
      <button type="button" className="quiet-button" onClick={() => post({ type: "showFindings", itemId })}>
        <Icon name="go-to-file" /> Show findings in the editor
      </button>
    </p>
  );
}
