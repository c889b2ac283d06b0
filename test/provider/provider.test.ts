// Unit tests of the provider without an app-server: framing, paths, configuration, and what is left at its end.

import { describe, expect, it, onTestFinished } from "vitest";
import { toToml } from "./config.ts";
import { httpError, message, piecesOf } from "./events.ts";
import { type Provider, type ProviderOptions, startProvider } from "./provider.ts";

async function provide(options: ProviderOptions): Promise<Provider> {
  const provider = await startProvider(options);
  onTestFinished(() => provider.close());
  return provider;
}

function post(url: string, body: unknown = { model: "m", input: [] }): Promise<Response> {
  return fetch(url, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
}

describe("the provider", () => {
  it("frames a response as server-sent events that end completed", async () => {
    const provider = await provide({ script: () => message({ text: "Hi €", deltas: ["Hi", " €"] }) });
    const reply = await post(`${provider.baseUrl}/responses`);
    expect(reply.headers.get("content-type")).toBe("text/event-stream");
    const events = (await reply.text()).trimEnd().split("\n\n");
    expect(events.map((event) => event.split("\n")[0])).toEqual([
      "event: response.created",
      "event: response.output_item.added",
      "event: response.output_text.delta",
      "event: response.output_text.delta",
      "event: response.output_item.done",
      "event: response.completed",
    ]);
    expect(events[3]).toContain('"delta":" €"');
  });

  it("is found only by its token", async () => {
    const provider = await provide({ script: () => message("x"), token: "secret" });
    const { origin } = new URL(provider.baseUrl);
    expect(provider.baseUrl).toBe(`${origin}/secret/v1`);
    expect((await post(`${origin}/v1/responses`)).status).toBe(404);
    expect((await post(`${origin}/secre/v1/responses`)).status).toBe(404);
    expect((await fetch(`${provider.baseUrl}/models`)).status).toBe(404);
    expect(provider.requests).toEqual([]);
    expect((await post(`${provider.baseUrl}/responses`)).status).toBe(200);
  });

  it("refuses a body that is no JSON object", async () => {
    const provider = await provide({ script: () => message("x") });
    expect((await post(`${provider.baseUrl}/responses`, "no json")).status).toBe(400);
    expect((await post(`${provider.baseUrl}/responses`, "3")).status).toBe(400);
  });

  it("gives the HTTP errors of the script with their headers", async () => {
    const provider = await provide({ script: () => httpError(429, "slow down", { "retry-after": "3" }) });
    const reply = await post(`${provider.baseUrl}/responses`);
    expect([reply.status, reply.headers.get("retry-after")]).toEqual([429, "3"]);
    expect(await reply.json()).toMatchObject({ error: { message: "slow down" } });
  });

  it("tells a failing script and a failing step from an answer", async () => {
    const script = await provide({
      script: () => {
        throw new Error("broken");
      },
    });
    expect(await (await post(`${script.baseUrl}/responses`)).text()).toContain(
      "The script failed: Error: broken",
    );
    expect(script.unexpected).toHaveLength(1);
    const step = await provide({
      script: () => [message("x"), { kind: "end", event: () => JSON.parse("{") as never }],
    });
    await expect(post(`${step.baseUrl}/responses`).then((reply) => reply.text())).rejects.toThrow();
    expect(step.unexpected).toHaveLength(1);
  });

  it("ends open responses when it is closed, twice without harm", async () => {
    const provider = await provide({ script: () => message({ text: "a b", delayMs: 600_000 }) });
    const reply = await post(`${provider.baseUrl}/responses`);
    await provider.close();
    await provider.close();
    await expect(reply.text()).rejects.toThrow("terminated");
  });
});

describe("its configuration", () => {
  it("is the same as a table and as TOML", async () => {
    const provider = await provide({ script: () => undefined });
    expect(provider.configArgs({ model: "m", providerId: "p", retries: 2 })).toEqual({
      model: "m",
      model_provider: "p",
      model_providers: {
        p: {
          name: "p",
          base_url: provider.baseUrl,
          wire_api: "responses",
          requires_openai_auth: false,
          request_max_retries: 2,
          stream_max_retries: 2,
        },
      },
    });
    expect(provider.configToml({ model: "m" })).toContain(
      'model = "m"\nmodel_provider = "scripted"\n\n[model_providers.scripted]\n',
    );
  });

  it("quotes keys that TOML would misread", () => {
    expect(toToml({ projects: { "/a b": { trust_level: "untrusted", list: ["x", 1] } } })).toBe(
      '[projects."/a b"]\ntrust_level = "untrusted"\nlist = ["x", 1]\n',
    );
  });
});

describe("pieces of a text", () => {
  it.each([undefined, 1, 2, 3, 7, 100])("join to the text again (%s)", (count) => {
    const text = "  Größe 👍🏽\n\nund  mehr \n";
    const pieces = piecesOf(text, count);
    expect(pieces.join("")).toBe(text);
    for (const piece of pieces) expect(piece.isWellFormed()).toBe(true);
  });

  it("are as many as asked for, while there are characters", () => {
    expect(piecesOf("abcdef", 4)).toHaveLength(4);
    expect(piecesOf("ab", 4)).toEqual(["a", "b"]);
    expect(piecesOf("ab", 0)).toEqual([]);
    expect(() => piecesOf("ab", ["a"])).toThrow("do not join");
  });
});
