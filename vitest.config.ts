// Tests run on the sources: the packages' front doors are resolved to what they are built from.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { frontDoors } from "./test/rules/front-doors.js";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  resolve: {
    alias: frontDoors(root).map(({ specifier, source }) => ({
      find: new RegExp(`^${specifier}$`),
      replacement: `${root}${source}`,
    })),
  },
  test: {
    include: ["packages/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    // Every package is loaded once for each of the two workers, not for each of the files: loading is most of what they
    // cost otherwise. Tests share nothing but modules that keep no state between calls.
    isolate: false,
    maxWorkers: 2,
    // A test that hangs fails; one on a busy machine does not.
    testTimeout: 60_000,
  },
});
