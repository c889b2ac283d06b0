// The settings under which a VS Code of ours behaves the same on every run, and the themes it is shown in.
// It starts nothing. Nothing here changes what Lectern does: only what VS Code itself shows around it.

/** A look that every surface has to be right in. */
export type ThemeName = "dark" | "light" | "highContrast" | "highContrastLight";

/** Our names -> VS Code's identifiers. */
export const themeIds = {
  dark: "Dark 2026",
  light: "Light 2026",
  highContrast: "Default High Contrast",
  highContrastLight: "Default High Contrast Light",
} as const satisfies Record<ThemeName, string>;

/** VS Code without its own chat, so that the secondary side bar is Lectern's, and with nothing that reports home. */
export const quietSettings = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  "telemetry.telemetryLevel": "off",
  "workbench.secondarySideBar.defaultVisibility": "visible",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
} as const;

/** What tests and pictures need beyond that: nothing moves by itself. */
export function testSettings(theme: ThemeName): Record<string, unknown> {
  return {
    ...quietSettings,
    "editor.cursorBlinking": "solid",
    // In a browser it is on, and saves a moment after the last key.
    "files.autoSave": "off",
    "git.enabled": false,
    "window.autoDetectColorScheme": false,
    "workbench.colorTheme": themeIds[theme],
    "workbench.reduceMotion": "on",
  };
}
