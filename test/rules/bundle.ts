// Puts the command line into a few files: node spends most of a short command on finding and reading a thousand.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";

/** Programs and threads by the names they have in the bundle, each with the compiled module it starts from. */
const ENTRIES: Readonly<Record<string, string>> = {
  podsim: "start.js",
  "cell-thread": "io/cell-thread.js",
  "script-thread": "io/script-thread.js",
};

/** Found in node_modules as the need arises: they read files of their own or start threads. */
const LEFT_OUTSIDE = ["@micropython/micropython-webassembly-pyscript", "just-bash", "synckit"];

/** Packages in the older module format ask for Node's own modules through `require`, which a module does not have. */
const REQUIRE = [
  'import { createRequire as createRequireOfChunk } from "node:module";',
  "const require = createRequireOfChunk(import.meta.url);",
].join("\n");

const runnerDist = (root: string): string => join(root, "packages", "runner", "dist");

/** The files that have to be there for the command line to work; the chunks beside them are named for their content. */
export const bundledEntries = (root: string): readonly string[] =>
  Object.keys(ENTRIES).map((name) => join(runnerDist(root), "cli", `${name}.js`));

/** Bundles what the compiler wrote, and clears away the chunks of earlier builds. False: it said why on stderr. */
export const bundleCommandLine = (root: string): boolean => {
  const dist = runnerDist(root);
  const folder = join(dist, "cli");
  const { errors, metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: Object.entries(ENTRIES).map(([out, module]) => ({ in: join(dist, "src", module), out })),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: LEFT_OUTSIDE,
    banner: { js: REQUIRE },
    sourcemap: "linked",
    metafile: true,
    logLevel: "warning",
  });
  if (errors.length > 0) return false;
  const written = new Set(Object.keys(metafile.outputs).map((path) => resolve(root, path)));
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name);
    if (!written.has(path)) rmSync(path, { recursive: true });
  }
  return true;
};
