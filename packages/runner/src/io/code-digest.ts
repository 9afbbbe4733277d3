// A digest of the code that runs: what was kept by other code is not taken for its own.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundledFile } from "./built-files.js";

let known: string | null = null;

/** 64 hexadecimal digits over every file of the bundle, which holds all three packages and what they depend on. */
export const codeDigest = (): string => {
  if (known !== null) return known;
  const hash = createHash("sha256");
  const folder = bundledFile("");
  const names = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith(".js"));
  for (const name of names.sort()) {
    const text = readFileSync(fileURLToPath(new URL(name, folder)));
    hash.update(`${name} ${String(text.length)}\n`).update(text);
  }
  return (known = hash.digest("hex"));
};
