// Holds what people must see: hidden characters become tokens, nothing is lost, ordinary writing passes.

import { describe, expect, it } from "vitest";
import { isMarked, neutralise, neutraliseToText, type Segment } from "./neutralise.ts";

const shown = (segments: readonly Segment[]): string =>
  segments
    .map((segment) => ("text" in segment ? segment.text : `{${segment.glyph ?? ""}${segment.token}}`))
    .join("");

describe("what hides, reorders or imitates", () => {
  const hostile: readonly (readonly [name: string, text: string, seen: string])[] = [
    ["override", "access\u202e txt.exe", "access{U+202E} txt.exe"],
    ["isolates", "if (a\u2066/* x \u2069) b", "if (a{U+2066}/* x {U+2069}) b"],
    ["zero width space", "pass\u200bword", "pass{U+200B}word"],
    ["joiner between Latin letters", "a\u200db", "a{U+200D}b"],
    ["non-joiner between Latin letters", "a\u200cb", "a{U+200C}b"],
    ["word joiner", "rm\u2060 -rf", "rm{U+2060} -rf"],
    ["soft hyphen", "rm\u00ad -rf", "rm{U+00AD} -rf"],
    ["byte order mark", "\ufeffecho", "{U+FEFF}echo"],
    ["line separator", "a\u2028b\u2029c", "a{U+2028}b{U+2029}c"],
    ["escape", "\u001b[31mred", "{U+001B}[31mred"],
    ["hyperlink", "\u001b]8;;http://x\u0007text", "{U+001B}]8;;http://x{U+0007}text"],
    ["C1", "a\u009bb", "a{U+009B}b"],
    ["null and delete", "a\0b\u007f", "a{U+0000}b{U+007F}"],
    ["lone return", "safe\rrm", "safe{U+000D}rm"],
    ["lone surrogate", "a\ud800b", "a{U+D800}b"],
    ["Hangul filler", "a\u3164=1", "a{U+3164}=1"],
    ["Braille blank", "a\u2800b", "a{U+2800}b"],
    ["noncharacter", "a\ufdd0b", "a{U+FDD0}b"],
    ["digit with a selector", "1\ufe0f", "1{U+FE0F}"],
    ["run of selectors", "😀\ufe0f\ufe0f", "😀\ufe0f{U+FE0F}"],
    ["hidden bytes in selectors", "a\u{e0101}\u{e0102}", "a{U+E0101}{U+E0102}"],
    ["mixed Cyrillic", "p\u0430ypal", "p{\u0430U+0430}ypal"],
    ["mixed Greek", "\u039frder", "{\u039fU+039F}rder"],
    ["full width in a word", "r\uff4d", "r{\uff4dU+FF4D}"],
    ["slash in an address", "good.example\u2215evil", "good.example{\u2215U+2215}evil"],
    ["Greek question mark", "ls\u037e rm", "ls{U+037E} rm"],
  ];
  it.each(hostile)("%s", (_name, text, seen) => {
    expect(shown(neutralise(text))).toBe(seen);
  });

  it("decodes text hidden in tag characters", () => {
    const hidden = Array.from("run rm", (letter) =>
      String.fromCodePoint(0xe0000 + letter.charCodeAt(0)),
    ).join("");
    const segments = neutralise(`Hi${hidden}!`);
    expect(segments).toHaveLength(1 + 6 + 1 + 1);
    expect(segments.at(-2)).toMatchObject({ token: "“run rm”", name: "hidden text, decoded" });
  });

  it("takes no flag for a cover of other tags", () => {
    const tags = Array.from("evil\u007f", (letter) =>
      String.fromCodePoint(0xe0000 + letter.charCodeAt(0)),
    ).join("");
    expect(isMarked(`\u{1f3f4}${tags}`)).toBe(true);
  });

  it("marks unusual blanks in code only", () => {
    for (const blank of ["\u00a0", "\u202f", "\u3000", "\u2003"]) {
      expect(isMarked(`rm${blank}-rf`, "code")).toBe(true);
      expect(isMarked(`deux${blank}mots`, "prose")).toBe(false);
    }
  });

  it("loses nothing", () => {
    const text = "a\u202eb\u{e0041}c\u0430d\r\ne";
    const rebuilt = neutralise(text)
      .filter((segment) => !("token" in segment && segment.token.startsWith("“")))
      .map((segment) => ("text" in segment ? segment.text : String.fromCodePoint(segment.codePoint)))
      .join("");
    expect(rebuilt).toBe(text.replace("\r\n", "\n"));
  });

  it("stays quick on one endless mixed word", () => {
    // Were its cost to grow by the square, the time limit of a test would end it.
    expect(neutralise("\u0430".repeat(200_000))).toHaveLength(1);
  });
});

it("writes tokens in brackets for labels", () => {
  expect(neutraliseToText("a\u202eb\u0430")).toBe("a[U+202E]b\u0430[U+0430]");
});

describe("ordinary writing passes", () => {
  const clean: readonly string[] = [
    "",
    "plain text, tabs\tand\nlines\r\n",
    "Größe, naïve, œuvre, Łódź, İstanbul, Þórr",
    "« Bonjour\u00a0! » 10\u202f000 €",
    "Проверь файл package.json и запусти USB-порт",
    "Ελληνικά κείμενα με τόνους: άλφα, ωμέγα",
    "Δt = 5 μm, 3 kΩ, 20 °C",
    "Հայերեն տեքստ",
    "ქართული ენა",
    "עברית עם ניקוד: שָׁלוֹם",
    "العربية مع تشكيل: السَّلامُ عليكم",
    "می\u200cخواهم فایل را ببینم",
    "اردو میں لکھا ہوا",
    "हिन्दी में क्\u200dष और क्\u200cष",
    "বাংলা র\u200d্য, தமிழ் எழுத்து",
    "മലയാളം ന്\u200d",
    "සිංහල ක්\u200dෂ",
    "ภาษาไทย\u200bไม่มีช่องว่าง",
    "ខ្មែរ\u200bភាសា",
    "မြန်မာစာ",
    "བོད་ཡིག",
    "中文，全角标点。　再来",
    "日本語のテキスト、カタカナ、ｶﾀｶﾅ",
    "葛\u{e0100}城市と辻\u{e0101}",
    "한국어 문장입니다",
    "ＡＢＣ会社 １２３",
    "Tiếng Việt có dấu",
    "አማርኛ",
    "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ",
    "ᠮᠣᠩᠭᠣᠯ\u180b",
    "👩\u200d💻 👨\u200d👩\u200d👧\u200d👦 🏳\ufe0f\u200d🌈 ❤\ufe0f\u200d🔥 👩🏽\u200d🚀",
    "🇩🇪 🇯🇵 \u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "1\ufe0f\u20e3 #\ufe0f\u20e3 ⚠\ufe0f ✔\ufe0e",
    "∀x ∈ ℝ: x² ≥ 0, α-helix, ½ and 1⁄2",
    "└── src/ ├── app.ts │ ✓ ✗ → …",
  ];
  it.each(clean)("%s", (text) => {
    expect(shown(neutralise(text))).toBe(text.replaceAll("\r\n", "\n"));
  });
});
