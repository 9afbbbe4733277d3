// Nodes: small, in up to three zones, some tainted or cordoned.
import fc from "fast-check";
import type { JsonMap } from "../json-map.js";
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

/** One to `max` nodes (at most 5), each of another name that is not taken; half of the time few, where there is little room. */
export const nodes = (max: number, taken: readonly string[] = []): fc.Arbitrary<readonly JsonMap[]> => {
  const free = NAMES.filter((name) => !taken.includes(name));
  const upTo = (count: number): fc.Arbitrary<string[]> => fc.subarray(free.slice(0, count), { minLength: 1 });
  if (max < 1 || free.length === 0) return fc.constant([]);
  return fc.oneof(upTo(Math.min(max, 2)), upTo(max)).chain((names) => fc.tuple(...names.map(namedNode)));
};
