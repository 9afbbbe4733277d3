import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`./packages/${path}`, import.meta.url));

// Tests run on the sources; the packages' front doors are resolved to what they are built from.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@podsim\/core\/time$/, replacement: source("core/src/time.ts") },
      { find: /^@podsim\/core\/log$/, replacement: source("core/src/log/index.ts") },
      { find: /^@podsim\/(core|scheduler|runner)\/testing$/, replacement: source("$1/testing/index.ts") },
      { find: /^@podsim\/(core|scheduler|runner)$/, replacement: source("$1/src/index.ts") },
    ],
  },
  test: {
    include: ["packages/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
  },
});
