// The set-up steps that need Node 24: a VS Code and a Chromium for tests. Each does nothing when it is done already.
// It changes the system only as root on Debian or Ubuntu, and says so first; elsewhere it names the one command.
//
// node test/workbench/setUp.ts vscode|chromium

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium } from "./chromium.ts";
import { fetchCodeServer, hasCodeServer } from "./codeServer.ts";

async function provideVSCode(): Promise<void> {
  if (hasCodeServer()) return;
  console.log("Fetching a VS Code that runs in the browser into .vscode-test/ (about 50 MB, once) …");
  await fetchCodeServer();
}

function provideChromium(): void {
  if (findChromium() !== undefined) return;
  if (!existsSync("/usr/bin/apt-get")) {
    throw new Error(
      "These tests need Chromium or Chrome, and none was found. Install one, or name one in CHROMIUM_PATH.",
    );
  }
  if (process.getuid?.() !== 0) {
    throw new Error("These tests need Chromium. Install it with: sudo apt-get install -y chromium");
  }
  console.log("Installing Chromium from the system's packages (apt-get install chromium) …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
  execFileSync("apt-get", ["install", "-y", "-qq", "chromium"], {
    stdio: ["ignore", "ignore", "inherit"],
    env,
  });
}

try {
  if (process.argv.includes("vscode")) await provideVSCode();
  if (process.argv.includes("chromium")) provideChromium();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
