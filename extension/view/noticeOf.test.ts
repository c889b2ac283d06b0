import { describe, expect, it } from "vitest";
import { noticeOf } from "./noticeOf.ts";

const login = (success: boolean, error?: string) =>
  noticeOf({
    method: "mcpServer/oauthLogin/completed",
    params: { name: "linear", threadId: null, success, ...(error === undefined ? {} : { error }) },
  });
const started = (status: "ready" | "failed") =>
  noticeOf({
    method: "mcpServer/startupStatus/updated",
    params: { threadId: null, name: "tiny", status, error: "no such file", failureReason: null },
  });
const setUp = (error: string | null) =>
  noticeOf({
    method: "windowsSandbox/setupCompleted",
    params: { mode: "elevated", success: error === null, error },
  });
const writable = (samplePaths: string[], failedScan: boolean) =>
  noticeOf({ method: "windows/worldWritableWarning", params: { samplePaths, extraCount: 2, failedScan } });
const warned = (summary: string) => noticeOf({ method: "configWarning", params: { summary, details: null } });

describe("a notice", () => {
  it("tells how signing in to an MCP server ended, with its name", () => {
    expect(login(true)).toMatchObject({ severity: "info", detail: "linear" });
    expect(login(false, "denied")).toMatchObject({ severity: "error", detail: "linear: denied" });
    expect(login(false)).toMatchObject({ severity: "error", detail: "linear" });
  });

  it("tells of an MCP server that failed to start, and of no other", () => {
    expect(started("ready")).toBeNull();
    expect(started("failed")).toMatchObject({ severity: "warning", detail: "tiny: no such file" });
  });

  it("tells how the set-up of the Windows sandbox ended", () => {
    expect(setUp(null)).toMatchObject({ severity: "info" });
    expect(setUp("refused")).toMatchObject({ severity: "error", detail: "Mode: elevated: refused" });
  });

  it("names folders that everybody may write to, or says that nobody could look", () => {
    expect(writable(["C:\\tmp"], false)?.detail).toBe("C:\\tmp\nand 2 more");
    expect(writable([], true)?.detail).toMatch(/could not be looked through/);
  });

  it("leaves out the sandbox program that the bundled one stands in for", () => {
    expect(warned("Codex could not find bubblewrap on PATH")).toBeNull();
    expect(warned("Unknown key")).toMatchObject({ detail: "Unknown key" });
  });
});
