// Starts the offline demo: a scripted provider on loopback, behind a random path, only while the demo runs.
// It opens no thread and knows no view; the caller puts `configOverrides` into thread/start and thread/resume.
// After dispose() nothing listens.

import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ConfigTable } from "../../test/provider/config.ts";
import { startProvider } from "../../test/provider/provider.ts";
import { demoScript } from "./demoScript.ts";

export interface DemoOptions {
  /** Absolute path of the folder that the demo's threads work in. */
  readonly folder: string;
  /** Milliseconds between words. Default: 20. */
  readonly paceMs?: number;
}

export interface Demo {
  /** Goes into `config` of thread/start, thread/resume and thread/fork. The port is new with every start. */
  readonly configOverrides: ConfigTable;
  /** What every surface shows as the model while the demo speaks. */
  readonly label: string;
  /** Ends open answers and the listener. May be called again. */
  dispose(): Promise<void>;
}

/** The id in `model_providers`: a thread that names it was made by the demo. */
export const demoProviderId = "lectern-demo";

/** Rejects when the system gives no port on loopback. */
export async function startDemo({ folder, paceMs = 20 }: DemoOptions): Promise<Demo> {
  const isFree = (name: string): boolean => !existsSync(join(folder, name));
  const provider = await startProvider({
    script: demoScript({ paceMs, platform: process.platform, isFree }),
    token: randomBytes(16).toString("hex"),
    record: false,
  });
  const label = "scripted, no model";
  const config = provider.configArgs({
    // The slug decides the tools that the server offers: this one takes direct commands and patches.
    model: "gpt-5.5",
    providerId: demoProviderId,
    providerName: `Lectern demo (${label})`,
  });
  return {
    configOverrides: { ...config, model_reasoning_summary: "detailed" },
    label,
    dispose: () => provider.close(),
  };
}
