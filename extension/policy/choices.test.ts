import { describe, expect, it } from "vitest";
import { allAllowed, permissionsOf, type Permissions } from "../shared/permissions.ts";
import { PermissionChoices } from "./choices.ts";

const folder = "/work/shop";
const full = permissionsOf("fullAccess", false);
const auto = permissionsOf("auto", false);

function choices(setUp: { preset?: Permissions; answers?: boolean[] } = {}) {
  const kept = new Map<string, Permissions>();
  const confirmed = new Set<string>();
  const asked: string[] = [];
  const answers = [...(setUp.answers ?? [])];
  const made = new PermissionChoices({
    preset: () => setUp.preset ?? permissionsOf("ask", false),
    kept: { get: (id) => kept.get(id), keep: (id, permissions) => void kept.set(id, permissions) },
    isConfirmed: (where) => confirmed.has(where),
    confirm: async (where) => {
      asked.push(where);
      const yes = answers.shift() ?? false;
      if (yes) confirmed.add(where);
      return yes;
    },
  });
  return { made, kept, asked };
}

describe("the choice for a thread", () => {
  it("is the default until one was chosen for it", () => {
    const { made } = choices();
    expect(made.decide("t", folder)).toEqual({ permissions: permissionsOf("ask", false), origin: "default" });
    made.chosen("t", auto);
    expect(made.decide("t", folder)).toEqual({ permissions: auto, origin: "thread" });
    expect(made.decide("other", folder).origin).toBe("default");
  });

  it("made before there was one counts for the next thread alone", () => {
    const { made, kept } = choices();
    made.chooseNext(auto);
    expect(made.view(folder)).toMatchObject({ mode: "auto", modeOrigin: "thread" });
    made.started("t", { ...auto, origin: "thread", afterTurnId: null });
    expect(kept.get("t")).toEqual(auto);
    expect(made.decide(undefined, folder).origin).toBe("default");
  });

  it("is not taken for kept where the thread began under something else", () => {
    const { made, kept } = choices();
    made.chooseNext(auto);
    made.started("t", { mode: "readOnly", autoReview: false, origin: "organisation", afterTurnId: null });
    expect(kept.size).toBe(0);
  });
});

describe("full access", () => {
  it("is asked about once a folder, and a no leaves everything", async () => {
    const { made, asked } = choices({ answers: [false, true] });
    expect(await made.isMeant(full, folder)).toBe(false);
    expect(await made.isMeant(full, folder)).toBe(true);
    expect(await made.isMeant(full, folder)).toBe(true);
    expect(await made.isMeant(full, "/work/other")).toBe(false);
    expect(asked).toEqual([folder, folder, "/work/other"]);
  });

  it("as the default, or kept of another day, waits for its confirmation", async () => {
    const { made } = choices({ preset: full, answers: [true] });
    expect(made.decide(undefined, folder)).toEqual({ permissions: auto, origin: "confirmation" });
    made.chosen("t", full);
    expect(made.decide("t", folder)).toEqual({ permissions: auto, origin: "confirmation" });
    await made.isMeant(full, folder);
    expect(made.decide(undefined, folder)).toEqual({ permissions: full, origin: "default" });
  });

  it("asks nothing for the other modes", async () => {
    const { made, asked } = choices();
    expect(await made.isMeant(permissionsOf("auto", true), folder)).toBe(true);
    expect(asked).toEqual([]);
  });
});

describe("managed policy", () => {
  it("limits what was chosen, and says who did", () => {
    const { made } = choices();
    made.chosen("t", auto);
    made.managed = { ownProfiles: true, notAllowed: { ...allAllowed, modes: ["auto", "fullAccess"] } };
    expect(made.decide("t", folder)).toEqual({
      permissions: permissionsOf("ask", false),
      origin: "organisation",
    });
    expect(made.obstacle(auto)).toBe("Not allowed by your organisation");
    expect(made.obstacle(permissionsOf("ask", false))).toBeNull();
  });
});
