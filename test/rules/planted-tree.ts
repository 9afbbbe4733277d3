// A small tree of files in a temporary folder, for rules that are shown something wrong.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Writes `files` (path → text), hands the folder to `use`, and removes it afterwards whatever happens. */
export const withPlantedTree = async <A>(
  files: Readonly<Record<string, string>>,
  use: (root: string) => A | Promise<A>,
): Promise<A> => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "podsim-rules-")));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};
