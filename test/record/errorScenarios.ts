// Stories of a provider that says no, or says more than was asked in the head of its answer.

import * as say from "../provider/events.ts";
import { sequence } from "../provider/script.ts";
import type { Scenario } from "./scenario.ts";

const limits = {
  "x-codex-primary-used-percent": "100",
  "x-codex-primary-window-minutes": "300",
  "x-codex-primary-reset-at": "1900000000",
  "x-codex-secondary-used-percent": "41",
  "x-codex-secondary-window-minutes": "10080",
  "x-codex-secondary-reset-at": "1900500000",
  "x-codex-credits-has-credits": "true",
  "x-codex-credits-unlimited": "false",
  "x-codex-credits-balance": "12",
};
const used = { ...limits, "x-codex-primary-used-percent": "84" };
const limitReached = {
  error: {
    type: "usage_limit_reached",
    plan_type: "pro",
    resets_at: 1_900_000_000,
    message: "Limit reached",
  },
};

export const errorScenarios: Readonly<Record<string, Scenario>> = {
  error429: { script: sequence([say.httpError(429, "slow down")]) },
  usageLimit: { script: sequence([say.httpError(429, limitReached, limits)]) },
  error500Once: { script: sequence([say.httpError(500, "out of order")]) },
  rerouted: {
    script: sequence([[say.headers({ "openai-model": "gpt-5.2" }), say.message("Hello from another.")]]),
  },
  rateLimits: { script: sequence([[say.headers(used), say.message("Nearly used up.")]]) },
};
