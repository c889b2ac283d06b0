// The honest states: what stands in the way of working, in words, with the one step that helps. The first that
// holds is told. Pure; draws nothing.

import type { Intent } from "../../extension/shared/bridge.ts";
import type { HostState } from "../../extension/shared/hostState.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";

export interface Step {
  readonly label: string;
  readonly intent: Intent;
}

export interface Situation {
  readonly icon: string;
  readonly tone: "plain" | "bad" | "attention";
  readonly spins: boolean;
  readonly title: string;
  /** May hold outside text. */
  readonly text: string;
  /** The first is the one that helps most. */
  readonly steps: readonly Step[];
  readonly lastWords: readonly string[];
}

const demo: Step = { label: "Try the offline demo", intent: { type: "startDemo" } };
const log: Step = { label: "Show log", intent: { type: "showLog" } };
const fork: Step = { label: "Fork", intent: { type: "forkThread" } };
const goOn: Step = { label: "Continue here", intent: { type: "continueHere", isWanted: true } };
const waitNoMore: Step = { label: "Do not wait", intent: { type: "continueHere", isWanted: false } };
const restart: Step = { label: "Restart the server", intent: { type: "restartServer" } };

const calm = { tone: "plain", spins: false, text: "", steps: [], lastWords: [] } as const;

/** What stands in the way, or null when nothing does. */
export function situationOf(host: HostState, thread: ThreadState | null): Situation | null {
  if (!host.trusted) {
    return {
      ...calm,
      icon: "workspace-untrusted",
      tone: "attention",
      title: "This folder is not trusted",
      text: "Until you trust it, Lectern starts no program and reads no Codex configuration here.",
      steps: [{ label: "Manage trust", intent: { type: "manageTrust" } }],
    };
  }
  return (
    serverSituation(host) ??
    folderSituation(host, thread) ??
    accountSituation(host) ??
    elsewhereSituation(thread) ??
    policySituation(thread) ??
    agentSituation(thread)
  );
}

function serverSituation({ server }: HostState): Situation | null {
  switch (server.phase) {
    case "failed": {
      const { title, detail, nextStep, lastWords } = server.problem;
      return {
        ...calm,
        icon: "error",
        tone: "bad",
        title,
        text: [detail, nextStep].filter((part) => part !== "").join("\n"),
        steps: [{ label: "Start again", intent: { type: "restartServer" } }, log],
        lastWords,
      };
    }
    case "unresponsive":
      return {
        ...calm,
        icon: "warning",
        tone: "attention",
        title: "The Codex app-server does not answer",
        text: "What it does now is not known. A restart ends the running turn; the thread is kept.",
        steps: [restart, log],
      };
    case "restarting":
      return {
        ...calm,
        icon: "loading",
        spins: true,
        title: "Restarting the Codex app-server",
        text: server.attempt > 1 ? `Attempt ${server.attempt}. The thread is kept.` : "The thread is kept.",
        steps: server.attempt > 1 ? [log] : [],
      };
    case "starting":
      return { ...calm, icon: "loading", spins: true, title: "Starting the Codex app-server" };
    case "idle":
    case "stopped":
    case "ready":
      return null;
  }
}

function folderSituation(host: HostState, thread: ThreadState | null): Situation | null {
  if (host.folder || thread) return null;
  return {
    ...calm,
    icon: "folder-opened",
    title: "No folder is open",
    text: "Codex works in a folder. Open one to start.",
    steps: [{ label: "Open folder", intent: { type: "openFolder" } }, demo],
  };
}

function accountSituation({ account }: HostState): Situation | null {
  if (account.phase === "signedOut") {
    return {
      ...calm,
      icon: "account",
      title: "You are signed out",
      text: "Codex needs an account or an API key to answer. Without one you can try the offline demo.",
      steps: [
        { label: "Sign in with ChatGPT", intent: { type: "signIn", how: "chatgpt" } },
        { label: "Use an API key", intent: { type: "signIn", how: "apiKey" } },
        demo,
      ],
    };
  }
  if (account.phase !== "signingIn") return null;
  return {
    ...calm,
    icon: "loading",
    spins: true,
    title: "Signing in",
    text: "Finish signing in in your browser.",
    steps: [{ label: "Cancel", intent: { type: "cancelSignIn" } }],
  };
}

function elsewhereSituation(thread: ThreadState | null): Situation | null {
  if (!thread?.elsewhere) return null;
  const { waits, isFree } = thread.elsewhere;
  if (isFree && !waits) {
    return {
      ...calm,
      icon: "multiple-windows",
      title: "Free to go on here",
      text: "No other window or terminal holds this thread any more. Your next message goes on here.",
      steps: [goOn, fork],
    };
  }
  return {
    ...calm,
    icon: waits ? "loading" : "multiple-windows",
    spins: waits,
    title: "Open in another window or terminal",
    text: waits
      ? "This view follows it, and goes on here as soon as it is free: close it there."
      : "This view follows it. What you write here stays with you.",
    steps: waits ? [fork, waitNoMore] : [goOn, fork],
  };
}

function policySituation(thread: ThreadState | null): Situation | null {
  if (!thread || thread.blocked === null) return null;
  return {
    ...calm,
    icon: "shield",
    tone: "attention",
    title: "Nothing can be sent in this thread",
    text: thread.blocked,
    steps: [{ label: "Start a new thread", intent: { type: "newThread" } }, log],
  };
}

function agentSituation(thread: ThreadState | null): Situation | null {
  if (!thread?.agent) return null;
  const isEmpty = thread.turns.length === 0;
  if (thread.agent.unread !== null) {
    return {
      ...calm,
      icon: "warning",
      tone: "attention",
      title: isEmpty
        ? "What this agent did could not be read"
        : "Only what this agent did since you are here is shown",
      text: thread.agent.unread,
      steps: [log],
    };
  }
  return isEmpty ? { ...calm, icon: "organization", title: "This agent has not done anything yet" } : null;
}
