// Nodes: small, in up to three zones, some tainted or cordoned.
import fc from "fast-check";
import type { JsonMap } from "../case-scenario.js";
import { said, seldom } from "./seldom.js";
import { nodeCpu, nodeMemory, nodePods } from "./quantities.js";

const NAMES = ["n1", "n2", "n3", "n4", "n5"] as const;

const taint = fc.record({
  key: fc.constantFrom("dedicated", "flaky"),
  value: fc.constantFrom("", "batch"),
  effect: fc.constantFrom("NoSchedule", "PreferNoSchedule", "NoExecute"),
});

/** A Node manifest of that name. */
export const namedNode = (name: string): fc.Arbitrary<JsonMap> =>
  fc
    .record({
      zone: fc.constantFrom("a", "b", "c"),
      cpu: nodeCpu,
      memory: nodeMemory,
      pods: nodePods,
      taint: seldom(taint, 8),
      unschedulable: seldom(fc.constant(true), 12),
    })
    .map(({ zone, cpu, memory, pods, taint: given, unschedulable }) => {
      const spec = said({ taints: given === null ? null : [given], unschedulable });
      return {
        apiVersion: "v1",
        kind: "Node",
        metadata: { name, labels: { "kubernetes.io/hostname": name, "topology.kubernetes.io/zone": zone } },
        ...(Object.keys(spec).length === 0 ? {} : { spec }),
        status: { allocatable: { cpu, memory, pods } },
      };
    });

/** Any one node. */
export const node: fc.Arbitrary<JsonMap> = fc.constantFrom(...NAMES).chain(namedNode);

/** One to `max` nodes (at most 5), each of another name; half of the time few, where there is little room. */
export const nodes = (max: number): fc.Arbitrary<readonly JsonMap[]> =>
  fc
    .oneof(
      fc.subarray(NAMES.slice(0, Math.max(1, Math.min(max, 2))), { minLength: 1 }),
      fc.subarray(NAMES.slice(0, Math.max(1, Math.min(max, NAMES.length))), { minLength: 1 }),
    )
    .chain((names) => fc.tuple(...names.map(namedNode)));
