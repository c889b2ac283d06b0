// Web addresses as the URL parser of the platform reads them, in Node and in the page alike. `shared` compiles
// without the types of either, so the few words that are used stand here.

export interface WebAddress {
  readonly protocol: string;
  /** With the port, when it is not the usual one; names in ASCII (punycode). */
  readonly host: string;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
}

const { URL } = globalThis as unknown as {
  URL: { new (address: string): WebAddress; canParse(address: string): boolean };
};

/** The address, or null when it is none. */
export function parseAddress(address: string): WebAddress | null {
  return URL.canParse(address) ? new URL(address) : null;
}
