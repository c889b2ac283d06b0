// Forms that an MCP server asks to be filled in: its JSON schema as fields, what a field accepts, and the content
// that is sent. Pure, used by the page (to show and to tell what is missing) and by the host (to check again).
// Every label is the server's own text; a tick is never set from the start.

import { parseAddress } from "../webAddress.ts";

/** One field. `label`, `description` and options are outside text. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly input: FieldInput;
}

export type FieldInput =
  | {
      readonly type: "text";
      readonly format: "email" | "uri" | "date" | "date-time" | null;
      readonly minLength: number | null;
      readonly maxLength: number | null;
      readonly initial: string;
    }
  | {
      readonly type: "number";
      readonly isWhole: boolean;
      readonly minimum: number | null;
      readonly maximum: number | null;
      readonly initial: string;
    }
  | { readonly type: "tick" }
  | {
      readonly type: "choice";
      readonly options: readonly { readonly value: string; readonly title: string }[];
      readonly isMany: boolean;
      readonly minItems: number | null;
      readonly maxItems: number | null;
      readonly initial: readonly string[];
    };

/** What a person entered: text (numbers too), a tick, or the values of the picked options. */
export type FieldValue = string | boolean | readonly string[];

const maxFields = 100;

/** The fields of a schema; null when it holds what we cannot show truly. An empty object makes no fields. */
export function formOf(schema: unknown): FormField[] | null {
  if (!isRecord(schema) || schema["type"] !== "object" || !isRecord(schema["properties"])) return null;
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const properties = Object.entries(schema["properties"]);
  if (properties.length > maxFields) return null;
  const fields: FormField[] = [];
  for (const [name, property] of properties) {
    const input = isRecord(property) ? inputOf(property) : null;
    if (!input || !isRecord(property)) return null;
    const label = textOf(property["title"]) || name;
    fields.push({
      name,
      label,
      description: textOf(property["description"]),
      isRequired: required.includes(name),
      input,
    });
  }
  return fields;
}

/** What stands in a field before the person touched it. */
export function initialValue({ input }: FormField): FieldValue {
  return input.type === "tick" ? false : input.initial;
}

/** Why the value cannot be sent, in words; null when it can. An empty field that may stay empty is fine. */
export function problemOf(field: FormField, value: FieldValue | undefined): string | null {
  const { input, isRequired } = field;
  if (isUnset(value)) return isRequired && input.type !== "tick" ? "Needed" : null;
  switch (input.type) {
    case "tick":
      return typeof value === "boolean" ? null : "Not a tick";
    case "text":
      return typeof value === "string" ? textProblem(input, value) : "Not a text";
    case "number":
      return typeof value === "string" ? numberProblem(input, value) : "Not a number";
    case "choice":
      return Array.isArray(value) ? choiceProblem(input, value) : "Not one of the options";
  }
}

/**
 * The content of the filled form, by the names of its fields; empty fields are left out. Null when a value cannot
 * be sent. `values` stand in the order of the fields.
 */
export function contentOf(
  fields: readonly FormField[],
  values: readonly FieldValue[],
): Record<string, unknown> | null {
  const entries: [string, unknown][] = [];
  for (const [index, field] of fields.entries()) {
    const value = values[index];
    if (problemOf(field, value) !== null) return null;
    if (!isUnset(value) && value !== undefined) entries.push([field.name, sentValue(field.input, value)]);
  }
  // Not by assignment: a field may be called __proto__.
  return Object.fromEntries(entries);
}

function sentValue(input: FieldInput, value: FieldValue): unknown {
  if (input.type === "number") return Number(value);
  if (input.type === "choice" && !input.isMany) return (value as readonly string[])[0];
  return typeof value === "string" ? value.toWellFormed() : value;
}

function isUnset(value: FieldValue | undefined): boolean {
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

type InputOf<T extends FieldInput["type"]> = Extract<FieldInput, { type: T }>;

function textProblem({ format, minLength, maxLength }: InputOf<"text">, value: string): string | null {
  const { length } = Array.from(value);
  if (minLength !== null && length < minLength) return `At least ${minLength} characters`;
  if (maxLength !== null && length > maxLength) return `At most ${maxLength} characters`;
  switch (format) {
    case "email":
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : "Not an e-mail address";
    case "uri":
      return parseAddress(value) ? null : "Not a web address";
    case "date":
      return isDate(value) ? null : "A date like 2026-11-25";
    case "date-time":
      return isDateTime(value) ? null : "A time like 2026-11-25T09:30:00Z";
    case null:
      return null;
  }
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function isDateTime(value: string): boolean {
  const form = /^(\d{4}-\d\d-\d\d)[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/.exec(value);
  return form !== null && isDate(form[1] ?? "") && !Number.isNaN(Date.parse(value));
}

function numberProblem({ isWhole, minimum, maximum }: InputOf<"number">, value: string): string | null {
  if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value)) return "Not a number";
  const number = Number(value);
  if (!Number.isFinite(number)) return "Not a number";
  if (isWhole && !Number.isInteger(number)) return "A whole number";
  if (minimum !== null && number < minimum) return `At least ${minimum}`;
  if (maximum !== null && number > maximum) return `At most ${maximum}`;
  return null;
}

function choiceProblem(input: InputOf<"choice">, value: readonly unknown[]): string | null {
  const values = new Set(input.options.map((option) => option.value));
  if (!value.every((picked) => typeof picked === "string" && values.has(picked)))
    return "Not one of the options";
  if (new Set(value).size !== value.length) return "Picked twice";
  if (!input.isMany && value.length > 1) return "Only one";
  if (input.minItems !== null && value.length < input.minItems) return `At least ${input.minItems}`;
  if (input.maxItems !== null && value.length > input.maxItems) return `At most ${input.maxItems}`;
  return null;
}

function inputOf(property: Record<string, unknown>): FieldInput | null {
  switch (property["type"]) {
    case "boolean":
      return { type: "tick" };
    case "number":
    case "integer":
      return numberInput(property);
    case "string":
      return "enum" in property || "oneOf" in property ? singleChoice(property) : textInput(property);
    case "array":
      return manyChoice(property);
    default:
      return null;
  }
}

function textInput(property: Record<string, unknown>): FieldInput {
  const format = property["format"];
  const isKnown = format === "email" || format === "uri" || format === "date" || format === "date-time";
  return {
    type: "text",
    format: isKnown ? format : null,
    minLength: numberOf(property["minLength"]),
    maxLength: numberOf(property["maxLength"]),
    initial: textOf(property["default"]),
  };
}

function numberInput(property: Record<string, unknown>): FieldInput {
  const initial = numberOf(property["default"]);
  return {
    type: "number",
    isWhole: property["type"] === "integer",
    minimum: numberOf(property["minimum"]),
    maximum: numberOf(property["maximum"]),
    initial: initial === null ? "" : String(initial),
  };
}

function singleChoice(property: Record<string, unknown>): FieldInput | null {
  const options = optionsOf(property);
  if (!options) return null;
  const first = textOf(property["default"]);
  const initial = options.some(({ value }) => value === first) ? [first] : [];
  return { type: "choice", options, isMany: false, minItems: null, maxItems: null, initial };
}

function manyChoice(property: Record<string, unknown>): FieldInput | null {
  const items = property["items"];
  const options = isRecord(items) ? optionsOf(items) : null;
  if (!options) return null;
  const values = new Set(options.map(({ value }) => value));
  const first: unknown[] = Array.isArray(property["default"]) ? property["default"] : [];
  return {
    type: "choice",
    options,
    isMany: true,
    minItems: numberOf(property["minItems"]),
    maxItems: numberOf(property["maxItems"]),
    initial: first.filter((value): value is string => typeof value === "string" && values.has(value)),
  };
}

/** Options of any of the four ways in which the schema may write them. */
function optionsOf(schema: Record<string, unknown>): { value: string; title: string }[] | null {
  const titled = schema["oneOf"] ?? schema["anyOf"];
  if (Array.isArray(titled)) {
    const options = titled.map((option: unknown) =>
      isRecord(option) && typeof option["const"] === "string"
        ? { value: option["const"], title: textOf(option["title"]) || option["const"] }
        : null,
    );
    return options.every((option) => option !== null) && options.length > 0 ? options : null;
  }
  const values: unknown = schema["enum"];
  if (!Array.isArray(values) || values.length === 0) return null;
  if (!values.every((value) => typeof value === "string")) return null;
  const names: unknown[] = Array.isArray(schema["enumNames"]) ? schema["enumNames"] : [];
  return values.map((value, index) => ({ value, title: textOf(names[index]) || value }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
