// The shipped page in real browsers, for measuring: built for production into a folder of the bench's own, beside an
// empty page for floors, served under the real content policy. One browser keeps the screen's frame rate; another
// draws as fast as it can, so that work a frame is measured without waiting. After stop() nothing runs.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext } from "playwright-core";
import { findChromium, launchChromium } from "../../workbench/chromium.ts";
import { projectRoot } from "../../workbench/project.ts";
import { buildPage } from "../../../build.mjs";
import type { HostMessage } from "../../../extension/shared/bridge.ts";
import { servePage, type PageServer } from "../../page/server.ts";
import { themes } from "../../page/themes.ts";
import { BenchPage } from "./benchPage.ts";
import { installProbe } from "./probe.ts";

/** `screen`: 60 frames a second. `free`: the next frame begins when the last one is done. */
export type FramePace = "screen" | "free";

export interface OpenOptions {
  readonly pace: FramePace;
  /** Default: the shipped page. */
  readonly which?: "shipped" | "empty";
  /** Answers the page's `ready`. */
  readonly answer?: HostMessage;
}

const freeArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-frame-rate-limit",
  "--disable-gpu-vsync",
];

export class BenchStage {
  /** The folder of the built page's files. */
  readonly folder: string;
  readonly #shipped: PageServer;
  readonly #empty: PageServer;
  readonly #browsers = new Map<FramePace, Promise<Browser>>();

  private constructor(folder: string, shipped: PageServer, empty: PageServer) {
    this.folder = folder;
    this.#shipped = shipped;
    this.#empty = empty;
  }

  static async start(): Promise<BenchStage> {
    const folder = join(projectRoot, ".build", "bench", "page");
    const emptyFolder = join(projectRoot, ".build", "bench", "empty-page");
    await buildPage(folder);
    await mkdir(emptyFolder, { recursive: true });
    await writeFile(
      join(emptyFolder, "main.js"),
      'document.getElementById("root").textContent = "Lectern";\n',
    );
    await writeFile(join(emptyFolder, "main.css"), "");
    return new BenchStage(folder, await servePage(folder), await servePage(emptyFolder));
  }

  /** Opens a page of its own context: nothing is cached, nothing else runs in it. */
  async open({ pace, which = "shipped", answer }: OpenOptions): Promise<BenchPage> {
    const browser = await this.#browser(pace);
    const context = await browser.newContext({ viewport: { width: 400, height: 800 }, locale: "en-GB" });
    return await this.#openIn(context, which === "empty" ? this.#empty : this.#shipped, answer);
  }

  /** The browser of a pace, for what only a whole browser tells. */
  async browser(pace: FramePace): Promise<Browser> {
    return await this.#browser(pace);
  }

  async stop(): Promise<void> {
    for (const browser of this.#browsers.values()) await (await browser).close();
    await this.#shipped.close();
    await this.#empty.close();
  }

  async #openIn(context: BrowserContext, server: PageServer, answer?: HostMessage): Promise<BenchPage> {
    const page = await context.newPage();
    const { variables, bodyClasses } = themes.dark;
    await page.addInitScript(installProbe, {
      variables,
      bodyClasses,
      answer: answer ? JSON.stringify(answer) : null,
    });
    // As in VS Code: a page that gets a thread has it all in its document.
    const hasThread = answer?.type === "snapshot" && answer.state.thread !== null;
    await page.goto(hasThread ? `${server.origin}/?thread` : server.origin);
    return await BenchPage.of(page);
  }

  #browser(pace: FramePace): Promise<Browser> {
    const known = this.#browsers.get(pace);
    if (known) return known;
    const launched = pace === "screen" ? launchChromium() : launchFree();
    this.#browsers.set(pace, launched);
    return launched;
  }
}

async function launchFree(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("No Chromium was found.");
  return await chromium.launch({ executablePath, args: freeArguments });
}
