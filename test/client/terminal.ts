// Asks a person on the terminal, a line at a time. Silence, nonsense and a closed input all mean no.

import { createInterface, type Interface } from "node:readline";
import type { Readable } from "node:stream";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { ChoiceId } from "../../extension/shared/approvals/choices.ts";
import { lineOfRule } from "../../extension/shared/approvals/rule.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";

export class Asker {
  readonly #input: Readable;
  readonly #write: (text: string) => void;
  readonly #lines: string[] = [];
  #waiting: ((line: string | undefined) => void) | undefined;
  #reader: Interface | undefined;
  #closed = false;

  constructor(input: Readable, write: (text: string) => void) {
    this.#input = input;
    this.#write = write;
  }

  /** The choice that the person typed by its number; `decline` for anything else. One question at a time. */
  async choose(approval: Approval): Promise<ChoiceId> {
    for (const [index, { label, rule }] of approval.choices.entries()) {
      const words = rule === null ? "" : `: ${neutraliseToText(lineOfRule(rule), "code")}`;
      this.#write(`    ${index + 1} ${label}${words}\n`);
    }
    this.#write("    Your choice (anything else denies): ");
    const line = await this.#nextLine();
    if (line === undefined) this.#write("\n");
    return approval.choices[Number(line?.trim() ?? "") - 1]?.id ?? "decline";
  }

  /** Lets go of the input. An open question is answered by silence. */
  close(): void {
    this.#noteEnd();
    this.#reader?.close();
    this.#input.destroy();
  }

  #nextLine(): Promise<string | undefined> {
    this.#read();
    const line = this.#lines.shift();
    if (line !== undefined || this.#closed) return Promise.resolve(line);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  #read(): void {
    if (this.#reader !== undefined || this.#closed) return;
    this.#reader = createInterface({ input: this.#input });
    this.#reader.on("line", (line) => {
      if (!this.#settle(line)) this.#lines.push(line);
    });
    this.#reader.on("close", () => this.#noteEnd());
  }

  #noteEnd(): void {
    this.#closed = true;
    this.#settle(undefined);
  }

  #settle(line: string | undefined): boolean {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(line);
    return waiting !== undefined;
  }
}
