// A stand-in for the app-server: a script that speaks JSONL and misbehaves as it is told.
// Run as `node fakeServer.mjs '<behaviour as JSON>' app-server …`. Calls of `thread/read` steer it by thread
// id.

import { spawn } from "node:child_process";

/**
 * @typedef {object} Behaviour
 * @property {string} [userAgent] what `initialize` answers with
 * @property {string} [stderr] written at the start
 * @property {number} [exitAtStart] exit code, used before anything is read
 * @property {boolean} [stubborn] ignores the end of stdin and SIGTERM
 * @property {boolean} [child] starts a stubborn child in a group of its own, which holds our stderr open;
 * warns of its pid @property {boolean} [silent] answers nothing
 * @property {string} [warning] sent as a notification before anything else
 * @property {object} [asks] the request that the order `ask` sends
 */

/** @type {Behaviour} */
const behaviour = JSON.parse(process.argv[2] ?? "{}");
const stubbornScript = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";

function send(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function warn(message) {
  send({ method: "warning", params: { threadId: null, message } });
}

/** Things that `thread/read` makes it do; the rest of the thread id is the argument. */
const orders = {
  exit: (argument) => process.exit(Number(argument)),
  closeStdout: () => void process.stdout.end(),
  junk: (argument) => void process.stdout.write("no JSON\n".repeat(Number(argument))),
  halfLine: () => void process.stdout.write('{"meth', () => process.exit(0)),
  /** Sends its request; hears what is answered, or never reads again. */
  ask: (hearing) => {
    send(behaviour.asks);
    if (hearing === "deaf") process.stdin.destroy();
  },
  environment: () => ({
    thread: { environment: process.env, cwd: process.cwd(), argv: process.argv.slice(3) },
  }),
};

function answer({ id, method, params, ...reply }) {
  if (id === undefined || behaviour.silent) return;
  if (method === undefined) return warn(`heard ${JSON.stringify(reply)}`);
  if (method === "initialize") {
    const userAgent = behaviour.userAgent ?? "lectern_vscode/0.169.0 (Debian 12.0.0; x86_64) none";
    const codexHome = process.env.CODEX_HOME ?? "";
    send({ id, result: { userAgent, codexHome, platformFamily: "unix", platformOs: "linux" } });
    return;
  }
  const [order, argument] = method === "thread/read" ? params.threadId.split(" ") : [];
  const result = order === undefined ? { data: [] } : orders[order]?.(argument);
  if (result !== undefined) send({ id, result });
}

if (behaviour.stderr !== undefined) process.stderr.write(behaviour.stderr);
if (behaviour.exitAtStart !== undefined) process.exit(behaviour.exitAtStart);
if (behaviour.stubborn) process.on("SIGTERM", () => {});
if (behaviour.warning !== undefined) warn(behaviour.warning);
if (behaviour.child) {
  const stdio = ["ignore", "ignore", "inherit"];
  const child = spawn(process.execPath, ["-e", stubbornScript], {
    detached: true,
    stdio,
    argv0: behaviour.childName,
  });
  warn(String(child.pid));
}

let rest = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text) => {
  const lines = (rest + text).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) answer(JSON.parse(line));
});
process.stdin.on("end", () => {
  if (behaviour.stubborn) setInterval(() => {}, 1000);
  else process.exit(0);
});
