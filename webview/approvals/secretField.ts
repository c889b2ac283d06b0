// Which fields of a tool server's form ask for something secret, by their names. A guess that is only used to be
// careful: such a field gets a warning, hides what is typed, and is never kept.

import type { FormField } from "../../extension/shared/approvals/form.ts";

const secretWords =
  /\b(?:passwords?|passwd|pwd|passphrases?|passcodes?|secrets?|tokens?|pins?|otp|cvv|cvc|credentials?|keys?)\b/i;

export function isSecretField({ name, label, input }: FormField): boolean {
  const isTyped = input.type === "text" || input.type === "number";
  return isTyped && (secretWords.test(wordsOf(name)) || secretWords.test(wordsOf(label)));
}

/** `apiKey`, `api_key` and `API-KEY` as words. */
function wordsOf(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, "$1 $2").replace(/[_\-.]+/g, " ");
}
