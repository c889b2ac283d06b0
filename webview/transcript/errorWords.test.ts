// Holds that every failure gets words and a step, and that a provider's JSON is read for its message.

import { expect, it } from "vitest";
import type { TurnError } from "../../extension/shared/protocol.ts";
import { errorCause, errorWords } from "./errorWords.ts";

const error = (
  codexErrorInfo: TurnError["codexErrorInfo"],
  message = "m",
  additionalDetails: string | null = null,
): TurnError => ({
  message,
  codexErrorInfo,
  additionalDetails,
  misalignment: null,
});

it("knows kinds by name and by object", () => {
  expect(errorWords(error("usageLimitExceeded")).title).toBe("Your usage limit is reached");
  expect(errorWords(error({ responseTooManyFailedAttempts: { httpStatusCode: 429 } })).title).toBe(
    "The provider failed too often",
  );
});

it("takes 401 for a matter of signing in, whatever the kind", () => {
  expect(errorWords(error({ httpConnectionFailed: { httpStatusCode: 401 } })).step).toBe("signIn");
});

it.each([null, "other", "someNewKind", "toString", { newKind: {} }])("has words for %j", (info) => {
  expect(errorWords(error(info)).title).toBe("The turn failed");
});

it("reads the message out of a body, and leaves other text as it is", () => {
  expect(errorCause(error(null, '{"error":{"message":"too long"}}'))).toBe("too long");
  expect(errorCause(error(null, 'HTTP 400: {"message":"bad"}', "more"))).toBe("bad\nmore");
  expect(errorCause(error(null, "{not json"))).toBe("{not json");
});

it("says when a usage limit resets, where that is known, and only there", () => {
  const known = " at 14:05";
  expect(errorWords(error("usageLimitExceeded"), known).nextStep).toBe(
    "Wait until it resets at 14:05, or sign in with another account.",
  );
  expect(errorWords(error("usageLimitExceeded")).nextStep).toBe(
    "Wait until it resets, or sign in with another account.",
  );
  expect(errorWords(error("serverOverloaded"), known).nextStep).not.toContain("14:05");
});
