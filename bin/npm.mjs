// Runs npm and fetches single packages through it, so that a person's own registry and proxy settings hold.
// It knows no registry address. An archive whose sha512 is not the expected one is never unpacked.

import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";

/**
 * Runs npm in `cwd` and resolves with its standard output.
 * Rejects with npm's own last lines when it cannot be run or ends with another code than 0.
 */
export function runNpm(args, cwd) {
  const { command, first, shell } = npmCommand();
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], { cwd, shell, env: outsideOfAnyPackage(process.env) });
    const out = [];
    const err = [];
    child.stdout.on("data", (chunk) => out.push(chunk));
    child.stderr.on("data", (chunk) => err.push(chunk));
    child.on("error", (error) => {
      reject(new Error(`npm could not be run (${error.message}). Put npm on the PATH and try again.`));
    });
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString("utf8"));
      else reject(new Error(`npm ${args[0]} ended with code ${code}:\n${lastLines(err)}`));
    });
  });
}

/**
 * Downloads the package `spec` (`name@version`), unpacks it below the existing folder `into` and resolves with the
 * path of its contents. Rejects, with nothing unpacked, when npm cannot fetch it or when its archive is not the one
 * that `integrity` (`sha512-…`) names.
 */
export async function fetchPackage({ spec, integrity, into }) {
  const archive = await download(spec, into);
  const contents = await readFile(join(into, archive));
  const found = `sha512-${createHash("sha512").update(contents).digest("base64")}`;
  if (found !== integrity) {
    throw new Error(
      `${spec} was fetched, but its contents are not the pinned ones (expected ${integrity}, found ${found}). ` +
        "Nothing was unpacked. Clear npm's cache (npm cache clean --force) and try again; " +
        "if it stays so, the registry serves something else: do not use it.",
    );
  }
  unpack(archive, into);
  await rm(join(into, archive));
  // Every archive that npm has packed holds one folder of this name.
  return join(into, "package");
}

async function download(spec, into) {
  try {
    const answer = await runNpm(["pack", spec, "--json", "--ignore-scripts", "--loglevel=error"], into);
    return JSON.parse(answer)[0].filename;
  } catch (cause) {
    throw new Error(
      `${spec} could not be fetched from the npm registry. ${cause.message}\n` +
        "Check the network and the registry that npm is set to (npm config get registry), then try again.",
      { cause },
    );
  }
}

/** A relative name and a working folder, because tar takes the colon of a Windows path for a host name. */
function unpack(archive, into) {
  try {
    execFileSync(tarProgram(), ["-xzf", archive], { cwd: into, stdio: "pipe" });
  } catch (cause) {
    throw new Error(
      `${archive} could not be unpacked (${cause.message}). Is there room on the disk, and a tar?`,
      {
        cause,
      },
    );
  }
}

function tarProgram() {
  if (process.platform !== "win32") return "tar";
  return join(process.env.SystemRoot ?? "C:\\Windows", "System32", "tar.exe");
}

function npmCommand() {
  const cli = process.env.npm_execpath;
  // Under yarn or pnpm this variable names their own program.
  if (cli && basename(cli) === "npm-cli.js") return { command: process.execPath, first: [cli], shell: false };
  // On Windows npm is a .cmd file, which only a shell can run.
  return { command: "npm", first: [], shell: process.platform === "win32" };
}

/** npm tells its scripts which package it works on; a second npm in another folder must not hear that. */
function outsideOfAnyPackage(env) {
  const { npm_config_local_prefix: _prefix, npm_package_json: _package, INIT_CWD: _cwd, ...rest } = env;
  return rest;
}

function lastLines(chunks) {
  return Buffer.concat(chunks).toString("utf8").trim().split("\n").slice(-8).join("\n");
}
