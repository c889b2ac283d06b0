// A line across the transcript with a few words in it: where the thread changed its course.

import type { ReactElement, ReactNode } from "react";
import { Icon, type IconProps } from "../ui/Icon.tsx";

export interface DividerProps {
  readonly icon: IconProps;
  readonly children: ReactNode;
}

export function Divider({ icon, children }: DividerProps): ReactElement {
  return (
    <div className="divider">
      <span className="divider-words">
        <Icon {...icon} />
        <span className="row-title">{children}</span>
      </span>
    </div>
  );
}
