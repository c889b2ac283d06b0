// Where a link of a message may lead: the web, mail, or a file of the workspace. Everything else is no link.
// It opens nothing: the host resolves files and asks before it leaves VS Code.

import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { pathWithin } from "../ui/words.ts";

export type LinkTarget =
  /** `where` is the real host, in ASCII as the network sees it, or the mail address. */
  | { readonly kind: "web"; readonly href: string; readonly where: string }
  | { readonly kind: "file"; readonly href: string; readonly where: string };

/** A file with a place in it, which looks like an address with a scheme. */
const fileAtLine = /^[^:?#]*[./\\][^:?#]*:\d+(?:[:-]\d+)*$/;
const anyScheme = /^[a-z][a-z0-9+.-]*:/i;
const windowsPath = /^[a-z]:[\\/]/i;
const blankOrControl = /[\s\p{Cc}\p{Cf}]/u;

/** The target of an address in a message, or undefined when it must stay text. */
export function linkTarget(href: string, cwd: string): LinkTarget | undefined {
  if (href === "" || href.length > 4096 || href.startsWith("#")) return undefined;
  if (isWithin(cwd, href)) return { kind: "file", href, where: fileName(pathWithin(cwd, href)) };
  if (windowsPath.test(href) || /^[\\/]/.test(href) || blankOrControl.test(href)) return undefined;
  if (fileAtLine.test(href)) return { kind: "file", href, where: fileName(href) };
  return anyScheme.test(href) ? webTarget(href) : { kind: "file", href, where: fileName(href) };
}

function webTarget(href: string): LinkTarget | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  if (url.protocol === "mailto:") return { kind: "web", href, where: neutraliseToText(url.pathname, "code") };
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  return { kind: "web", href: url.href, where: url.host };
}

function isWithin(cwd: string, path: string): boolean {
  return pathWithin(cwd, path) !== path && !path.split(/[\\/]/).includes("..");
}

function fileName(path: string): string {
  return neutraliseToText(path, "code");
}

/** What stands for a picture that is not loaded: its host, or the beginning of its address. */
export function imageSource(href: string): string {
  if (/^data:/i.test(href)) return "inline data";
  if (/^https?:/i.test(href) && URL.canParse(href)) return new URL(href).host;
  return neutraliseToText(href.slice(0, 80), "code");
}
