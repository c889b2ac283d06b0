// Holds that a folder of any name arrives whole in the workbench's address.

import { expect, it } from "vitest";
import { addressPath } from "./codeServer.ts";

it("keeps every character of a folder through the query of an address", () => {
  const folder = "/home/ada/a b+c&d=e?f#g%h/ä";
  const address = new URL(`http://127.0.0.1:1/?folder=${addressPath(folder)}`);
  expect(address.searchParams.get("folder")).toBe(folder);
  expect(address.hash).toBe("");
});
