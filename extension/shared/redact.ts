// Strikes out what looks like a secret: keys and tokens by their known shapes, and whatever is given to something
// that is named like a secret. It knows shapes, not where a text came from, and it errs on the side of striking.
// Always: no text makes it slow (every pattern is linear), and ordinary commands, paths and hashes pass unchanged.

export const struckOut = "[struck out]";

/** The text with what looks like a key, a token or a password struck out. */
export function redact(text: string): string {
  let result = text;
  for (const [pattern, replacement] of patterns) result = result.replace(pattern, replacement);
  return result;
}

/** Whether a field of this name holds a secret, whatever its value looks like. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

const secretWords =
  "passw(?:or)?d|passphrase|(?<=[_-])pwd|secret|(?<!(?:count|total|max|min|put|reasoning|cached|limit|used|usage)[_ -]?)token|" +
  "api[_-]?key|(?:access|account|private|secret|signing|encryption|master)[_-]?key|credentials?|authorization|cookie|auth";
const secretName = new RegExp(`(?:${secretWords})s?$`, "i");

/** A value behind a name: quoted, or up to the next blank, quote or separator. */
const value = String.raw`(?:"[^"\n]{1,2000}"|'[^'\n]{1,2000}'|\\"[^"\\\n]{1,2000}\\"|[^\s"'\\,;&|<>(){}\[\]]{3,2000})`;
/** What no secret begins with: a variable, a call, the name of a type. */
const notNamed = String.raw`(?!["']?\$[A-Za-z_({]|[A-Za-z_.]{1,80}\(|(?:string|number|boolean|bool|str|true|false|null|none|undefined|unknown|required|optional)\b)`;

const patterns: readonly (readonly [RegExp, string])[] = [
  // Blocks of keys, also with their newlines escaped, also cut off before their end.
  [
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g,
    struckOut,
  ],
  [/\bAGE-SECRET-KEY-1[0-9A-Z]{20,}/gi, struckOut],
  // user:password@host in any address.
  [/(:\/\/)[^\s/@:"']{0,200}:[^\s/@"']{1,500}@/g, `$1${struckOut}@`],
  [/(:\/\/)(?:gh[pousr]_|github_pat_|glpat-|x-access-token)[^\s/@"']{1,300}@/g, `$1${struckOut}@`],
  // Keys of known shape.
  [/\b(?:sk|rk|pk)[-_](?:live[-_]|test[-_]|proj-|ant-|or-|svcacct-|admin-)?[A-Za-z0-9_-]{8,}/g, struckOut],
  [/\b(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{12,}/g, struckOut],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,})/g, struckOut],
  [/\b(?:glpat|gldt|glrt|glcbt)-[A-Za-z0-9_-]{10,}/g, struckOut],
  [/\bxox[a-z]-[A-Za-z0-9-]{8,}|\bxapp-[A-Za-z0-9-]{8,}/g, struckOut],
  [
    /\bnpm_[A-Za-z0-9]{16,}|\bpypi-[A-Za-z0-9_-]{16,}|\bhf_[A-Za-z0-9]{16,}|\brubygems_[a-f0-9]{16,}/g,
    struckOut,
  ],
  [/\bAIza[A-Za-z0-9_-]{20,}|\bya29\.[A-Za-z0-9_-]{10,}|\bGOCSPX-[A-Za-z0-9_-]{10,}/g, struckOut],
  [/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+\.?[A-Za-z0-9_-]*/g, struckOut],
  [/\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|\bwhsec_[A-Za-z0-9+/=]{16,}/g, struckOut],
  [/\b(?:dop|doo|dor)_v1_[a-f0-9]{16,}|\bdapi[a-f0-9]{24,}|\bhv[sbr]\.[A-Za-z0-9_-]{16,}/g, struckOut],
  [/\bSK[0-9a-f]{32}\b|\b\d{8,10}:AA[A-Za-z0-9_-]{30,}|\bshp(?:at|ss|ca|pa)_[a-fA-F0-9]{16,}/g, struckOut],
  [/(hooks\.slack\.com\/services\/)[A-Za-z0-9/_-]{8,}/g, `$1${struckOut}`],
  [/(discord(?:app)?\.com\/api\/webhooks\/)[A-Za-z0-9/_-]{8,}/g, `$1${struckOut}`],
  // Headers, whole to the end of what they hold.
  [
    /\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-auth-token)(["']?\s{0,4}[:=]\s{0,4})[^\r\n"']{3,2000}/gi,
    `$1$2${struckOut}`,
  ],
  [
    /\b(bearer|basic|token)(\s{1,4})(?=[A-Za-z0-9._~+/-]{0,500}[0-9=])[A-Za-z0-9._~+/-]{8,}=*/gi,
    `$1$2${struckOut}`,
  ],
  [/\b(bearer|basic)(\s{1,4})[A-Za-z0-9._~+/-]{20,}=*/gi, `$1$2${struckOut}`],
  // What is given to a secret's name: NAME=…, "name": "…", --name …, -u user:…, netrc, an address's query.
  [
    new RegExp(
      String.raw`((?:${secretWords})s?(?:\\?["'])?\s{0,4}(?::=|=|:(?!:))\s{0,4})${notNamed}${value}`,
      "gi",
    ),
    `$1${struckOut}`,
  ],
  [
    new RegExp(
      String.raw`(\s--?(?:[a-z0-9]{1,40}-){0,5}(?:${secretWords})\s{1,4})${notNamed}(?!-)${value}`,
      "gi",
    ),
    `$1${struckOut}`,
  ],
  [
    /(\s(?:-u|--user|--proxy-user)[ =]{1,4}["']?[^\s:"'/]{1,200}:)(?![/.~]|\d{1,6}(?:\s|$))[^\s"']{1,500}/g,
    `$1${struckOut}`,
  ],
  [/\b(password\s{1,4})(?=\S{0,200}[0-9!@#%^*])\S{6,500}/gi, `$1${struckOut}`],
  [
    /([?&#](?:code|state|sig|signature|key|sas|x-amz-signature|x-amz-credential)=)[^\s&#"'<>]{8,}/gi,
    `$1${struckOut}`,
  ],
];
