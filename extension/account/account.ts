// Who is signed in, and signing in and out. The server keeps the login and answers its own callback; nothing
// secret is stored or logged here, and an API key passes through once. Knows no vscode.

import type { AccountView } from "../shared/hostState.ts";
import type { HostNotification } from "../shared/routes.ts";
import type { v2 } from "../shared/protocol.ts";
import type { Server } from "../codex/server.ts";

export interface AccountOptions {
  readonly server: Server;
  readonly onChange: (view: AccountView) => void;
  /** A sign-in ended badly; the text is the server's: neutralise it. */
  readonly onFailed: (serverMessage: string) => void;
  readonly log: (line: string) => void;
}

export class Account {
  readonly #options: AccountOptions;
  #loginId: string | undefined;
  #view: AccountView = { phase: "unknown" };

  constructor(options: AccountOptions) {
    this.#options = options;
  }

  get view(): AccountView {
    return this.#view;
  }

  /** Asks the server who is signed in. */
  async refresh(): Promise<void> {
    const connection = await this.#options.server.ready();
    const answer = await connection.call("account/read", {});
    if (this.#loginId === undefined) this.#set(viewOf(answer));
  }

  /** Begins a sign-in with ChatGPT; the result is the address to open in a browser. Ended by a notification. */
  async startChatgpt(): Promise<string> {
    const connection = await this.#options.server.ready();
    const answer = await connection.call("account/login/start", { type: "chatgpt" });
    if (answer.type !== "chatgpt") throw new Error("the server began another kind of sign-in");
    this.#loginId = answer.loginId;
    this.#set({ phase: "signingIn" });
    return answer.authUrl;
  }

  /** Signs in with an API key. An empty one, which the server would take, is refused here. */
  async useApiKey(apiKey: string): Promise<void> {
    if (apiKey.trim() === "") throw new Error("The API key is empty.");
    const connection = await this.#options.server.ready();
    await connection.call("account/login/start", { type: "apiKey", apiKey: apiKey.trim() });
    await this.refresh();
  }

  async cancel(): Promise<void> {
    const loginId = this.#loginId;
    if (loginId === undefined) return;
    this.#loginId = undefined;
    const connection = await this.#options.server.ready();
    await connection.call("account/login/cancel", { loginId });
    await this.refresh();
  }

  async signOut(): Promise<void> {
    const connection = await this.#options.server.ready();
    await connection.call("account/logout", undefined);
    await this.refresh();
  }

  /** Follows the server's account notifications; others are ignored. */
  handleNotification(notification: HostNotification): void {
    if (notification.method === "account/login/completed") {
      const { loginId, success, error } = notification.params;
      if (loginId !== null && loginId !== this.#loginId) return;
      this.#loginId = undefined;
      if (!success && error !== null) this.#options.onFailed(error);
    } else if (notification.method !== "account/updated") return;
    this.refresh().catch((error: unknown) => this.#options.log(`account/read: ${String(error)}`));
  }

  /** The process ended, and a sign-in that waited for its callback with it. */
  serverGone(): void {
    this.#loginId = undefined;
    if (this.#view.phase === "signingIn") this.#set({ phase: "unknown" });
  }

  #set(view: AccountView): void {
    this.#view = view;
    this.#options.onChange(view);
  }
}

function viewOf(answer: v2.GetAccountResponse): AccountView {
  const { account } = answer;
  if (account === null) {
    return answer.requiresOpenaiAuth ? { phase: "signedOut" } : { phase: "notNeeded", provider: "" };
  }
  switch (account.type) {
    case "apiKey":
      return { phase: "signedIn", label: "API key" };
    case "chatgpt":
      return { phase: "signedIn", label: account.email ?? account.workspaceName ?? "ChatGPT" };
    case "amazonBedrock":
      return { phase: "signedIn", label: "Amazon Bedrock" };
    case "gcp":
      return { phase: "signedIn", label: "Google Cloud" };
  }
}
