// A notice for MCP servers whose tools changed: fixed words, the names as its detail. It stays until the person
// dismisses it; until then the change counts as not seen.

import path from "node:path";
import { KeptFile } from "../memory/keptFile.ts";
import { changeWords, ToolLists } from "../rules/toolLists.ts";
import type { ServerNotification } from "../shared/protocol.ts";
import type { Server } from "../codex/server.ts";

export interface ToolListNoticesOptions {
  readonly server: Server;
  readonly codexHome: () => string;
  /** Absolute: where what was seen is kept. */
  readonly folder: string;
  /** Shows a notice and gives its id. */
  readonly notice: (text: string, detail: string) => string;
  readonly log: (line: string) => void;
}

export class ToolListNotices {
  readonly #lists: ToolLists;
  readonly #kept: KeptFile;
  /** The server that a notice tells of, by the id of the notice. */
  readonly #told = new Map<string, string>();

  constructor({ server, codexHome, folder, notice, log }: ToolListNoticesOptions) {
    this.#kept = new KeptFile(path.join(folder, "mcpTools.json"), log);
    this.#lists = new ToolLists({
      server,
      codexHome,
      kept: this.#kept,
      log,
      onChange: (change) => {
        const id = notice("The tools of an MCP server changed since you last saw them.", changeWords(change));
        this.#told.set(id, change.serverName);
      },
    });
  }

  handleNotification(notification: ServerNotification): void {
    this.#lists.handleNotification(notification);
  }

  /** The person dismissed a notice, of whatever kind. */
  dismissed(id: string): void {
    const serverName = this.#told.get(id);
    if (serverName === undefined) return;
    this.#told.delete(id);
    this.#lists.seen(serverName);
  }

  settled(): Promise<void> {
    return this.#kept.settled();
  }
}
