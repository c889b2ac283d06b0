// Opens a whole VS Code in a browser with Lectern in it, in one window or in several, and drives it as a person does.
// It knows VS Code's page, not Lectern's: what is inside Lectern's page is the test's own subject.
// Each workbench has its own fresh data and extension folders; `stop()` leaves no process and no folder behind.

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContext, FrameLocator, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import {
  fetchCodeServer,
  installExtension,
  linkExtensions,
  linkFewBundled,
  startCodeServer,
  type CodeServer,
} from "./codeServer.ts";
import { makeWorkFolder, projectRoot } from "./project.ts";
import { testSettings, type ThemeName } from "./settings.ts";

/** Generous, because the machine may be busy; reached only when something is broken. */
const readyDeadlineMs = 60_000;
/** How long the palette may take to show what it has, at first and at most: a busy machine gets more with each try. */
const paletteMs = { first: 250, most: 2_000 } as const;

/** Where Lectern comes from: a package, this work tree as `npm run build` left it, or a folder that is made like it. */
export type ExtensionSource = { readonly vsix: string } | { readonly folder: string } | "workTree";

/** How to open a workbench. */
export interface WorkbenchOptions {
  /** What is open in its first window: the absolute path of a folder, or of a `.code-workspace` file. */
  readonly folder: string;
  readonly extension: ExtensionSource;
  /** "few": of the extensions that VS Code brings itself only those that Lectern meets, to be there sooner. Left out: all. */
  readonly bundled?: "few";
  /** Left out: dark. */
  readonly theme?: ThemeName;
  /** In CSS pixels. Left out: 1280 by 800. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** True: the folder is untrusted until the page's trust question is answered. Left out: trusted, nobody is asked. */
  readonly workspaceTrust?: boolean;
  /** Settings on top of those that make runs alike. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of the extension host. CODEX_HOME is a fresh folder unless it is named here. */
  readonly env?: Readonly<Record<string, string>>;
}

/** One window of an open VS Code, with an extension host of its own. */
export interface WorkbenchWindow {
  readonly page: Page;
  /** Runs a command by its title in the command palette, for instance `Lectern: New Thread`. */
  runCommand(title: string): Promise<void>;
  /** Brings Lectern's chat to the front and resolves with its page. */
  openLectern(): Promise<FrameLocator>;
  /** The newest Lectern page that is on screen; resolves nothing by itself, as every locator. */
  lecternPage(): FrameLocator;
  /** Reloads the window, which ends its extension host and starts another; resolves when it is usable. */
  reload(): Promise<void>;
  /** Writes a PNG of the whole window. */
  screenshot(path: string): Promise<void>;
  /** Closes the window as a person does: its extension host is told and ends. */
  close(): Promise<void>;
}

/** An open VS Code with Lectern in it, and its first window. */
export interface Workbench extends WorkbenchWindow {
  readonly browser: Browser;
  readonly server: CodeServer;
  /** The Codex home of its extension hosts, unless the caller's `env` names another: empty at first. */
  readonly codexHome: string;
  /** Opens a further window on a folder or a `.code-workspace` file; resolves when it is usable. */
  openWindow(folder: string): Promise<WorkbenchWindow>;
  /** Changes the theme of the running workbench and resolves when it is on screen. */
  setTheme(theme: ThemeName): Promise<void>;
  /** Closes the browser, ends the server with its extension hosts, removes their folders. */
  stop(): Promise<void>;
}

const windows = new Set<WorkbenchWindow>();
/** The windows of all workbenches that are open in this process: what is on screen when a test fails. */
export const openWindows: ReadonlySet<WorkbenchWindow> = windows;

/** Starts a server and a browser and resolves when the workbench is usable. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const ending: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let end = ending.pop(); end; end = ending.pop()) await end();
  };
  try {
    const home = await makeWorkFolder("workbench");
    ending.push(async () => await rm(home, { recursive: true, force: true }));
    const codexHome = join(home, "codex");
    await mkdir(codexHome);
    const server = await startServer(options, home, codexHome);
    ending.push(async () => await server.stop());
    const browser = await launchChromium();
    ending.push(async () => await browser.close());
    const openWindow = async (folder: string): Promise<WorkbenchWindow> => {
      const page = await openPage(browser, options);
      await page.goto(server.addressOf(folder));
      const window = driving(page);
      windows.add(window);
      page.once("close", () => windows.delete(window));
      await workbenchReady(page);
      return window;
    };
    const first = await openWindow(options.folder);
    const setTheme = async (name: ThemeName): Promise<void> => {
      await server.writeSettings(settingsFor(name, options));
      await first.page.locator(themeSelectors[name]).waitFor({ timeout: readyDeadlineMs });
    };
    return { ...first, browser, server, codexHome, openWindow, setTheme, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function settingsFor(theme: ThemeName, { settings }: WorkbenchOptions): Record<string, unknown> {
  return { ...testSettings(theme), ...settings };
}

async function startServer(options: WorkbenchOptions, home: string, codexHome: string): Promise<CodeServer> {
  const { extension, bundled, theme = "dark", workspaceTrust = false, env } = options;
  const folders = { dataDir: join(home, "data"), extensionsDir: join(home, "extensions") };
  await fetchCodeServer();
  if (extension === "workTree") await linkExtensions(folders.extensionsDir, [projectRoot]);
  else if ("folder" in extension) await linkExtensions(folders.extensionsDir, [extension.folder]);
  else installExtension(extension.vsix, folders);
  const bundledDir = join(home, "bundled");
  if (bundled === "few") await linkFewBundled(bundledDir);
  return await startCodeServer({
    ...folders,
    ...(bundled === "few" && { bundledDir }),
    settings: settingsFor(theme, options),
    workspaceTrust,
    env: { CODEX_HOME: codexHome, ...env },
  });
}

/** How VS Code marks its root element in each theme. */
const themeSelectors = {
  dark: ".monaco-workbench.vs-dark",
  light: ".monaco-workbench.vs",
  highContrast: ".monaco-workbench.hc-black",
  highContrastLight: ".monaco-workbench.hc-light",
} as const satisfies Record<ThemeName, string>;

function driving(page: Page): WorkbenchWindow {
  const lecternPage = (): FrameLocator =>
    page.frameLocator("iframe.webview.ready >> nth=-1").frameLocator("#active-frame");
  const runCommand = async (title: string): Promise<void> => await runByPalette(page, title);
  return {
    page,
    runCommand,
    lecternPage,
    openLectern: async () => {
      await runCommand("Lectern: Open Chat");
      await lecternPage().locator("body").waitFor({ timeout: readyDeadlineMs });
      return lecternPage();
    },
    reload: async () => {
      await page.reload();
      await workbenchReady(page);
    },
    close: async () => {
      const closed = page.waitForEvent("close");
      await page.close({ runBeforeUnload: true });
      await closed;
    },
    screenshot: async (path) => {
      await page.screenshot({ path });
    },
  };
}

/** The palette lists the commands that were there when it opened, so it is opened anew until extensions are in. */
async function runByPalette(page: Page, title: string): Promise<void> {
  const palette = page.locator(".quick-input-widget input").first();
  const row = page.locator(".quick-input-list .monaco-list-row.focused").filter({ hasText: title });
  const deadline = Date.now() + readyDeadlineMs;
  for (let timeout: number = paletteMs.first; ; timeout = Math.min(paletteMs.most, timeout * 1.5)) {
    await page.keyboard.press("F1");
    try {
      // A workbench that still loads drops the key.
      await palette.fill(`>${title}`, { timeout });
      await row.waitFor({ timeout });
      break;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await page.keyboard.press("Escape");
    }
  }
  await page.keyboard.press("Enter");
}

async function openPage(
  browser: Browser,
  { viewport = { width: 1280, height: 800 } }: WorkbenchOptions,
): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport, reducedMotion: "reduce" });
  context.setDefaultTimeout(readyDeadlineMs);
  return await context.newPage();
}

/** The status bar entry of the remote host is written last, when the extension host has answered. */
async function workbenchReady(page: Page): Promise<void> {
  await page.locator(".monaco-workbench").waitFor({ timeout: readyDeadlineMs });
  await page
    .locator(".monaco-workbench .part.statusbar .statusbar-item")
    .first()
    .waitFor({ timeout: readyDeadlineMs });
}
