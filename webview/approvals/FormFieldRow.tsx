// One field of a tool server's form: label, description, the control of its type, what is wrong. It holds no value.

import { useId, type ReactElement } from "react";
import type { FieldInput, FieldValue, FormField } from "../../extension/shared/approvals/form.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { isSecretField } from "./secretField.ts";

export interface FormFieldRowProps {
  readonly field: FormField;
  readonly value: FieldValue | undefined;
  /** In words; null while nothing is wrong or it is not told yet. */
  readonly problem: string | null;
  readonly isSent: boolean;
  readonly onChange: (value: FieldValue) => void;
  readonly onLeave: () => void;
}

export function FormFieldRow(props: FormFieldRowProps): ReactElement {
  const { field, problem } = props;
  const id = useId();
  const isTick = field.input.type === "tick";
  const isGroup = field.input.type === "choice" && !isMenu(field.input);
  const Label = isGroup ? "p" : "label";
  return (
    <div className="form-field">
      {!isTick && (
        <Label id={`${id}label`} {...(isGroup ? {} : { htmlFor: id })} className="field-label">
          <Plain text={field.label} />
          {field.isRequired && <span className="dim"> (needed)</span>}
        </Label>
      )}
      {!isTick && <Description field={field} />}
      <Control {...props} id={id} />
      {isTick && <Description field={field} />}
      {isSecretField(field) && (
        <p className="warning-line">
          <Icon name="warning" tone="attention" />
          <span>This MCP server asks for something secret. Enter it only if you trust it.</span>
        </p>
      )}
      <p id={`${id}problem`} className="field-problem" role="status">
        {problem !== null && (
          <>
            <Icon name="error" tone="bad" /> {problem}
          </>
        )}
      </p>
    </div>
  );
}

function Description({ field }: { readonly field: FormField }): ReactElement | null {
  if (field.description === "") return null;
  return (
    <p className="fact">
      <Plain text={field.description} />
    </p>
  );
}

interface ControlProps extends FormFieldRowProps {
  readonly id: string;
}

function Control(props: ControlProps): ReactElement {
  const { input } = props.field;
  switch (input.type) {
    case "tick":
      return <TickControl {...props} />;
    case "text":
    case "number":
      return <TextControl {...props} />;
    case "choice":
      return isMenu(input) ? (
        <MenuControl {...props} input={input} />
      ) : (
        <ListControl {...props} input={input} />
      );
  }
}

type ChoiceInput = Extract<FieldInput, { type: "choice" }>;
const mostRadios = 6;

/** Many single options are shorter as a menu. */
function isMenu(input: ChoiceInput): boolean {
  return !input.isMany && input.options.length > mostRadios;
}

/** What every control tells of itself. */
function told({ id, problem, onLeave }: ControlProps): object {
  return {
    "aria-invalid": problem === null ? undefined : true,
    "aria-describedby": problem === null ? undefined : `${id}problem`,
    onBlur: onLeave,
  };
}

function TickControl(props: ControlProps): ReactElement {
  return (
    <label className="tick-row">
      <input
        {...told(props)}
        id={props.id}
        type="checkbox"
        className="tick"
        checked={props.value === true}
        disabled={props.isSent}
        onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
      />
      <span className="tick-words">
        <Plain text={props.field.label} />
      </span>
    </label>
  );
}

const mostChars = 20_000;
const examples = {
  email: "name@example.org",
  uri: "https://…",
  date: "2026-11-25",
  "date-time": "2026-11-25T09:30:00Z",
};

function TextControl(props: ControlProps): ReactElement {
  const { field, value } = props;
  const { input } = field;
  const isNumber = input.type === "number";
  const format = input.type === "text" ? input.format : null;
  return (
    <input
      {...told(props)}
      id={props.id}
      type={isSecretField(field) ? "password" : "text"}
      className="field"
      inputMode={isNumber ? "decimal" : undefined}
      aria-required={field.isRequired}
      placeholder={format === null ? undefined : examples[format]}
      value={typeof value === "string" ? value : ""}
      maxLength={mostChars}
      readOnly={props.isSent}
      spellCheck={!isNumber && format === null}
      autoComplete="off"
      onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
    />
  );
}

interface ChoiceControlProps extends ControlProps {
  readonly input: ChoiceInput;
}

function MenuControl(props: ChoiceControlProps): ReactElement {
  const picked = Array.isArray(props.value) ? String(props.value[0] ?? "") : "";
  const place = props.input.options.findIndex(({ value }) => value === picked);
  return (
    <select
      {...told(props)}
      id={props.id}
      className="field"
      aria-required={props.field.isRequired}
      value={picked === "" ? "" : String(place)}
      disabled={props.isSent}
      onChange={({ currentTarget }) => {
        const option =
          currentTarget.value === "" ? undefined : props.input.options[Number(currentTarget.value)];
        props.onChange(option ? [option.value] : []);
      }}
    >
      <option value="">Not picked</option>
      {props.input.options.map(({ title }, at) => (
        // oxlint-disable-next-line react/no-array-index-key
        <option key={at} value={String(at)}>
          {neutraliseToText(title)}
        </option>
      ))}
    </select>
  );
}

function ListControl(props: ChoiceControlProps): ReactElement {
  const { id, input, isSent, onChange } = props;
  const picked: readonly string[] = Array.isArray(props.value) ? props.value : [];
  const isWrong = props.problem !== null;
  return (
    <div
      className="field-options"
      role={input.isMany ? "group" : "radiogroup"}
      aria-labelledby={`${id}label`}
      aria-describedby={isWrong ? `${id}problem` : undefined}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) props.onLeave();
      }}
    >
      {input.options.map(({ value, title }, at) => (
        // oxlint-disable-next-line react/no-array-index-key
        <label key={at} className="tick-row">
          <input
            type={input.isMany ? "checkbox" : "radio"}
            name={id}
            className="tick"
            aria-invalid={isWrong ? true : undefined}
            checked={picked.includes(value)}
            disabled={isSent}
            onChange={({ currentTarget }) =>
              onChange(pickedWith(input, picked, value, currentTarget.checked))
            }
          />
          <span className="tick-words">
            <Plain text={title} />
          </span>
        </label>
      ))}
    </div>
  );
}

/** The picked values in the order of the options. */
function pickedWith(input: ChoiceInput, picked: readonly string[], value: string, isOn: boolean): string[] {
  if (!input.isMany) return [value];
  const all = input.options.map((option) => option.value);
  return all.filter((known) => (known === value ? isOn : picked.includes(known)));
}
