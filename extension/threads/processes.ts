// The processes behind the threads of this window, as the server itself tells of them: itself, and each command that
// runs in a thread that it holds. Its helpers (tool servers, sandboxes) it does not name. Reads only.

import type { CallMethod, ParamsOf, ResultOf } from "../shared/protocol.ts";

export interface ProcessRow {
  /** null: the server does not know it. */
  readonly pid: number | null;
  readonly memoryBytes: number | null;
  readonly cpuPercent: number | null;
  /** null: the app-server itself. */
  readonly command: { readonly threadId: string; readonly line: string } | null;
}

type Call = <M extends CallMethod>(method: M, params: ParamsOf<M>) => Promise<ResultOf[M]>;

/** The server first, then the commands of these threads. Throws as the server does. */
export async function readProcesses(call: Call, threadIds: readonly string[]): Promise<ProcessRow[]> {
  const { process } = await call("server/diagnostics", {});
  const server = {
    pid: process.id,
    memoryBytes: process.residentMemoryBytes,
    cpuPercent: null,
    command: null,
  };
  const rows: ProcessRow[] = [server];
  for (const threadId of threadIds) {
    const { data } = await call("thread/backgroundTerminals/list", { threadId });
    for (const { osPid, rssKb, cpuPercent, command: line } of data) {
      const memoryBytes = rssKb === null ? null : Number(rssKb) * 1024;
      rows.push({ pid: osPid, memoryBytes, cpuPercent, command: { threadId, line } });
    }
  }
  return rows;
}
