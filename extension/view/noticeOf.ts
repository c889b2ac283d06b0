// What a notification of the server tells that belongs to no thread, as a notice; null for what is no news to a
// person. Pure: it knows no window. Details are outside text; pages neutralise them.

import type { Notice } from "../shared/hostState.ts";
import type { v2 } from "../shared/protocol.ts";
import type { HostNotification } from "../shared/routes.ts";

export type NoticeWords = Omit<Notice, "id">;

export function noticeOf(notification: HostNotification): NoticeWords | null {
  switch (notification.method) {
    case "configWarning":
      return configNotice(notification.params);
    case "mcpServer/startupStatus/updated": {
      const { name, status, error } = notification.params;
      if (status !== "failed") return null;
      return { severity: "warning", text: "An MCP server did not start.", detail: withCause(name, error) };
    }
    case "mcpServer/oauthLogin/completed": {
      const { name, success, error } = notification.params;
      if (success) return { severity: "info", text: "Signed in to an MCP server.", detail: name };
      return {
        severity: "error",
        text: "Signing in to an MCP server did not work.",
        detail: withCause(name, error),
      };
    }
    case "windowsSandbox/setupCompleted": {
      const { success, error, mode } = notification.params;
      if (success)
        return { severity: "info", text: "The Windows sandbox is set up.", detail: `Mode: ${mode}` };
      const detail = withCause(`Mode: ${mode}`, error);
      return { severity: "error", text: "The Windows sandbox could not be set up.", detail };
    }
    case "windows/worldWritableWarning":
      return worldWritableNotice(notification.params);
    default:
      return null;
  }
}

/** The bundled sandbox program stands in for the one that the warning misses: nothing to tell a person. */
function configNotice({ summary, details }: v2.ConfigWarningNotification): NoticeWords | null {
  if (/bubblewrap/i.test(summary)) return null;
  const detail = details === null ? summary : `${summary}\n${details}`;
  return { severity: "warning", text: "The Codex configuration has a problem.", detail };
}

function worldWritableNotice(params: v2.WindowsWorldWritableWarningNotification): NoticeWords {
  const { samplePaths, extraCount, failedScan } = params;
  const more = extraCount > 0 ? [`and ${extraCount} more`] : [];
  const detail = failedScan && samplePaths.length === 0 ? "The folders could not be looked through." : "";
  return {
    severity: "warning",
    text: "Folders that everybody may write to are not protected by the Windows sandbox.",
    detail: detail === "" ? [...samplePaths, ...more].join("\n") : detail,
  };
}

function withCause(what: string, cause: string | null | undefined): string {
  return cause === null || cause === undefined || cause === "" ? what : `${what}: ${cause}`;
}
