import { expect, it } from "vitest";
import { toldApart } from "./folderNames.ts";

const named = (...paths: string[]): string[] =>
  toldApart(paths.map((path) => ({ name: path.split(/[\\/]/).at(-1) ?? "", path }))).map(({ name }) => name);

it("leaves names alone that are told apart already", () => {
  expect(named("/work/shop", "/work/api")).toEqual(["shop", "api"]);
});

it("adds what is above, as far up as it takes", () => {
  expect(named("/work/shop", "/old/shop", "/work/api")).toEqual(["shop (work)", "shop (old)", "api"]);
  expect(named("/a/x/shop", "/b/x/shop")).toEqual(["shop (a/x)", "shop (b/x)"]);
  expect(named("C:\\a\\shop", "D:\\a\\shop")).toEqual(["shop (C:\\a\\shop)", "shop (D:\\a\\shop)"]);
});

it("keeps one folder that is open twice under its name", () => {
  expect(named("/work/shop", "/work/shop")).toEqual(["shop", "shop"]);
});
