// The one way into the output channel. Text from outside is cut and its hidden characters are shown. What looks
// like a secret is struck out, whoever wrote it.

import type { LogOutputChannel } from "vscode";
import { neutraliseToText } from "../shared/neutralise.ts";
import { redact } from "../shared/redact.ts";

const maxLine = 2_000;

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
