import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { permissionsOf } from "../shared/permissions.ts";
import { ThreadChoices } from "./threadChoices.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lectern-choices-"));
});
afterEach(() => rm(folder, { recursive: true }));

const choices = () => new ThreadChoices(folder, () => undefined);
const file = () => path.join(folder, "permissions.json");

it("keeps what was chosen over a reload", async () => {
  const first = choices();
  first.keep("a", permissionsOf("auto", true));
  first.keep("b", permissionsOf("readOnly", false));
  first.keep("a", permissionsOf("ask", false));
  await first.settled();
  expect(choices().get("a")).toEqual(permissionsOf("ask", false));
  expect(choices().get("b")).toEqual(permissionsOf("readOnly", false));
  expect(choices().get("c")).toBeUndefined();
});

it("lets the oldest go, not the one that was chosen again", async () => {
  const first = choices();
  for (let index = 0; index < 500; index++) first.keep(`t${index}`, permissionsOf("auto", false));
  first.keep("t0", permissionsOf("ask", false));
  first.keep("new", permissionsOf("auto", false));
  await first.settled();
  const again = choices();
  expect(again.get("t0")).toEqual(permissionsOf("ask", false));
  expect(again.get("t1")).toBeUndefined();
  expect(JSON.parse(await readFile(file(), "utf8"))).toHaveLength(500);
});

it.each([
  "",
  "{}",
  "[null, 1, {}]",
  '[{"id":"a","mode":"root"}]',
  '[{"id":1,"mode":"auto"}]',
  '[{"id":"a","mode":"__proto__"}]',
])("takes nothing from %j", async (text) => {
  await writeFile(file(), text);
  expect(choices().get("a")).toBeUndefined();
});

it("takes the reviewer for Auto alone", async () => {
  await writeFile(file(), '[{"id":"a","mode":"fullAccess","autoReview":true}]');
  expect(choices().get("a")).toEqual(permissionsOf("fullAccess", false));
});
