// When a card goes while it has the focus, the focus returns to the composer instead of nowhere.

import { useEffect, type RefObject } from "react";
import { focusComposer } from "../composer/focus.ts";

export function useFocusBack(card: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = card.current;
    let hadFocus = element?.contains(document.activeElement) ?? false;
    const noticed = (): void => {
      hadFocus = element?.contains(document.activeElement) ?? false;
    };
    const left = (event: FocusEvent): void => {
      // A removed element loses the focus to nobody; a person moves it to somewhere.
      if (event.relatedTarget !== null) hadFocus = false;
    };
    element?.addEventListener("focusin", noticed);
    element?.addEventListener("focusout", left);
    return () => {
      element?.removeEventListener("focusin", noticed);
      element?.removeEventListener("focusout", left);
      if (hadFocus && (document.activeElement === document.body || document.activeElement === null))
        focusComposer();
    };
  }, [card]);
}
