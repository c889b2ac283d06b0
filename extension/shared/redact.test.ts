import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSecretName, redact } from "./redact.ts";

const c = "c4n4ryC4N4RYc4n4ryC4N4RY0123456789abcdef"; // 40 characters that no text below may still hold
const hex = "c4a4c4a4c4a4c4a4c4a4c4a4c4a4c4a4";

/** Forty ways in which a secret stands in a text; the second part must be gone afterwards. */
const canaries: readonly (readonly [string, string])[] = [
  [`sk-${c}`, c],
  [`sk-proj-${c}`, c],
  [`sk-ant-api03-${c}`, c],
  [`sk_live_${c}`, c],
  ["AKIAC4N4RYC4N4RYC4N4", "C4N4RYC4N4RY"],
  [`aws_secret_access_key = ${c}`, c],
  [`AWS_SESSION_TOKEN=${c}`, c],
  [`ghp_${c}`, c],
  [`github_pat_${c}`, c],
  [`https://x-access-token:ghs_${c}@github.com/a/b`, c],
  [`https://ghp_${c}@github.com/a/b.git`, c],
  [`glpat-${c}`, c],
  [`xoxb-${c}`, c],
  [`https://hooks.slack.com/services/T00000000/B00000000/${c}`, c],
  [`npm_${c}`, c],
  [`//registry.npmjs.org/:_authToken=${c}`, c],
  [`pypi-${c}`, c],
  [`hf_${c}`, c],
  [`AIza${c}`, c],
  [`ya29.${c}`, c],
  [`GOCSPX-${c}`, c],
  [`eyJhbGciOiJIUzI1NiJ9.${c}.${c}`, c],
  [`Authorization: Bearer ${c}`, c],
  [`"authorization": "token ${c}"`, c],
  [`bearer ${c}`, c],
  [`Cookie: session=${c}; theme=dark`, c],
  [`x-api-key: ${c}`, c],
  [`-----BEGIN OPENSSH PRIVATE KEY-----\n${c}\n${c}\n-----END OPENSSH PRIVATE KEY-----`, c],
  [`-----BEGIN RSA PRIVATE KEY-----\\n${c}\\n`, c],
  [`AGE-SECRET-KEY-1${c.toUpperCase()}`, c.toUpperCase()],
  [`postgres://admin:${c}@db.example/main`, c],
  [`PASSWORD=${c}`, c],
  [`export DB_PASSWORD='${c} and more'`, c],
  [`{"clientSecret": "${c}"}`, c],
  [`{\\"apiKey\\":\\"${c}\\"}`, c],
  [`deploy --token ${c} --verbose`, c],
  [`curl -u ada:${c} https://example.com`, c],
  [`machine example.com login ada password ${c}`, c],
  [`https://example.com/callback?code=${c}&state=x`, c],
  [`AccountKey=${c}==;EndpointSuffix=core.windows.net`, c],
  [`SG.${c}.${c}`, c],
  [`dapi${hex}`, hex],
];

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
