// A shelf and its registry say the same: each file is listed in index.ts and named for what it defines.
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { withPlantedTree } from "../rules/planted-tree.js";
import { filesOnShelf, kebab, misnamed, missingFromRegistry, shelves } from "../rules/shelves.js";
import { projectRoot } from "../rules/source-files.js";

const all = shelves(projectRoot);

test("there are shelves, and none is empty", () => {
  expect(all.length).toBeGreaterThan(3);
  expect(all.filter((shelf) => filesOnShelf(projectRoot, shelf).length === 0)).toEqual([]);
});

test.each(all)("%s/index.ts lists every file beside it", (shelf) => {
  expect(missingFromRegistry(projectRoot, shelf)).toEqual([]);
});

test.each(all.filter((shelf) => basename(shelf) === "plugins"))("%s: files are named for their plugin", (shelf) => {
  expect(misnamed(projectRoot, shelf, "name")).toEqual([]);
});

test.each(all.filter((shelf) => basename(shelf) === "events"))("%s: files are named for their event", (shelf) => {
  expect(misnamed(projectRoot, shelf, "type")).toEqual([]);
});

describe("shown a shelf that is out of order", () => {
  const shelf = "packages/scheduler/src/plugins";
  const tree = {
    [`${shelf}/index.ts`]: `import { nodeName } from "./node-name.js";\nexport const plugins = [nodeName];\n`,
    [`${shelf}/node-name.ts`]: `export const nodeName = { name: "NodeName" };\n`,
    [`${shelf}/node-name.test.ts`]: `import "./node-name.js";\n`,
    [`${shelf}/node-ports.ts`]: `export const nodePorts = { name: "NodePort" };\n`,
  };

  test("a registry that misses a file is told which line to add", async () => {
    const found = await withPlantedTree(tree, (root) => missingFromRegistry(root, shelf));
    expect(found).toEqual([`${shelf}/node-ports.ts is not registered: add it to ${shelf}/index.ts`]);
  });

  test("a shelf without a registry misses every file", async () => {
    const { [`${shelf}/index.ts`]: _, ...bare } = tree;
    expect(await withPlantedTree(bare, (root) => missingFromRegistry(root, shelf))).toHaveLength(2);
  });

  test("a file that is not named for its plugin is told so", async () => {
    const found = await withPlantedTree(tree, (root) => misnamed(root, shelf, "name"));
    expect(found).toEqual([`${shelf}: node-ports.ts defines node-port; a file is named for its name, in kebab case`]);
  });

  test.each([
    ["NodeResourcesFit", "node-resources-fit"],
    ["EBSLimits", "ebs-limits"],
    ["InterPodAffinity", "inter-pod-affinity"],
    ["CSIDriver2Ready", "csi-driver2-ready"],
  ])("%s belongs in %s.ts", (name, file) => {
    expect(kebab(name)).toBe(file);
  });
});
