// Further permissions, a line each with its own tick. Ticked is what is asked for; whether it is given is decided below.

import { useContext, useEffect, useRef, type ReactElement } from "react";
import type { Ask } from "../../extension/shared/approvals/ask.ts";
import type { Grant } from "../../extension/shared/approvals/grants.ts";
import { CwdContext } from "../markdown/cwd.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { Fact, folderWords, Quotation } from "./BodyParts.tsx";
import { grantPlaces, withGrant, type Fill } from "./fill.ts";
import type { FillIn } from "./useFill.ts";
import { wideWords } from "./wideGrant.ts";

export interface PermissionsAskProps {
  readonly ask: Extract<Ask, { kind: "permissions" }>;
  readonly fill: Fill;
  readonly onFill: FillIn;
  readonly isSent: boolean;
}

export function PermissionsAsk({ ask, fill, onFill, isSent }: PermissionsAskProps): ReactElement {
  const cwd = useContext(CwdContext);
  const places = grantPlaces(ask);
  return (
    <>
      <Quotation text={ask.reason} />
      {ask.cwd !== "" && (
        <Fact>
          for commands in <Plain text={folderWords(cwd, ask.cwd)} kind="code" />
        </Fact>
      )}
      <div className="grants" role="group" aria-label="Permissions that Codex asks for">
        {places.length > 1 && (
          <AllRow
            count={places.length}
            ticked={places.filter((place) => fill.granted.includes(place)).length}
            isDisabled={isSent}
            onTick={(isOn) =>
              onFill({ granted: ask.grants.flatMap((_, at) => (isOn || !places.includes(at) ? [at] : [])) })
            }
          />
        )}
        {ask.grants.map((grant, place) => (
          <GrantRow
            // oxlint-disable-next-line react/no-array-index-key
            key={place}
            grant={grant}
            isOn={fill.granted.includes(place)}
            isDisabled={isSent}
            onTick={(isOn) => onFill({ granted: withGrant(ask, fill, place, isOn) })}
          />
        ))}
      </div>
    </>
  );
}

interface AllRowProps {
  readonly count: number;
  readonly ticked: number;
  readonly isDisabled: boolean;
  readonly onTick: (isOn: boolean) => void;
}

function AllRow({ count, ticked, isDisabled, onTick }: AllRowProps): ReactElement {
  const tick = useRef<HTMLInputElement>(null);
  const isSome = ticked > 0 && ticked < count;
  useEffect(() => {
    if (tick.current) tick.current.indeterminate = isSome;
  }, [isSome]);
  return (
    <label className="tick-row all">
      <input
        ref={tick}
        type="checkbox"
        className="tick"
        checked={ticked === count}
        disabled={isDisabled}
        onChange={() => onTick(ticked < count)}
      />
      <span>All {count}</span>
    </label>
  );
}

interface GrantRowProps {
  readonly grant: Grant;
  readonly isOn: boolean;
  readonly isDisabled: boolean;
  readonly onTick: (isOn: boolean) => void;
}

function GrantRow({ grant, isOn, isDisabled, onTick }: GrantRowProps): ReactElement {
  const wide = wideWords(grant);
  if (grant.access === "deny") return <DeniedRow text={grant.text} />;
  return (
    <label className="tick-row">
      <input
        type="checkbox"
        className="tick"
        checked={isOn}
        disabled={isDisabled}
        onChange={({ currentTarget }) => onTick(currentTarget.checked)}
      />
      <span className="tick-words">
        {grant.access === "network" ? (
          "network access"
        ) : (
          <>
            {grant.access}{" "}
            <code>
              <Plain text={grant.text} kind="code" />
            </code>
          </>
        )}
        {wide !== null && (
          <span className="wide">
            {" "}
            <Icon name="warning" tone="attention" /> {wide}
          </span>
        )}
      </span>
    </label>
  );
}

/** What stays denied inside what is given: it narrows, so there is nothing to leave out. */
function DeniedRow({ text }: { readonly text: string }): ReactElement {
  return (
    <p className="tick-row">
      <Icon name="circle-slash" tone="dim" />
      <span className="tick-words">
        without{" "}
        <code>
          <Plain text={text} kind="code" />
        </code>
      </span>
    </p>
  );
}
