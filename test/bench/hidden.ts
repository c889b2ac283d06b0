// How much memory the page keeps while its view is hidden, in a real VS Code. A view that VS Code has taken down has
// no heap at all.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { hasCodeServer } from "../workbench/codeServer.ts";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { makeWorkFolder } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";

const goneDeadlineMs = 5_000;

/** Millions of bytes of used script heap in Lectern's frames after the view was hidden. */
export async function hiddenHeapMB(): Promise<number> {
  if (!hasCodeServer()) throw new Error("no VS Code is here: node test/workbench/setUp.ts vscode");
  const home = await makeWorkFolder("bench-hidden");
  try {
    const folder = join(home, "sample");
    await makeSampleFolder(folder);
    const workbench = await openWorkbench({ folder, extension: "workTree" });
    try {
      return await measure(workbench);
    } finally {
      await workbench.stop();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function measure(workbench: Workbench): Promise<number> {
  const lectern = await workbench.openLectern();
  await lectern.getByRole("textbox", { name: "Message Codex" }).waitFor();
  if ((await heapMB(workbench)) === 0) throw new Error("The shown page has no heap: it was not found.");
  await workbench.runCommand("View: Toggle Secondary Side Bar Visibility");
  const deadline = Date.now() + goneDeadlineMs;
  for (;;) {
    const heap = await heapMB(workbench);
    if (heap === 0 || Date.now() > deadline) return heap;
    await new Promise((later) => setTimeout(later, 100));
  }
}

/** Frames that hold Lectern's root; VS Code's own frames do not count. */
async function heapMB({ page }: Workbench): Promise<number> {
  let bytes = 0;
  for (const frame of page.frames()) {
    const used = await frame.evaluate(readHeap).catch(() => 0);
    bytes += used;
  }
  return bytes / 1e6;
}

function readHeap(): number {
  const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } };
  const isLectern = document.title === "Lectern" || document.querySelector("#root .page") !== null;
  return isLectern ? (memory?.usedJSHeapSize ?? 0) : 0;
}
