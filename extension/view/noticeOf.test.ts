import { describe, expect, it } from "vitest";
import { noticeOf } from "./noticeOf.ts";

describe("a notice", () => {
  it("tells how signing in to an MCP server ended, with its name", () => {
    const login = (success: boolean, error?: string) =>
      noticeOf({
        method: "mcpServer/oauthLogin/completed",
        params: { name: "linear", threadId: null, success, ...(error === undefined ? {} : { error }) },
      });
    expect(login(true)).toMatchObject({ severity: "info", detail: "linear" });
    expect(login(false, "denied")).toMatchObject({ severity: "error", detail: "linear: denied" });
    expect(login(false)).toMatchObject({ severity: "error", detail: "linear" });
  });

  it("tells of an MCP server that failed to start, and of no other", () => {
    const status = (state: "ready" | "failed") =>
      noticeOf({
        method: "mcpServer/startupStatus/updated",
        params: { threadId: null, name: "tiny", status: state, error: "no such file", failureReason: null },
      });
    expect(status("ready")).toBeNull();
    expect(status("failed")).toMatchObject({ severity: "warning", detail: "tiny: no such file" });
  });

  it("tells how the set-up of the Windows sandbox ended", () => {
    const setUp = (error: string | null) =>
      noticeOf({
        method: "windowsSandbox/setupCompleted",
        params: { mode: "elevated", success: error === null, error },
      });
    expect(setUp(null)).toMatchObject({ severity: "info" });
    expect(setUp("refused")).toMatchObject({ severity: "error", detail: "Mode: elevated: refused" });
  });

  it("names folders that everybody may write to, or says that nobody could look", () => {
    const warned = (samplePaths: string[], failedScan: boolean) =>
      noticeOf({
        method: "windows/worldWritableWarning",
        params: { samplePaths, extraCount: 2, failedScan },
      });
    expect(warned(["C:\\tmp"], false)?.detail).toBe("C:\\tmp\nand 2 more");
    expect(warned([], true)?.detail).toMatch(/could not be looked through/);
  });

  it("leaves out the sandbox program that the bundled one stands in for", () => {
    const config = (summary: string) =>
      noticeOf({ method: "configWarning", params: { summary, details: null } as never });
    expect(config("Codex could not find bubblewrap on PATH")).toBeNull();
    expect(config("Unknown key")).toMatchObject({ detail: "Unknown key" });
  });
});
