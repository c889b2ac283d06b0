// The toolkit's custom elements that the page uses, and how JSX spells them. Only these are bundled. Kept out:
// badge, tag and the determinate progress ring set style attributes, which the content policy forbids; the
// radio group picks the focused radio on Enter, which on an approval card must never choose.

import type { DetailedHTMLProps, HTMLAttributes } from "react";

export type VsCodeButtonProps = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & {
  appearance?: "primary" | "secondary" | "icon";
  disabled?: boolean;
};

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "vscode-button": VsCodeButtonProps;
    }
  }
}

/** Makes the elements known to the document, once a page. In a chunk of its own: the first paint does not need it. */
export async function registerElements(): Promise<void> {
  const { provideVSCodeDesignSystem, vsCodeButton } = await import("./toolkit.ts");
  provideVSCodeDesignSystem().register(vsCodeButton());
}
