import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSecretName, redact } from "./redact.ts";
import { canaries, canary as c } from "./testing/canaries.ts";

const around = fc.constantFrom(
  "",
  " ",
  "\n",
  "run: ",
  "git push ",
  '{"a": "b"}, ',
  "# ",
  "é ",
  "$ ",
  "&& ",
  "> ",
);

describe("what looks like a secret", () => {
  it("is told in forty forms", () => expect(canaries.length).toBeGreaterThanOrEqual(40));

  it.each(canaries)("is struck out: %s", (text, secret) => {
    fc.assert(
      fc.property(around, around, (before, after) => {
        const behind = after === "" ? "" : `\n${after}`;
        expect(redact(`${before}${text}${behind}`)).not.toContain(secret);
      }),
      { numRuns: 40 },
    );
  });

  it("is struck out of ordinary words around it, and these stay", () => {
    expect(redact(`deploy --token ${c} --verbose`)).toBe("deploy --token [struck out] --verbose");
    expect(redact(`postgres://admin:${c}@db.example/main`)).toBe("postgres://[struck out]@db.example/main");
    expect(redact(`PASSWORD=${c} npm test`)).toBe("PASSWORD=[struck out] npm test");
  });

  it("is told by the name of a field", () => {
    const secret = [
      "password",
      "DB_PASSWORD",
      "apiKey",
      "api-key",
      "clientSecret",
      "access_token",
      "Authorization",
    ];
    const plain = ["path", "author", "inputTokens", "max_tokens", "PWD", "keyboard", "tokenCount", "compass"];
    expect(secret.filter((name) => !isSecretName(name))).toEqual([]);
    expect(plain.filter((name) => isSecretName(name))).toEqual([]);
  });
});

describe("ordinary text", () => {
  it.each([
    'git commit -m "Fix token parsing and the password field"',
    "git checkout 8b1a9953c4611296a827abf8c47804d7",
    "npm run build -- --mode production",
    "docker run -u 1000:1000 image",
    'curl -H "Accept: text/html" https://example.com/a?page=2&state=1',
    "max_tokens=4096 input_tokens: 1200",
    'DB_PASSWORD="$SECRET" PWD=/home/ada/work deploy --token "$TOKEN"',
    "function login(token: string, password: string): boolean",
    "const token = readToken(file);",
    "id 01a21061-03c3-75a2-9f3e-f35667dc1631",
    "rsync -u host:/srv/data .",
    "The author: Ada. The tokeniser, the secretary, basic training, bearer of news.",
    "import * as auth from './auth.ts'; // task-list, disk-usage, risk-free",
    "ssh://git@github.com/a/b.git",
  ])("stays as it is: %s", (text) => expect(redact(text)).toBe(text));

  it("of any kind is read in time that grows with its length only", () => {
    // A pattern that looks back and forth would take minutes: the time limit of a test is the guard.
    for (const unit of [
      "1",
      "a_",
      "password ",
      "token=",
      "-----BEGIN PRIVATE KEY-----",
      "://a:",
      "sk-",
      "-a",
      '"',
      " -u a",
    ]) {
      const long = redact(unit.repeat(200_000 / unit.length));
      expect(long.length, unit).toBeGreaterThan(0);
    }
  });
});
