// A digest of the code that runs: what was kept by other code is not taken for its own.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the built files of the packages lie; of this one beside this file, or for tests in dist. */
const roots = (): readonly string[] => {
  const isSource = import.meta.url.endsWith(".ts");
  const own = fileURLToPath(new URL(isSource ? "../../dist/src/" : "../", import.meta.url));
  const resolve = createRequire(import.meta.url).resolve;
  return [own, dirname(resolve("@podsim/core")), dirname(resolve("@podsim/scheduler"))];
};

const codeFiles = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".js") && !entry.name.includes(".test."))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

let known: string | null = null;

/** 64 hexadecimal digits over every file of code, taken once. */
export const codeDigest = (): string => {
  if (known !== null) return known;
  const hash = createHash("sha256");
  for (const root of roots()) {
    for (const file of codeFiles(root)) {
      const text = readFileSync(file);
      hash.update(`${file.slice(root.length)} ${String(text.length)}\n`).update(text);
    }
  }
  return (known = hash.digest("hex"));
};
