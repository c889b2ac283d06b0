// What can go wrong between us and the app-server: it said no, it is gone, it was silent, it is overloaded.
// Each class says what a person can do. None knows how it is shown.

/**
 * The server answered a call with an error. A person can read `serverMessage`, change what was asked, or try
 * again later; the server itself is well.
 */
export class ServerRefused extends Error {
  override readonly name = "ServerRefused";
  readonly method: string;
  /** JSON-RPC error code. An unknown method is -32600 here, not -32601; overload is -32001. */
  readonly code: number;
  readonly data: unknown;
  /** The server's own words: text from outside, to be neutralised before it is shown. */
  readonly serverMessage: string;

  constructor(method: string, refusal: { code: number; message: string; data?: unknown }) {
    super(`The Codex app-server refused ${method} (${refusal.code}): ${refusal.message}`);
    this.method = method;
    this.code = refusal.code;
    this.data = refusal.data;
    this.serverMessage = refusal.message;
  }
}

/**
 * The server process is not there: it ended, it was stopped, or it never started. A person need do nothing
 * while it is restarted; what was under way is interrupted and may be sent again.
 */
export class ServerGone extends Error {
  override readonly name = "ServerGone";
  /** Exit code; null if a signal ended it or it never ran. 0 does not mean that the end was wanted. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines of its stderr, oldest first: text from outside. */
  readonly stderrTail: string[];
  /** True if we ended it on purpose. */
  readonly expected: boolean;

  constructor(end: {
    code: number | null;
    signal: NodeJS.Signals | null;
    stderrTail: string[];
    expected: boolean;
    /** Why we ended it, if we did. */
    reason?: string;
  }) {
    super(describeEnd(end));
    this.code = end.code;
    this.signal = end.signal;
    this.stderrTail = end.stderrTail;
    this.expected = end.expected;
  }
}

/**
 * No answer came in time. The server may still have done what was asked: a person checks the thread's state
 * before asking again; nothing is resent blindly.
 */
export class DeadlinePassed extends Error {
  override readonly name = "DeadlinePassed";
  readonly method: string;
  readonly deadlineMs: number;

  constructor(method: string, deadlineMs: number) {
    super(`The Codex app-server did not answer ${method} within ${deadlineMs / 1000} s.`);
    this.method = method;
    this.deadlineMs = deadlineMs;
  }
}

/** Too much is waiting to be sent, so this call was not sent. A person waits a moment and tries again. */
export class ServerBusy extends Error {
  override readonly name = "ServerBusy";
  readonly method: string;

  constructor(method: string) {
    super(`The Codex app-server is busy: ${method} was not sent.`);
    this.method = method;
  }
}

function describeEnd(end: {
  code: number | null;
  signal: NodeJS.Signals | null;
  expected: boolean;
  reason?: string;
}): string {
  const why = end.reason === undefined ? "" : `: ${end.reason}`;
  if (end.expected) return `The Codex app-server was stopped${why}`;
  if (end.signal !== null) return `The Codex app-server was ended by ${end.signal}${why}`;
  if (end.code !== null) return `The Codex app-server ended by itself (exit code ${end.code})${why}`;
  return `The Codex app-server is not running${why}`;
}
