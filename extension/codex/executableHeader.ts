// Reads from the first bytes of a file which system and processor it was built for: ELF, Mach-O, PE.
// It judges nothing and opens nothing; unknown bytes give undefined.

export interface ExecutableHeader {
  format: "elf" | "mach-o" | "pe";
  /** Processors in Node's words; one that we have no word for is "other". A fat Mach-O names several. */
  architectures: string[];
}

/** Bytes from the start of a file that are enough to read its header. */
export const headerBytes = 4096;

const elfMachines: Record<number, string> = { 0x03: "ia32", 0x28: "arm", 0x3e: "x64", 0xb7: "arm64" };
const machCpus: Record<number, string> = { 0x01000007: "x64", 0x0100000c: "arm64" };
const peMachines: Record<number, string> = { 0x014c: "ia32", 0x8664: "x64", 0xaa64: "arm64" };

/** What the file that starts with `bytes` was built for; undefined if it is no native program. */
export function readExecutableHeader(bytes: Buffer): ExecutableHeader | undefined {
  if (bytes.length < 64) return undefined;
  return readElf(bytes) ?? readMachO(bytes) ?? readPe(bytes);
}

function readElf(bytes: Buffer): ExecutableHeader | undefined {
  if (bytes.readUInt32BE(0) !== 0x7f454c46) return undefined;
  const bigEndian = bytes[5] === 2;
  const machine = bigEndian ? bytes.readUInt16BE(18) : bytes.readUInt16LE(18);
  return { format: "elf", architectures: [(bigEndian ? undefined : elfMachines[machine]) ?? "other"] };
}

function readMachO(bytes: Buffer): ExecutableHeader | undefined {
  const magic = bytes.readUInt32BE(0);
  if (magic === 0xcffaedfe) {
    return { format: "mach-o", architectures: [machCpus[bytes.readUInt32LE(4)] ?? "other"] };
  }
  // Java classes share the magic of fat files; their "count" is a version number above 40.
  const count = bytes.readUInt32BE(4);
  if (magic !== 0xcafebabe || count === 0 || count > 16) return undefined;
  const architectures: string[] = [];
  for (let at = 8; at < 8 + count * 20 && at + 4 <= bytes.length; at += 20) {
    architectures.push(machCpus[bytes.readUInt32BE(at)] ?? "other");
  }
  return { format: "mach-o", architectures };
}

function readPe(bytes: Buffer): ExecutableHeader | undefined {
  if (bytes.readUInt16BE(0) !== 0x4d5a) return undefined;
  const at = bytes.readUInt32LE(0x3c);
  if (at + 6 > bytes.length || bytes.readUInt32BE(at) !== 0x50450000) return undefined;
  return { format: "pe", architectures: [peMachines[bytes.readUInt16LE(at + 4)] ?? "other"] };
}
