// The one way into the output channel. Text from outside is cut and its hidden characters are shown. What looks
// like a secret is struck out, whoever wrote it.

import type { LogOutputChannel } from "vscode";
import { neutraliseToText } from "../shared/neutralise.ts";

const maxLine = 2_000;
const secrets = [
  /\b(sk|rk|pk)-[A-Za-z0-9_-]{8,}/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+\.?[A-Za-z0-9_-]*/g,
  /\b(Bearer|token|access_token|refresh_token|id_token|api[_-]?key|code|state)(["']?\s*[:=]\s*["']?|\s+)[^\s"',&}]{8,}/gi,
];

/** The text with what looks like a key or token struck out. */
export function redact(text: string): string {
  return secrets.reduce((result, pattern) => result.replace(pattern, "[struck out]"), text);
}

/** One line, hidden characters visible, of bounded length. */
export function logLine(text: string): string {
  const line = neutraliseToText(redact(text).replaceAll("\n", " ⏎ "));
  return line.length > maxLine ? `${line.slice(0, maxLine)}… (${line.length} characters)` : line;
}

export class Log {
  readonly #channel: LogOutputChannel;

  constructor(channel: LogOutputChannel) {
    this.#channel = channel;
  }

  readonly info = (line: string): void => this.#channel.info(logLine(line));

  /** Notes a failure with what we were doing. */
  failed(doing: string, error: unknown): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.#channel.error(logLine(`${doing}: ${text}`));
  }

  show(): void {
    this.#channel.show(true);
  }
}
