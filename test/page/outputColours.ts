// Colours of VS Code 1.139's three themes that only program output and highlighted code read.

import type { ThemeName } from "./themes.ts";

const ansiNames = ["Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White"];

function ansi(normal: readonly string[], bright: readonly string[]): Record<string, string> {
  return Object.fromEntries([
    ...normal.map((colour, index) => [`--vscode-terminal-ansi${ansiNames[index]}`, colour]),
    ...bright.map((colour, index) => [`--vscode-terminal-ansiBright${ansiNames[index]}`, colour]),
  ]) as Record<string, string>;
}

function tokens(
  name: string,
  text: string,
  number: string,
  truth: string,
  call: string,
  type: string,
): Record<string, string> {
  return {
    "--vscode-debugTokenExpression-name": name,
    "--vscode-debugTokenExpression-string": text,
    "--vscode-debugTokenExpression-number": number,
    "--vscode-debugTokenExpression-boolean": truth,
    "--vscode-symbolIcon-functionForeground": call,
    "--vscode-symbolIcon-classForeground": type,
  };
}

const dark = {
  ...ansi(
    ["#000000", "#cd3131", "#0dbc79", "#e5e510", "#2472c8", "#bc3fbc", "#11a8cd", "#e5e5e5"],
    ["#666666", "#f14c4c", "#23d18b", "#f5f543", "#3b8eea", "#d670d6", "#29b8db", "#e5e5e5"],
  ),
  ...tokens("#c586c0", "#ce9178", "#b5cea8", "#4e94ce", "#b180d7", "#ee9d28"),
};

export const outputColours: Record<ThemeName, Readonly<Record<string, string>>> = {
  dark,
  light: {
    ...ansi(
      ["#000000", "#cd3131", "#107c10", "#949800", "#0451a5", "#bc05bc", "#0598bc", "#555555"],
      ["#666666", "#cd3131", "#14ce14", "#b5ba00", "#0451a5", "#bc05bc", "#0598bc", "#a5a5a5"],
    ),
    ...tokens("#9b46b0", "#a31515", "#098658", "#0000ff", "#652d90", "#d67e00"),
  },
  highContrast: {
    ...ansi(
      ["#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5"],
      ["#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"],
    ),
    ...tokens("#ffffff", "#f48771", "#89d185", "#75bdfe", "#b180d7", "#ee9d28"),
  },
};
