// The contract every scheduler plugin keeps; one call per plugin in a test file.
//
//   test("keeps the plugin contract", () => keepsPluginContract(nodePorts));
import * as fc from "fast-check";
import { isRight } from "fp-ts/lib/Either.js";
import { invariant } from "@podsim/core";
import { expect } from "vitest";
import { contractFaults } from "../src/framework/contract.js";
import type { AnyPlugin, ExtensionPoint, PluginHooks } from "../src/framework/plugin.js";
import { arbitraryNode, arbitraryTemplate, NAMESPACES } from "./cluster-arbitraries.js";
import { aNode, TestCluster } from "./cluster-builder.js";

const HOOK_OF: Readonly<Partial<Record<ExtensionPoint, keyof PluginHooks>>> = {
  preEnqueue: "admit",
  queueSort: "compare",
  preFilter: "filter",
  filter: "filter",
  preScore: "score",
  score: "score",
  postFilter: "postFilter",
  reserve: "reserve",
  preBind: "reserve",
};

const cluster = fc
  .record({
    nodes: fc.array(arbitraryNode, { minLength: 1, maxLength: 6 }),
    placed: fc.array(fc.tuple(arbitraryTemplate(false), fc.constantFrom(...NAMESPACES), fc.nat()), { maxLength: 8 }),
  })
  .map(({ nodes, placed }) => {
    const built = new TestCluster();
    nodes.forEach((options, i) => built.addNode(aNode(`n${i}`, options)));
    placed.forEach(([template, namespace, k], i) => {
      built.addPod(`placed-${i}`, template, { namespace, on: `n${k % nodes.length}` });
    });
    return built;
  });

/**
 * Its filter says the same of a node alone and among others, and only narrows; its scores are whole numbers in 0..100;
 * asked twice, it says the same; its hooks are those of its extension points; its arguments have defaults.
 */
export const keepsPluginContract = (plugin: AnyPlugin): void => {
  const decoded = plugin.config.decode({});
  invariant(isRight(decoded), () => `${plugin.name} has a default for every argument`);
  expect(decoded.right, "missing arguments take their defaults").toEqual(plugin.defaults);
  const hooks = plugin.build(plugin.defaults);
  for (const point of plugin.points) {
    const hook = HOOK_OF[point];
    expect(hook !== undefined && hooks[hook] !== undefined, `it has a hook for ${point}`).toBe(true);
  }
  fc.assert(
    fc.property(cluster, arbitraryTemplate(true), (built, template) => {
      const pod = built.podView(built.addPod("pod", template));
      expect(contractFaults(hooks, pod, built.view)).toEqual([]);
    }),
    { numRuns: 40 },
  );
};
