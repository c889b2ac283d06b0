// A host as it is connected to, and, when they differ, in the letters that it stands for: those may imitate others.

import type { ReactElement } from "react";
import { Plain } from "../ui/Plain.tsx";
import { hostNameOf } from "./hostName.ts";

export interface HostProps {
  readonly host: string;
  readonly protocol?: string;
  /** The letters were shown before. */
  readonly isShort?: boolean;
}

export function Host({ host, protocol, isShort = false }: HostProps): ReactElement {
  const { ascii, letters } = hostNameOf(host);
  return (
    <p className="host">
      <code>
        {protocol !== undefined && (
          <span className="dim">
            <Plain text={`${protocol}://`} kind="code" />
          </span>
        )}
        <b>
          <Plain text={ascii} kind="code" />
        </b>
      </code>
      {letters !== null && !isShort && (
        <span className="host-letters">
          Also written <Plain text={letters} kind="code" />. It may imitate another host.
        </span>
      )}
    </p>
  );
}
