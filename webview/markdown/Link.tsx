// A link of a message: says where it really leads and asks the host to go there. It has no href on purpose:
// VS Code's own click handling must not open it beside us, and nothing may be dragged or fetched.

import { useContext, type ReactElement, type ReactNode } from "react";
import { CwdContext } from "./cwd.ts";
import { usePost } from "../pageContext.ts";
import { linkTarget } from "./links.ts";

export function Link({
  href,
  children,
}: {
  readonly href: string;
  readonly children: ReactNode;
}): ReactElement {
  const post = usePost();
  const cwd = useContext(CwdContext);
  const target = linkTarget(href, cwd);
  if (!target) return <>{children}</>;
  const open = (): void => post({ type: "openLink", href: target.href });
  return (
    <a
      role="link"
      tabIndex={0}
      className="link"
      title={target.kind === "web" ? `Opens ${target.where}` : target.where}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === "Enter") open();
      }}
    >
      {children}
    </a>
  );
}
