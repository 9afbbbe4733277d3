import { describe, expect, test } from "vitest";
import type { NodeIx } from "@podsim/core";
import { NodeTree, zoneKeyOf } from "./node-tree.js";

const treeOf = (...nodes: readonly (readonly [node: number, zone: string])[]): NodeTree => {
  const tree = new NodeTree();
  for (const [node, zone] of nodes) tree.add(node as NodeIx, zone);
  return tree;
};

describe("order of nodes", () => {
  test("scheduler 13.19: a1 a2 b1 c1 a3 b2 come as a1 b1 c1 a2 b2 a3", () => {
    const [a1, a2, b1, c1, a3, b2] = [0, 1, 2, 3, 4, 5] as const;
    const tree = treeOf([a1, "z1"], [a2, "z1"], [b1, "z2"], [c1, "z3"], [a3, "z1"], [b2, "z2"]);
    expect(tree.list()).toEqual([a1, b1, c1, a2, b2, a3]);
  });

  test("scheduler 2.4: a removed node leaves the rest in order; a zone that was empty comes last when it returns", () => {
    const tree = treeOf([0, "z1"], [1, "z2"], [2, "z1"], [3, "z1"]);
    tree.remove(2 as NodeIx, "z1");
    expect(tree.list()).toEqual([0, 1, 3]);
    tree.remove(0 as NodeIx, "z1");
    tree.remove(3 as NodeIx, "z1");
    tree.add(4 as NodeIx, "z1");
    expect(tree.list()).toEqual([1, 4]);
  });
});

describe("scheduler 2.2: zone of a node", () => {
  const beta = "failure-domain.beta.kubernetes.io/zone";
  test.each([
    [{}, ""],
    [{ "topology.kubernetes.io/zone": "a" }, ":\0:a"],
    [{ "topology.kubernetes.io/region": "r" }, "r:\0:"],
    [{ "topology.kubernetes.io/region": "r", "topology.kubernetes.io/zone": "a" }, "r:\0:a"],
    [{ [beta]: "old", "topology.kubernetes.io/zone": "new" }, ":\0:old"],
    [{ "topology.kubernetes.io/zone": "" }, ""],
  ])("%j", (labels, zone) => {
    expect(zoneKeyOf(labels)).toBe(zone);
  });
});
