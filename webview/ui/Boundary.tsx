// Keeps a fault of ours where it happened: the part is replaced by a line that says so, everything round it
// stays. When its content changes it tries again.

import { Component, type ReactNode } from "react";
import { Icon } from "./Icon.tsx";

interface BoundaryProps {
  /** What could not be shown, in a word. */
  readonly what: string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly problem: string | null;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { problem: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { problem: error instanceof Error ? error.message : "unknown" };
  }

  override componentDidUpdate(before: BoundaryProps): void {
    if (this.state.problem !== null && before.children !== this.props.children)
      // New content may be sound: one try for each, so that nothing can go round.
      // oxlint-disable-next-line react/no-did-update-set-state
      this.setState({ problem: null });
  }

  override render(): ReactNode {
    if (this.state.problem === null) return this.props.children;
    return (
      <div className="note" role="note">
        <Icon name="warning" tone="attention" />
        <span className="row-title">
          This part ({this.props.what}) could not be shown: {this.state.problem}. The thread goes on.
        </span>
      </div>
    );
  }
}
