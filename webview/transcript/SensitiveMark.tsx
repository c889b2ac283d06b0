// Which files of sensitive places a turn changed, at its end: what runs or is trusted later without a question must
// not drown among the rest. Every path is named.

import { useContext, type ReactElement } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { sensitiveWords } from "../../extension/shared/sensitivePlaces.ts";
import { CwdContext } from "../markdown/cwd.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { pathWithin } from "../ui/words.ts";

const words = "Sensitive files changed";

export function SensitiveMark({ paths }: { readonly paths: readonly string[] }): ReactElement {
  const cwd = useContext(CwdContext);
  const shown = paths.map((path) => ({ path, within: pathWithin(cwd, path) }));
  const names = shown.map(({ within }) => neutraliseToText(within, "code")).join(", ");
  return (
    <div className="note sensitive-files" role="note" aria-label={`${words}: ${names}`}>
      <Icon name="warning" tone="attention" />
      <span className="row-title">
        {`${words}: `}
        {shown.map(({ path, within }, index) => (
          <span key={path} title={sensitiveWords(path) ?? undefined}>
            {index > 0 && ", "}
            <code>
              <Plain text={within} kind="code" />
            </code>
          </span>
        ))}
      </span>
    </div>
  );
}
