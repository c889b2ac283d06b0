// What a person fills in on a card beside the choice: the words of a rule that stay, the permissions that are ticked,
// answers, the values of a form. Pure. It knows neither keys nor components; the host checks all of it again.

import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { Ask } from "../../extension/shared/approvals/ask.ts";
import { isAllowing, type Choice, type ChoiceId } from "../../extension/shared/approvals/choices.ts";
import {
  initialValue,
  problemOf,
  type FieldValue,
  type FormField,
} from "../../extension/shared/approvals/form.ts";
import type { AnswerDetails } from "../../extension/shared/approvals/reply.ts";
import { isSecretField } from "./secretField.ts";

export type QuestionAnswer = Extract<AnswerDetails, { kind: "answers" }>["answers"][number];

export interface Fill {
  /** How many words of the proposed rule stay; null: all of them. */
  readonly words: number | null;
  /** Places of the ticked permissions, in their order. */
  readonly granted: readonly number[];
  /** One for each question. */
  readonly answers: readonly QuestionAnswer[];
  /** One for each field of a form. */
  readonly values: readonly FieldValue[];
}

const unanswered: QuestionAnswer = { option: null, text: "" };

/** As a card opens: ticked is what is asked for, nothing is answered, fields hold what their server put there. */
export function freshFill(ask: Ask): Fill {
  return {
    words: null,
    granted: ask.kind === "permissions" ? ask.grants.map((_, place) => place) : [],
    answers: ask.kind === "questions" ? ask.questions.map(() => unanswered) : [],
    values: ask.kind === "mcpForm" ? ask.fields.map(initialValue) : [],
  };
}

/** What the answer carries beside the choice. */
export function detailsFor({ ask }: Approval, choice: Choice, fill: Fill): AnswerDetails | null {
  if (choice.rule?.kind === "prefix" && fill.words !== null) return { kind: "rule", words: fill.words };
  if (!isAllowing(choice.id)) return null;
  switch (ask.kind) {
    case "permissions":
      return { kind: "grants", granted: fill.granted };
    case "questions":
      return { kind: "answers", answers: fill.answers };
    case "mcpForm":
      return { kind: "form", values: fill.values };
    default:
      return null;
  }
}

/** Why the choice cannot be submitted as things are filled in, in words; null when it can. */
export function obstacleOf(ask: Ask, choice: ChoiceId, fill: Fill): string | null {
  if (!isAllowing(choice)) return null;
  switch (ask.kind) {
    case "permissions":
      return isAnyGranted(ask, fill) ? null : "Tick what you allow";
    case "questions": {
      const missing = fill.answers.filter((answer) => !isAnswered(answer)).length;
      if (missing === 0) return null;
      if (fill.answers.length === 1) return "Pick or write an answer";
      return missing === 1 ? "1 question has no answer yet" : `${missing} questions have no answer yet`;
    }
    case "mcpForm": {
      const wrong = ask.fields.filter((field, index) => problemOf(field, fill.values[index]) !== null).length;
      if (wrong === 0) return null;
      return wrong === 1 ? "1 field is not right yet" : `${wrong} fields are not right yet`;
    }
    default:
      return null;
  }
}

export function isAnswered({ option, text }: QuestionAnswer): boolean {
  return option !== null || text.trim() !== "";
}

type PermissionsAsk = Extract<Ask, { kind: "permissions" }>;

/** Places of what a person decides on. What is to stay denied is no grant: it goes along with any. */
export function grantPlaces({ grants }: PermissionsAsk): number[] {
  return grants.flatMap(({ access }, place) => (access === "deny" ? [] : [place]));
}

function isAnyGranted(ask: PermissionsAsk, { granted }: Fill): boolean {
  return grantPlaces(ask).some((place) => granted.includes(place));
}

/** The fill with one permission ticked or not, in the order of the request. */
export function withGrant(
  { grants }: PermissionsAsk,
  { granted }: Fill,
  place: number,
  isOn: boolean,
): number[] {
  return grants.flatMap((_, at) => ((at === place ? isOn : granted.includes(at)) ? [at] : []));
}

export function replaced<T>(list: readonly T[], place: number, value: T): T[] {
  return list.map((old, at) => (at === place ? value : old));
}

/** The fill as it may outlive the page: nothing that was typed into a secret field. */
export function withoutSecrets(ask: Ask, fill: Fill): Fill {
  const isSecretQuestion = (at: number): boolean =>
    ask.kind === "questions" && ask.questions[at]?.isSecret === true;
  const secretField = (at: number): FormField | undefined => {
    const field = ask.kind === "mcpForm" ? ask.fields[at] : undefined;
    return field && isSecretField(field) ? field : undefined;
  };
  return {
    ...fill,
    answers: fill.answers.map((answer, at) => (isSecretQuestion(at) ? unanswered : answer)),
    values: fill.values.map((value, at) => {
      const field = secretField(at);
      return field ? initialValue(field) : value;
    }),
  };
}

/** A kept fill, if it fits the card; undefined for anything else. */
export function fillFrom(ask: Ask, kept: unknown): Fill | undefined {
  if (typeof kept !== "object" || kept === null) return undefined;
  const { words, granted, answers, values } = kept as Record<string, unknown>;
  const fresh = freshFill(ask);
  const isFitting =
    (words === null || isPlace(words, Infinity)) &&
    isListOf(granted, (place) => isPlace(place, fresh.granted.length)) &&
    isListOf(answers, (answer, at) => isAnswerTo(ask, answer, at), fresh.answers.length) &&
    isListOf(values, (value, at) => isLike(fresh.values[at], value), fresh.values.length);
  return isFitting ? ({ words, granted, answers, values } as Fill) : undefined;
}

function isListOf(
  value: unknown,
  check: (entry: unknown, at: number) => boolean,
  length: number | null = null,
): boolean {
  return Array.isArray(value) && (length === null || value.length === length) && value.every(check);
}

function isPlace(value: unknown, count: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < count;
}

function isAnswerTo(ask: Ask, value: unknown, at: number): boolean {
  if (ask.kind !== "questions" || typeof value !== "object" || value === null) return false;
  const { option, text } = value as Record<string, unknown>;
  const options = ask.questions[at]?.options.length ?? 0;
  return typeof text === "string" && (option === null || isPlace(option, options));
}

function isLike(fresh: FieldValue | undefined, value: unknown): boolean {
  if (Array.isArray(fresh)) return isListOf(value, (entry) => typeof entry === "string");
  return typeof value === typeof fresh;
}
