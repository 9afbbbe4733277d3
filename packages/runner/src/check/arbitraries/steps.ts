// What happens to a cluster: what people do to workloads, and what becomes of nodes and registries.
import fc from "fast-check";
import type { CaseStep, JsonMap } from "../case-scenario.js";
import { targetName } from "../case-scenario.js";
import { classesNamedIn, imageOf, urgentPod } from "./pods.js";
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
    fc
      .record({ nodes: some, taint: fc.constantFrom("flaky:NoExecute", "flaky:NoExecute", "flaky:NoSchedule") })
      .map((taint) => ({ taint })),
    fc.record({ nodes: some, for: lasting }).map((shutdown) => ({ shutdown })),
    some.map((nodes) => ({ restartKubelet: { nodes } })),
  ];
};

/** What budgets are there for. */
const drainOf = (names: readonly string[]): fc.Arbitrary<JsonMap> =>
  fc
    .record({
      names: fc.subarray(names.map(nameOf), { minLength: 1 }),
      gracePeriod: fc.constantFrom("1s", "30s"),
      force: fc.boolean(),
    })
    .map(({ names: chosen, ...how }) => ({ drain: { nodes: { names: chosen }, ...how } }));

/** Comes and goes before an autoscaler may follow it down. */
const SPIKE: JsonMap = { spike: { base: "100m", peak: "1", rise: "1s", for: "90s" } };

/** What autoscalers are there for: as much as some pods can bear, shared by those that are ready. */
const loadOn = (target: string): fc.Arbitrary<JsonMap> =>
  fc
    .constantFrom<string | JsonMap>("0", "100m", "300m", "1", SPIKE, SPIKE)
    .map((total) => ({ load: { target, total } }));

const cpuOf = (node: JsonMap): string => {
  const { status } = node as { readonly status?: { readonly allocatable?: JsonMap } };
  return String(status?.allocatable?.["cpu"] ?? "");
};

/** One that comes later finds nodes full. */
const urgentOn = (nodes: readonly JsonMap[]): Acts => {
  const cpus = nodes.map(cpuOf).filter((cpu) => /^\d+$/.test(cpu));
  if (cpus.length === 0) return [];
  const urgent = fc
    .tuple(fc.constantFrom("urgent-1", "urgent-2"), fc.constantFrom(...cpus))
    .chain(([name, cpu]) => urgentPod(name, cpu))
    .map((made) => ({ apply: { objects: [...classesNamedIn([made]), made] } }));
  return [urgent, urgent];
};

const targetOfAutoscaler = ({ spec }: JsonMap): string => {
  const { kind, name } = (spec as { readonly scaleTargetRef: { readonly kind: string; readonly name: string } })
    .scaleTargetRef;
  return `${kind.toLowerCase()}/${name}`;
};

/** What only makes sense with objects that are seldom there: where they are, it is as likely as anything else. */
const onCompanions = (objects: readonly JsonMap[]): Acts => {
  const nodes = ofKinds(objects, "Node");
  const isProtected = objects.some(({ kind }) => kind === "PodDisruptionBudget");
  const scaled = objects.filter(({ kind }) => kind === "HorizontalPodAutoscaler").map(targetOfAutoscaler);
  return [
    ...(isProtected && nodes.length > 0 ? [drainOf(nodes), drainOf(nodes), drainOf(nodes), drainOf(nodes)] : []),
    ...scaled.flatMap((target) => [loadOn(target), loadOn(target), loadOn(target)]),
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
export const actsOn = (objects: readonly JsonMap[]): Acts => {
  const nodes = objects.filter(({ kind }) => kind === "Node");
  return [
    ...onWorkloads(objects),
    ...onWorkloads(objects),
    ...onNodes(ofKinds(objects, "Node")),
    ...onCompanions(objects),
    ...urgentOn(nodes),
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
};

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
