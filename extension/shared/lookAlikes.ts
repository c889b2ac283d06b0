// Letters of other scripts that cannot be told from Latin ones, and the rule when they are suspicious: only
// inside a word that also has Latin letters. Words wholly in one script are never judged.

/** Lower and upper case letters of Cyrillic, Greek, Armenian and Cherokee drawn like Latin ones. */
const imitators = new Set(
  "асеорхуіјѕһԁԛԝѵѡгпкмтьвнАВЕКМНОРСТУХЅІЈЗҮԌԚԜ" +
    "αορνικυχγϲηΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ" +
    "օսոցհԼՕՍ" +
    "ᎪᏴᏟᎬᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃɡ",
);
/** Slashes that are not the slash: suspicious next to a Latin letter, as in a path or an address. */
const slashes = new Set("⁄∕⧸╱／");
const styled = /[\uff21-\uff3a\uff41-\uff5a\u{1d400}-\u{1d6a5}\u2170-\u217f]/u;
const latin = /[A-Za-z\u00c0-\u024f]/;
/** No word of a language is longer; without a bound one endless "word" would cost its length squared. */
const longestWord = 64;
const wordPart = /[\p{L}\p{M}\p{N}_]/u;

/** True for a visible character that imitates a Latin letter or a slash. Says nothing of its surroundings. */
export function isLookAlike(point: string): boolean {
  return imitators.has(point) || slashes.has(point) || styled.test(point);
}

/** Matches wherever `isLookAlike` may be true, and at much else: a quick test for a whole text. */
export const mayLookAlike =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\u0261\u2044\u2215\u29f8\u2571\uff0f\uff21-\uff3a\uff41-\uff5a\u{1d400}-\u{1d6a5}\u2170-\u217f]/u;

/** Does the look-alike at `index` stand where it deceives? `points` are code points. */
export function isPartOfMixedWord(points: readonly string[], index: number): boolean {
  if (slashes.has(points[index] ?? "")) {
    return latin.test(points[index - 1] ?? "") || latin.test(points[index + 1] ?? "");
  }
  return hasLatin(points, index, -1) || hasLatin(points, index, 1);
}

function hasLatin(points: readonly string[], from: number, step: 1 | -1): boolean {
  for (let steps = 1; steps <= longestWord; steps++) {
    const point = points[from + steps * step] ?? "";
    if (latin.test(point)) return true;
    if (!wordPart.test(point)) return false;
  }
  return false;
}
