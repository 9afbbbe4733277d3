import { describe, expect, test } from "vitest";
import { memoryFiles } from "../../testing/memory-files.js";
import { expandPattern, isPattern } from "./glob.js";

const files = memoryFiles({
  "shop/bad.yaml": "",
  "shop/nodes/30-nodes.yaml": "",
  "shop/nodes/4-nodes.yaml": "",
  "shop/nodes/.hidden.yaml": "",
  "shop/nodes/notes.md": "",
  "shop/apps/web/web.yaml": "",
  "shop/apps/web/old.yaml/inner.txt": "",
  "shop/apps/api.yaml": "",
});

const paths = (pattern: string, base = "/desk/shop"): readonly string[] => expandPattern(files, base, pattern).paths;

describe("patterns", () => {
  test.each([
    ["nodes/*.yaml", ["nodes/30-nodes.yaml", "nodes/4-nodes.yaml"]],
    ["./nodes/*.yaml", ["./nodes/30-nodes.yaml", "./nodes/4-nodes.yaml"]],
    ["../shop/nodes/4*", ["../shop/nodes/4-nodes.yaml"]],
    ["nodes/?-nodes.yaml", ["nodes/4-nodes.yaml"]],
    ["nodes/*-*.y*l", ["nodes/30-nodes.yaml", "nodes/4-nodes.yaml"]],
    ["nodes/.*.yaml", ["nodes/.hidden.yaml"]],
    ["*/*.yaml", ["apps/api.yaml", "nodes/30-nodes.yaml", "nodes/4-nodes.yaml"]],
    ["apps/**/*.yaml", ["apps/api.yaml", "apps/web/web.yaml"]],
    ["**/web.yaml", ["apps/web/web.yaml"]],
    ["apps/**", ["apps/api.yaml", "apps/web/web.yaml", "apps/web/old.yaml/inner.txt"]],
    ["bad.yaml", ["bad.yaml"]],
    ["nodes", ["nodes"]],
    ["/desk/shop/ba?.yaml", ["/desk/shop/bad.yaml"]],
    ["no[d]es/*.yaml", []],
    ["", []],
  ])("%s", (pattern, expected) => {
    expect([...paths(pattern)].sort()).toEqual([...expected].sort());
  });

  test("nothing found: where it was looked for, and what was there", () => {
    expect(expandPattern(files, "/desk/shop", "./nodes/*.yml")).toEqual({
      paths: [],
      lookedIn: [{ directory: "./nodes", names: ["30-nodes.yaml", "4-nodes.yaml", "notes.md"] }],
      missing: null,
    });
    expect(expandPattern(files, "/desk/shop", "./node/*.yaml")).toEqual({ paths: [], lookedIn: [], missing: "./node" });
    expect(expandPattern(files, "/desk/shop", "none.yaml").missing).toBe("none.yaml");
  });

  test("many stars on a long name take no time", () => {
    const name = `${"a".repeat(250)}`;
    const long = memoryFiles({ [name]: "" });
    const begun = performance.now();
    expect(expandPattern(long, "/desk", `${"*a".repeat(100)}b`).paths).toEqual([]);
    expect(expandPattern(long, "/desk", `${"*a".repeat(100)}*`).paths).toEqual([name]);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  test("a name is a pattern if it has * or ?", () => {
    expect(["a.yaml", "a*", "a?", "[a]"].map(isPattern)).toEqual([false, true, true, false]);
  });
});
