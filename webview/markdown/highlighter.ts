// The highlighter and its languages: a part of the page of its own, loaded when the first code block is
// complete. It gives pieces, never HTML, and only such as hold exactly the text that it was given.

import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import markdown from "highlight.js/lib/languages/markdown";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { piecesOf, textOf, type Piece } from "./pieces.ts";

const languages = {
  bash,
  cpp,
  csharp,
  css,
  diff,
  go,
  java,
  javascript,
  json,
  markdown,
  python,
  ruby,
  rust,
  sql,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);
hljs.registerAliases(["jsonc", "json5"], { languageName: "json" });
hljs.registerAliases(["shell", "console", "shellsession"], { languageName: "bash" });

/** The pieces of `text`; undefined when its language is not known or it could not be read. */
export function highlight(text: string, language: string): readonly Piece[] | undefined {
  if (!hljs.getLanguage(language)) return undefined;
  const { _emitter: emitter } = hljs.highlight(text, { language, ignoreIllegals: true });
  const pieces = piecesOf((emitter as { rootNode?: unknown } | undefined)?.rootNode);
  return pieces && textOf(pieces) === text ? pieces : undefined;
}
