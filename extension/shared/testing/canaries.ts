// Secrets for tests: the forms in which a key, a token or a password stands in a text. None is real.

/** Forty characters that no text below may still hold once it was redacted. */
export const canary = "c4n4ryC4N4RYc4n4ryC4N4RY0123456789abcdef";
const c = canary;
const hex = "c4a4c4a4c4a4c4a4c4a4c4a4c4a4c4a4";

/** Forty ways in which a secret stands in a text; the second part must be gone afterwards. */
export const canaries: readonly (readonly [string, string])[] = [
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
