// Things to tell that belong to no thread. Each can be put away; none blocks.

import type { ReactElement } from "react";
import type { Notice } from "../../extension/shared/hostState.ts";
import { usePost } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";

const icons = {
  info: { name: "info", tone: "plain" },
  warning: { name: "warning", tone: "attention" },
  error: { name: "error", tone: "bad" },
} as const;

export function Notices({ notices }: { readonly notices: readonly Notice[] }): ReactElement | null {
  if (notices.length === 0) return null;
  return (
    <ul className="notices" aria-label="Notices">
      {notices.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} />
      ))}
    </ul>
  );
}

function NoticeLine({ notice }: { readonly notice: Notice }): ReactElement {
  const post = usePost();
  return (
    <li className="notice">
      <Icon {...icons[notice.severity]} />
      <span className="notice-words">
        <span className="sr-only">{notice.severity}: </span>
        <Plain text={notice.text} />
        {notice.detail !== "" && (
          <span className="notice-detail">
            <Plain text={notice.detail} />
          </span>
        )}
      </span>
      <Button
        look="icon"
        icon="close"
        label="Dismiss"
        onPress={() => post({ type: "dismissNotice", id: notice.id })}
      />
    </li>
  );
}
