// What a tool answered, whichever way it was told: texts, pictures, and all else as it is. Pure; keeps the
// order and drops nothing.

export type AnswerPart =
  | { readonly kind: "text"; readonly text: string }
  /** `url` is a `data:` address, or one that is not shown. */
  | { readonly kind: "image"; readonly url: string }
  | { readonly kind: "other"; readonly value: unknown };

/** The parts of an answer; neighbouring texts are joined by a newline. */
export function answerParts(content: string | readonly unknown[]): AnswerPart[] {
  if (typeof content === "string") return content === "" ? [] : [{ kind: "text", text: content }];
  const parts: AnswerPart[] = [];
  for (const value of content) {
    const part = partOf(value);
    const last = parts.at(-1);
    if (part.kind === "text" && last?.kind === "text")
      parts.splice(-1, 1, { kind: "text", text: `${last.text}\n${part.text}` });
    else parts.push(part);
  }
  return parts;
}

function partOf(value: unknown): AnswerPart {
  if (typeof value !== "object" || value === null) return { kind: "other", value };
  const fields = value as Record<string, unknown>;
  const { type, text, data, mimeType } = fields;
  if (typeof text === "string" && (type === "text" || type === "inputText" || type === "input_text"))
    return { kind: "text", text };
  if (type === "image" && typeof data === "string" && typeof mimeType === "string")
    return { kind: "image", url: `data:${mimeType};base64,${data}` };
  const url = fields["imageUrl"] ?? fields["image_url"];
  if ((type === "inputImage" || type === "input_image") && typeof url === "string")
    return { kind: "image", url };
  return { kind: "other", value };
}
