// The configuration that sends the app-server to a scripted provider, as a table for `config` of thread/start
// and as the text of a config.toml. It knows the keys of the pinned version and nothing else.

export type ConfigValue = string | number | boolean | ConfigValue[] | ConfigTable;
export interface ConfigTable {
  [key: string]: ConfigValue;
}

export interface ProviderConfigOptions {
  /** A slug of the server's catalogue; it decides which tools the server offers. Default: gpt-5.5. */
  readonly model?: string;
  /** The id in `model_providers`, and its name unless one is given. Default: scripted. */
  readonly providerId?: string;
  readonly providerName?: string;
  /** How often the server repeats a failed request or a cut stream. Default: 0. */
  readonly retries?: number;
}

export function providerConfig(baseUrl: string, options: ProviderConfigOptions = {}): ConfigTable {
  const id = options.providerId ?? "scripted";
  const retries = options.retries ?? 0;
  return {
    model: options.model ?? "gpt-5.5",
    model_provider: id,
    model_providers: {
      [id]: {
        name: options.providerName ?? id,
        base_url: baseUrl,
        wire_api: "responses",
        requires_openai_auth: false,
        request_max_retries: retries,
        stream_max_retries: retries,
      },
    },
  };
}

/** TOML with plain values first and one `[section]` a table, as TOML wants it. */
export function toToml(table: ConfigTable, path: readonly string[] = []): string {
  const entries = Object.entries(table);
  const values = entries.filter(([, value]) => !isTable(value));
  const lines = values.map(([key, value]) => `${tomlKey(key)} = ${tomlValue(value)}`);
  if (path.length > 0 && lines.length > 0) lines.unshift(`[${path.map(tomlKey).join(".")}]`);
  const sections = entries.flatMap(([key, value]) => (isTable(value) ? [toToml(value, [...path, key])] : []));
  return [lines.map((line) => `${line}\n`).join(""), ...sections].filter(Boolean).join("\n");
}

function isTable(value: ConfigValue): value is ConfigTable {
  return typeof value === "object" && !Array.isArray(value);
}

function tomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}

function tomlValue(value: ConfigValue): string {
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(", ")}]`;
  if (isTable(value)) {
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${tomlKey(key)} = ${tomlValue(inner)}`)
      .join(", ")} }`;
  }
  return JSON.stringify(value);
}
