// Whether the offline demo is on, and turning it on and off: one at a time, however many pages ask for it.
// It knows no view and no vscode; what follows from a change, the server's new start above all, is the caller's.

import { startDemo, type Demo } from "./demo.ts";

export interface DemoModeOptions {
  /** The absolute path that the demo works in; undefined, with a word to the person, where there is none. */
  readonly folder: () => string | undefined;
  /** The demo's label, or null: it is on, or off, from now on. */
  readonly onChange: (label: string | null) => Promise<void>;
}

export class DemoMode {
  readonly #options: DemoModeOptions;
  #demo: Demo | undefined;
  #starting: Promise<void> | undefined;

  constructor(options: DemoModeOptions) {
    this.#options = options;
  }

  /** The demo that is on; undefined while none is. */
  get on(): Pick<Demo, "label" | "configOverrides"> | undefined {
    return this.#demo;
  }

  /** Resolves when it is on, or when there is no folder for it. Rejects as `startDemo` and `onChange` do. */
  async start(): Promise<void> {
    if (this.#demo) return;
    // Several pages may come back to it at once.
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    await this.#starting;
  }

  async #start(): Promise<void> {
    const folder = this.#options.folder();
    if (folder === undefined) return;
    this.#demo = await startDemo({ folder });
    await this.#options.onChange(this.#demo.label);
  }

  /** Turns it off; nothing listens any more when it resolves. */
  async leave(): Promise<void> {
    const demo = this.#demo;
    if (!demo) return;
    this.#demo = undefined;
    await this.#options.onChange(null);
    await demo.dispose();
  }

  /** The host ends: nobody is told. */
  async dispose(): Promise<void> {
    await this.#demo?.dispose();
  }
}
