import { describe, expect, it } from "vitest";
import { Stabiliser } from "./stabilise.ts";

const first = "01a20fac-cd65-7cf3-8d2f-a5cdc511bde3";
const second = "01a20fac-d139-7db0-b5f4-72fa284b7661";
const make = () =>
  new Stabiliser(
    [
      { path: "/x/root", placeholder: "/home/me" },
      { path: "/x/root/work", placeholder: "/work" },
    ],
    "box",
  );

describe("stable values", () => {
  it("keep the identity of ids, within texts and over several values", () => {
    const stabiliser = make();
    expect(stabiliser.stable({ id: first, path: `a-${second}.jsonl` })).toEqual({
      id: "id-1",
      path: "a-id-2.jsonl",
    });
    expect(stabiliser.stable([second, `exec-${first}`])).toEqual(["id-2", "exec-id-1"]);
  });

  it("take the longest known path, in names of fields too", () => {
    expect(make().stable({ "/x/root/work/a": "/x/root/b /x/root/work" })).toEqual({
      "/work/a": "/home/me/b /work",
    });
  });

  it("hold no times, durations, ports, processes and machine names", () => {
    const value = {
      emittedAtMs: 1795559312738,
      createdAt: 1795559312,
      startedAt: null,
      durationMs: 17,
      exitCode: 3,
      processId: "54768",
      serverName: "box",
      text: "rollout-2026-11-24T22-28-32 at 127.0.0.1:8123, duration_ms: 12.5",
    };
    expect(make().stable(value)).toEqual({
      emittedAtMs: 1_700_000_000_000,
      createdAt: 1_700_000_000,
      startedAt: null,
      durationMs: 1000,
      exitCode: 3,
      processId: "process-1",
      serverName: "machine",
      text: "rollout-2023-11-14T22-13-20 at 127.0.0.1:4000, duration_ms: 1",
    });
  });
});
