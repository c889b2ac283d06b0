// The page's part in the bridge bench, in a thread of its own: takes every message, and says when it has caught up.

import { parentPort } from "node:worker_threads";

parentPort?.on("message", (message: unknown) => {
  if (message === "caught up?") parentPort?.postMessage("yes");
});
