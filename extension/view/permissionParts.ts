// The permissions of threads, tied to VS Code: settings of the machine, what is kept, the dialog that confirms Full
// access, and the organisation's policy as the server tells it. The page only names a mode; here it is decided.

import * as vscode from "vscode";
import { ServerRefused } from "../codex/errors.ts";
import { ThreadChoices } from "../memory/threadChoices.ts";
import { PermissionChoices } from "../policy/choices.ts";
import { resolveFolder } from "../policy/folder.ts";
import { defaultMode } from "../policy/modes.ts";
import { managedPolicy, unmanaged } from "../policy/requirements.ts";
import type { HostState } from "../shared/hostState.ts";
import { modeIds, permissionsOf, permissionsWords, type Permissions } from "../shared/permissions.ts";
import type { Server } from "../codex/server.ts";
import type { PolicyChoice } from "../threads/folderPolicy.ts";
import type { Threads } from "../threads/threads.ts";
import type { Log } from "./log.ts";
import { workspaceFolders } from "./folderPick.ts";
import { setting } from "./settings.ts";

export interface PermissionPartsOptions {
  readonly context: vscode.ExtensionContext;
  readonly threads: Threads;
  readonly server: Server;
  /** The folder that a new thread would work in. */
  readonly folder: () => string | undefined;
  readonly tell: (view: Partial<HostState>) => void;
  readonly notice: (text: string, detail: string) => void;
  readonly log: Log;
}

const confirmedKey = "fullAccessFolders";
const maxConfirmed = 200;

export class PermissionParts {
  readonly #options: PermissionPartsOptions;
  readonly #kept: ThreadChoices;
  readonly #choices: PermissionChoices;
  readonly #listening: vscode.Disposable;
  /** Resolves when the running server told the organisation's policy. */
  #managedRead: Promise<void> = Promise.resolve();
  /** The real path of `folder`, as threads have it. */
  #realFolder = "";

  constructor(options: PermissionPartsOptions) {
    const { context, log } = options;
    this.#options = options;
    this.#kept = new ThreadChoices((context.storageUri ?? context.globalStorageUri).fsPath, log.info);
    this.#choices = new PermissionChoices({
      preset: () => permissionsOf(presetMode(), false),
      kept: this.#kept,
      isConfirmed: (folder) => this.#confirmed().includes(folder),
      confirm: (folder) => this.#confirm(folder),
    });
    this.#listening = vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("lectern")) this.tell();
    });
  }

  /** What goes with a start or resume. */
  async policy(threadId: string | undefined, cwd: string): Promise<Omit<PolicyChoice, "codexHome">> {
    // A policy that was never read would be none.
    await this.#options.server.ready();
    await this.#managedRead;
    const { ownProfiles } = this.#choices.managed;
    const protection = {
      editorFiles: setting("protectEditorFiles") !== false,
      hideEnvFiles: setting("hideEnvFiles") === true,
      hideLogin: setting("hideLogin") !== false,
    };
    const decided = this.#choices.decide(threadId, cwd);
    if (decided.origin === "organisation") {
      const words = `Your organisation does not allow the mode that was wanted. This thread uses ${permissionsWords(decided.permissions)}.`;
      this.#options.notice(words, "");
    }
    const roots = workspaceFolders().map((folder) => folder.path);
    return { ...decided, ownProfiles, protection, roots };
  }

  /** Starts a thread under what was chosen for it. */
  async start(folder: string): Promise<string> {
    const { threads } = this.#options;
    const threadId = await threads.start(folder);
    this.#choices.started(threadId, threads.store.get(threadId)?.permissions ?? null);
    this.tell();
    return threadId;
  }

  /** The person chose for a thread, or for the next one. Throws as the server does; then nothing changed. */
  async choose(threadId: string | undefined, permissions: Permissions): Promise<void> {
    const { threads, folder, notice } = this.#options;
    const why = this.#choices.obstacle(permissions);
    if (why !== null) return notice("The permission mode was not changed.", why);
    const cwd = threadId === undefined ? folder() : threads.store.get(threadId)?.cwd;
    if (!(await this.#choices.isMeant(permissions, await realPath(cwd)))) return;
    if (threadId === undefined) this.#choices.chooseNext(permissions);
    else {
      await threads.setPermissions(threadId, permissions);
      this.#choices.chosen(threadId, permissions);
    }
    this.tell();
  }

  /** A server is there: what does the organisation allow on it? */
  serverReady(): void {
    this.#managedRead = this.#readManaged();
  }

  /** Tells the page what the next thread begins with. */
  tell(): void {
    this.#options.tell(this.#choices.view(this.#realFolder));
    this.#lookAtFolder().catch((error: unknown) => this.#options.log.failed("looking at the folder", error));
  }

  async #lookAtFolder(): Promise<void> {
    const real = await realPath(this.#options.folder());
    if (real === this.#realFolder) return;
    this.#realFolder = real;
    this.#options.tell(this.#choices.view(real));
  }

  async end(): Promise<void> {
    this.#listening.dispose();
    await this.#kept.settled();
  }

  async #readManaged(): Promise<void> {
    const { server, log } = this.#options;
    try {
      const { requirements } = await (await server.ready()).call("configRequirements/read", undefined);
      this.#choices.managed = managedPolicy(requirements);
    } catch (error) {
      // An older server does not know the question. What it forbids shows in its echo, and blocks the thread.
      this.#choices.managed = unmanaged;
      if (!(error instanceof ServerRefused)) log.failed("configRequirements/read", error);
    }
    this.tell();
  }

  #confirmed(): readonly string[] {
    const kept = this.#options.context.globalState.get<unknown>(confirmedKey);
    return Array.isArray(kept) ? kept.filter((folder) => typeof folder === "string") : [];
  }

  /** By VS Code itself: the page, which shows what a model wrote, has no say in it. */
  async #confirm(folder: string): Promise<boolean> {
    const yes = "Use Full Access";
    const answer = await vscode.window.showWarningMessage(
      "Use Full access in this folder?",
      {
        modal: true,
        detail:
          "Codex will run every command without a sandbox and without asking: it can read, change and delete any file that you can, and use the network. Use it only where nothing can be lost. You are asked once for this folder.",
      },
      yes,
    );
    if (answer !== yes) return false;
    const others = this.#confirmed().filter((other) => other !== folder);
    await this.#options.context.globalState.update(confirmedKey, [...others, folder].slice(-maxConfirmed));
    return true;
  }
}

/** The machine's value alone: no workspace can choose. */
function presetMode(): (typeof modeIds)[number] {
  const preset = setting("defaultMode");
  return modeIds.find((mode) => mode === preset) ?? defaultMode;
}

/** As threads have it; the path itself where there is no such folder any more. */
async function realPath(folder: string | undefined): Promise<string> {
  if (folder === undefined || folder === "") return "";
  return resolveFolder(folder).then(
    ({ cwd }) => cwd,
    () => folder,
  );
}
