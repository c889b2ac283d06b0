// Headers of each format, made by hand, and files that only look like programs.
// Unknown bytes must give undefined, never an error.

import { describe, expect, it } from "vitest";
import { readExecutableHeader } from "./executableHeader.ts";

function bytes(fill: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(512);
  fill(buffer);
  return buffer;
}

function elf(machine: number): Buffer {
  return bytes((buffer) => {
    buffer.write("\x7fELF\x02\x01", "latin1");
    buffer.writeUInt16LE(machine, 18);
  });
}

function pe(machine: number): Buffer {
  return bytes((buffer) => {
    buffer.write("MZ", "latin1");
    buffer.writeUInt32LE(0x80, 0x3c);
    buffer.write("PE\0\0", 0x80, "latin1");
    buffer.writeUInt16LE(machine, 0x84);
  });
}

function machO(cpu: number): Buffer {
  return bytes((buffer) => {
    buffer.writeUInt32LE(0xfeedfacf, 0);
    buffer.writeUInt32LE(cpu, 4);
  });
}

function fat(...cpus: number[]): Buffer {
  return bytes((buffer) => {
    buffer.writeUInt32BE(0xcafebabe, 0);
    buffer.writeUInt32BE(cpus.length, 4);
    cpus.forEach((cpu, index) => buffer.writeUInt32BE(cpu, 8 + index * 20));
  });
}

describe("readExecutableHeader", () => {
  it.each([
    ["elf", ["x64"], elf(0x3e)],
    ["elf", ["arm64"], elf(0xb7)],
    ["elf", ["other"], elf(0xf3)],
    ["pe", ["x64"], pe(0x8664)],
    ["pe", ["arm64"], pe(0xaa64)],
    ["mach-o", ["arm64"], machO(0x0100000c)],
    ["mach-o", ["x64", "arm64"], fat(0x01000007, 0x0100000c)],
  ])("reads %s for %j", (format, architectures, header) => {
    expect(readExecutableHeader(header)).toEqual({ format, architectures });
  });

  it.each([
    ["a web page", Buffer.from("<!doctype html>".padEnd(200))],
    ["a script", Buffer.from("#!/usr/bin/env node\n".padEnd(200))],
    ["a Java class", bytes((buffer) => buffer.writeUInt32BE(0xcafebabe, 0) && buffer.writeUInt32BE(65, 4))],
    ["MZ without PE", bytes((buffer) => buffer.write("MZ", "latin1"))],
    ["a short file", Buffer.from("\x7fELF", "latin1")],
    ["nothing", Buffer.alloc(0)],
  ])("knows that %s is no program", (_name, content) => {
    expect(readExecutableHeader(content)).toBeUndefined();
  });
});
