// What went wrong with a turn, in words for a person: what happened, why, and one next step. The kinds are those
// of the protocol; a kind that is not known here still gets the server's own words and an honest next step.

import type { TurnError } from "../../extension/shared/protocol.ts";

/** A button that helps. */
export type ErrorStep = "signIn" | "newThread" | "restartServer" | "showLog";

export interface ErrorWords {
  readonly title: string;
  readonly nextStep: string;
  readonly step?: ErrorStep;
}

const tryAgain = "Send your message again in a moment.";
const askAgain = "Rephrase the request, or start a new thread.";

const words = {
  contextWindowExceeded: {
    title: "This thread is too long for the model",
    nextStep: "Start a new thread, or ask for less at once.",
    step: "newThread",
  },
  sessionBudgetExceeded: {
    title: "The budget of this session is spent",
    nextStep: "Start a new thread.",
    step: "newThread",
  },
  usageLimitExceeded: {
    title: "Your usage limit is reached",
    nextStep: "Wait until it resets, or sign in with another account.",
  },
  rateLimitExceeded: { title: "The provider asks to slow down", nextStep: tryAgain },
  flexUnavailable: { title: "No flexible capacity is free", nextStep: tryAgain },
  serverOverloaded: { title: "The provider is overloaded", nextStep: tryAgain },
  modelNotFound: {
    title: "The provider does not have this model",
    nextStep: "Check the model in your Codex configuration.",
  },
  policyCapacityUnavailable: { title: "The provider has no capacity for this", nextStep: tryAgain },
  inferenceHookDenied: {
    title: "A hook of your configuration refused this",
    nextStep: "Look at the hooks in your Codex configuration.",
  },
  cyberPolicy: { title: "The provider refused this for its security policy", nextStep: askAgain },
  misalignmentPolicyViolation: { title: "The provider stopped this for its policy", nextStep: askAgain },
  tooManyDenials: {
    title: "Codex stopped after too many denials",
    nextStep: "Say what it should do instead.",
  },
  internalServerError: { title: "The provider had an internal error", nextStep: tryAgain },
  unauthorized: {
    title: "The provider did not accept your sign-in",
    nextStep: "Sign in again.",
    step: "signIn",
  },
  badRequest: {
    title: "The provider did not accept the request",
    nextStep: "Look at the log for its reason.",
    step: "showLog",
  },
  threadRollbackFailed: {
    title: "The thread could not be rolled back",
    nextStep: "Look at the log for the reason.",
    step: "showLog",
  },
  sandboxError: {
    title: "The sandbox could not be set up",
    nextStep: "Look at the log for the reason.",
    step: "showLog",
  },
  httpConnectionFailed: {
    title: "The provider could not be reached",
    nextStep: "Check the network and the sign-in, then send again.",
  },
  responseStreamConnectionFailed: {
    title: "The answer could not be started",
    nextStep: "Check the network, then send again.",
  },
  responseStreamDisconnected: {
    title: "The answer broke off",
    nextStep: "Check the network, then send again.",
  },
  responseTooManyFailedAttempts: { title: "The provider failed too often", nextStep: tryAgain },
  activeTurnNotSteerable: {
    title: "This turn takes no further messages",
    nextStep: "Wait until it ends, then send again.",
  },
} as const satisfies Record<string, ErrorWords>;

const unknown: ErrorWords = {
  title: "The turn failed",
  nextStep: "Send your message again, or look at the log.",
  step: "showLog",
};

/**
 * The words for an error, by its kind; HTTP 401 and 403 are about signing in, whatever the kind. `resetsWhen` goes on
 * after "until it resets": " at 14:05", or "" when nobody knows.
 */
export function errorWords(error: TurnError, resetsWhen = ""): ErrorWords {
  const info = error.codexErrorInfo;
  if (info === null) return unknown;
  const kind = typeof info === "string" ? info : (Object.keys(info)[0] ?? "");
  const status = httpStatus(info);
  if (status === 401 || status === 403) return words.unauthorized;
  if (kind === "usageLimitExceeded" && resetsWhen !== "") {
    const nextStep = `Wait until it resets${resetsWhen}, or sign in with another account.`;
    return { ...words.usageLimitExceeded, nextStep };
  }
  return Object.hasOwn(words, kind) ? words[kind as keyof typeof words] : unknown;
}

function httpStatus(info: unknown): number | null {
  if (typeof info !== "object" || info === null) return null;
  const details: unknown = Object.values(info)[0];
  if (typeof details !== "object" || details === null || !("httpStatusCode" in details)) return null;
  return typeof details.httpStatusCode === "number" ? details.httpStatusCode : null;
}

/** The server's words; of a JSON body only the message in it. */
export function errorCause(error: TurnError): string {
  const told = messageInJson(error.message) ?? error.message;
  const details = error.additionalDetails;
  return details !== null && details !== "" && details !== error.message ? `${told}\n${details}` : told;
}

function messageInJson(text: string): string | undefined {
  const start = text.indexOf("{");
  if (start < 0) return undefined;
  try {
    const body: unknown = JSON.parse(text.slice(start));
    return messageOf(body) ?? messageOf((body as { error?: unknown }).error);
  } catch {
    return undefined;
  }
}

function messageOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("message" in value)) return undefined;
  return typeof value.message === "string" ? value.message : undefined;
}
