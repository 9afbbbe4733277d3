// What happens to a cluster: what people do to workloads, and what becomes of nodes and registries.
import fc from "fast-check";
import type { CaseStep, JsonMap } from "../case-scenario.js";
import { targetName } from "../case-scenario.js";
import { imageOf } from "./pods.js";
import { namedNode } from "./nodes.js";

/** Small ones are likelier, and none at all: things that happen at once are where order matters. */
export const gap = fc.oneof(
  fc.constantFrom(0, 0, 1, 2),
  fc.integer({ min: 1, max: 40 }),
  fc.constantFrom(60, 300, 420),
);

const lasting = fc.constantFrom("5s", "40s", "90s", "10m");

const ofKinds = (objects: readonly JsonMap[], ...kinds: readonly string[]): readonly string[] =>
  objects.filter(({ kind }) => kinds.includes(String(kind))).map(targetName);

const nameOf = (target: string): string => target.slice(target.indexOf("/") + 1);

type Acts = readonly fc.Arbitrary<JsonMap>[];

const onNodes = (names: readonly string[]): Acts => {
  if (names.length === 0) return [];
  const some = fc
    .subarray([...names], { minLength: 1, maxLength: Math.min(2, names.length) })
    .map((chosen) => ({ names: chosen.map(nameOf) }));
  return [
    fc
      .record({ nodes: some, mode: fc.constantFrom("power-off", "kubelet-down", "partition"), for: lasting })
      .map((fail) => ({ fail })),
    some.map((nodes) => ({ cordon: { nodes } })),
    some.map((nodes) => ({ uncordon: { nodes } })),
    fc.record({ nodes: some, gracePeriod: fc.constantFrom("1s", "30s") }).map((drain) => ({ drain })),
    some.map((nodes) => ({ removeNodes: { nodes } })),
  ];
};

const onWorkloads = (objects: readonly JsonMap[]): Acts => {
  const scalable = ofKinds(objects, "Deployment", "StatefulSet");
  const deployments = ofKinds(objects, "Deployment");
  const all = ofKinds(objects, "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod");
  const pods = ofKinds(objects, "Pod");
  const acts: fc.Arbitrary<JsonMap>[] = [];
  if (scalable.length > 0) {
    acts.push(
      fc
        .record({ target: fc.constantFrom(...scalable), replicas: fc.integer({ min: 0, max: 5 }) })
        .map((scale) => ({ scale })),
    );
  }
  if (deployments.length > 0) {
    acts.push(
      fc.constantFrom(...deployments).map((target) => ({
        rollout: { target, set: { image: { c1: imageOf(nameOf(target), "c1", 2) } } },
      })),
      fc.constantFrom(...deployments).map((target) => ({ rollout: { target, undo: true } })),
      fc.constantFrom(...deployments).map((target) => ({ rollout: { target, restart: true } })),
    );
  }
  if (all.length > 0) acts.push(fc.constantFrom(...all).map((target) => ({ delete: { target } })));
  if (pods.length > 0) {
    acts.push(
      fc
        .record({ target: fc.constantFrom(...pods), gracePeriod: fc.constantFrom("0s", "1s", "10s") })
        .map((given) => ({ delete: given })),
    );
  }
  return acts;
};

/** Everything that can be done to a cluster of these objects, one arbitrary for each kind of deed. */
export const actsOn = (objects: readonly JsonMap[]): Acts => [
  ...onWorkloads(objects),
  ...onWorkloads(objects),
  ...onNodes(ofKinds(objects, "Node")),
  fc
    .record({
      registry: fc.constant("registry.example"),
      effect: fc.constantFrom("timeout", "refused"),
      for: lasting,
    })
    .map((registryOutage) => ({ registryOutage })),
  fc
    .constantFrom("n6", "n7")
    .chain(namedNode)
    .map((node) => ({ apply: { objects: [node] } })),
];

/** Steps that are possible with these objects; at most `max`. `more`: besides them, and as likely as all of them. */
export const stepsFor = (
  objects: readonly JsonMap[],
  max: number,
  more: Acts = [],
): fc.Arbitrary<readonly CaseStep[]> => {
  const acts = actsOn(objects);
  const act = more.length === 0 ? fc.oneof(...acts) : fc.oneof(fc.oneof(...acts), fc.oneof(...more));
  return fc.array(fc.record({ gapSeconds: gap, act }), { maxLength: max });
};
