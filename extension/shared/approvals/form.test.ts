import { describe, expect, it } from "vitest";
import { type Random, randomOf } from "../../../test/samples/random.ts";
import { contentOf, type FieldValue, type FormField, formOf, initialValue, problemOf } from "./form.ts";

function fieldOf(property: unknown, isRequired = false): FormField {
  const schema = { type: "object", properties: { f: property }, required: isRequired ? ["f"] : [] };
  const [field] = formOf(schema) ?? [];
  if (!field) throw new Error(`no field: ${JSON.stringify(property)}`);
  return field;
}

describe("formOf", () => {
  it.each([
    [{ type: "string" }, { type: "text", format: null, minLength: null, maxLength: null, initial: "" }],
    [
      { type: "string", format: "email", minLength: 3, maxLength: 9, default: "a@b.c" },
      { type: "text", format: "email", minLength: 3, maxLength: 9, initial: "a@b.c" },
    ],
    [
      { type: "string", format: "password" },
      { type: "text", format: null },
    ],
    [
      { type: "integer", minimum: 1, maximum: 9, default: 3 },
      { type: "number", isWhole: true, minimum: 1, maximum: 9, initial: "3" },
    ],
    [
      { type: "number", default: "3" },
      { type: "number", isWhole: false, initial: "" },
    ],
    // A tick is never set from the start.
    [{ type: "boolean", default: true }, { type: "tick" }],
    [
      { type: "string", enum: ["r", "b"], enumNames: ["Red", "Blue"], default: "b" },
      {
        type: "choice",
        isMany: false,
        initial: ["b"],
        options: [
          { value: "r", title: "Red" },
          { value: "b", title: "Blue" },
        ],
      },
    ],
    [
      { type: "string", oneOf: [{ const: "r", title: "Red" }], default: "x" },
      { type: "choice", isMany: false, initial: [], options: [{ value: "r", title: "Red" }] },
    ],
    [
      {
        type: "array",
        items: { type: "string", enum: ["a", "b"] },
        minItems: 1,
        maxItems: 2,
        default: ["b", "z", 1],
      },
      { type: "choice", isMany: true, minItems: 1, maxItems: 2, initial: ["b"] },
    ],
    [
      { type: "array", items: { anyOf: [{ const: "a", title: "A" }] } },
      { type: "choice", isMany: true, options: [{ value: "a", title: "A" }] },
    ],
  ])("reads %j", (property, input) => {
    expect(fieldOf(property).input).toMatchObject(input);
  });

  it.each([
    ["no object", null],
    ["a list", []],
    ["another type", { type: "array", properties: {} }],
    ["no properties", { type: "object" }],
    ["properties that are a list", { type: "object", properties: [] }],
    ["a property that is none", { type: "object", properties: { a: "string" } }],
    ["an unknown type", { type: "object", properties: { a: { type: "object" } } }],
    ["no type", { type: "object", properties: { a: {} } }],
    ["options that are no texts", { type: "object", properties: { a: { type: "string", enum: [1] } } }],
    ["no options", { type: "object", properties: { a: { type: "string", enum: [] } } }],
    [
      "titled options without a value",
      { type: "object", properties: { a: { type: "string", oneOf: [{}] } } },
    ],
    [
      "a list of free texts",
      { type: "object", properties: { a: { type: "array", items: { type: "string" } } } },
    ],
    [
      "too many fields",
      {
        type: "object",
        properties: Object.fromEntries(
          Array.from({ length: 101 }, (_, at) => [`f${at}`, { type: "string" }]),
        ),
      },
    ],
  ])("gives nothing for %s", (_, schema) => {
    expect(formOf(schema)).toBeNull();
  });

  it("makes no fields of an empty object", () => {
    expect(formOf({ type: "object", properties: {} })).toEqual([]);
  });

  it("keeps fields that are named like the insides of objects", () => {
    const schema = JSON.parse(
      '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"},"toString":{"type":"boolean"}}}',
    ) as unknown;
    const fields = formOf(schema) ?? [];
    expect(fields.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ["__proto__", false],
      ["constructor", false],
      ["toString", false],
    ]);
    const content = contentOf(fields, ["x", "y", true]);
    expect(JSON.stringify(content)).toBe('{"__proto__":"x","constructor":"y","toString":true}');
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });
});

describe("problemOf", () => {
  it.each<[unknown, FieldValue, boolean]>([
    [{ type: "string", minLength: 2 }, "a", false],
    [{ type: "string", maxLength: 2 }, "😀😀", true],
    [{ type: "string", maxLength: 2 }, "abc", false],
    [{ type: "string", format: "email" }, "a@b.example", true],
    [{ type: "string", format: "email" }, "a b@c.d", false],
    [{ type: "string", format: "uri" }, "https://a.example", true],
    [{ type: "string", format: "uri" }, "nowhere", false],
    [{ type: "string", format: "date" }, "2024-02-29", true],
    [{ type: "string", format: "date" }, "2026-02-29", false],
    [{ type: "string", format: "date-time" }, "2026-11-25T09:30:00Z", true],
    [{ type: "string", format: "date-time" }, "2026-11-25T25:00:00Z", false],
    [{ type: "string" }, true, false],
    [{ type: "string" }, ["a"], false],
    [{ type: "number" }, "-1.5e3", true],
    [{ type: "number" }, "1e999", false],
    [{ type: "number" }, "0x10", false],
    [{ type: "number" }, "Infinity", false],
    [{ type: "integer" }, "1.5", false],
    [{ type: "integer", minimum: 1 }, "0", false],
    [{ type: "integer", maximum: 9 }, "10", false],
    [{ type: "boolean" }, "true", false],
    [{ type: "string", enum: ["a", "b"] }, ["a"], true],
    [{ type: "string", enum: ["a", "b"] }, ["a", "b"], false],
    [{ type: "string", enum: ["a"] }, ["c"], false],
    [{ type: "array", items: { enum: ["a", "b"] }, minItems: 2 }, ["a"], false],
    [{ type: "array", items: { enum: ["a", "b"] }, maxItems: 1 }, ["a", "b"], false],
    [{ type: "array", items: { enum: ["a", "b"] } }, ["a", "a"], false],
  ])("of %j with %j: fine %s", (property, value, isFine) => {
    expect(problemOf(fieldOf(property), value) === null).toBe(isFine);
  });

  it("lets an empty field stay empty, unless it is needed", () => {
    for (const property of [
      { type: "string", minLength: 3 },
      { type: "integer" },
      { type: "string", enum: ["a"] },
    ]) {
      const empty = "enum" in property ? [] : "";
      expect(problemOf(fieldOf(property), empty)).toBeNull();
      expect(problemOf(fieldOf(property, true), empty)).toBe("Needed");
    }
    expect(problemOf(fieldOf({ type: "boolean" }, true), false)).toBeNull();
  });

  it("takes a huge text in no time", () => {
    const huge = `${"a".repeat(100_000)}@`;
    expect(problemOf(fieldOf({ type: "string", format: "email" }), huge)).not.toBeNull();
    expect(problemOf(fieldOf({ type: "number" }), "9".repeat(100_000))).not.toBeNull();
  });
});

const properties = [
  { type: "string", minLength: 1, maxLength: 4 },
  { type: "string", format: "date" },
  { type: "integer", minimum: 0, maximum: 5 },
  { type: "boolean" },
  { type: "string", enum: ["a", "b"] },
  { type: "array", items: { enum: ["a", "b", "c"] }, minItems: 1, maxItems: 2 },
];
const values: readonly FieldValue[] = [
  "",
  "a",
  "abcde",
  "3",
  "7",
  "1.5",
  "2026-11-25",
  "\ud800",
  true,
  false,
  [],
  ["a"],
  ["b", "a"],
  ["a", "a"],
  ["x"],
  ["a", "b", "c"],
];

function anyForm(random: Random): FormField[] {
  const chosen = random.some(properties).map((property, at) => [`f${at}`, property] as const);
  const required = random.some(chosen).map(([name]) => name);
  return formOf({ type: "object", properties: Object.fromEntries(chosen), required }) ?? [];
}

describe("contentOf", () => {
  it("accepts exactly what has no problem, and sends every field that is filled in", () => {
    const random = randomOf(3);
    let accepted = 0;
    for (let round = 0; round < 20_000; round++) {
      const fields = anyForm(random);
      const given = fields.map(
        (field) => (random.chance(30) ? initialValue(field) : random.pick(values)) ?? "",
      );
      const content = contentOf(fields, given);
      const isFine = fields.every((field, at) => problemOf(field, given[at]) === null);
      if ((content !== null) !== isFine) expect.fail(JSON.stringify({ fields, given, content }));
      if (!content) continue;
      accepted++;
      const filled = fields.filter(
        (_, at) => given[at] !== "" && !(Array.isArray(given[at]) && given[at].length === 0),
      );
      expect(Object.keys(content)).toEqual(filled.map(({ name }) => name));
      expect(JSON.stringify(content).isWellFormed()).toBe(true);
      expect(JSON.stringify(content)).not.toContain("\\ud800");
    }
    expect(accepted).toBeGreaterThan(1_000);
  });

  it("does not take fewer values than are needed", () => {
    expect(contentOf([fieldOf({ type: "string" }, true)], [])).toBeNull();
  });
});
