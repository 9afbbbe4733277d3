// What happens to a cluster: what people do to workloads, and what becomes of nodes and registries.
import { registryOf } from "@podsim/core";
import fc from "fast-check";
import type { CaseStep } from "../case-scenario.js";
import { asMap, textIn } from "../json-map.js";
import type { JsonMap } from "../json-map.js";
import { containersOf, eachManifest, identityOf, imagesOf, targetName } from "../manifests.js";
import { possibleSteps } from "../possible-steps.js";
import { classesNamedIn, urgentPod } from "./pods.js";
import { namedNode } from "./nodes.js";

/** Small ones are likelier, and none at all: things that happen at once are where order matters. */
export const gap = fc.oneof(
  fc.constantFrom(0, 0, 1, 2),
  fc.integer({ min: 1, max: 40 }),
  fc.constantFrom(60, 300, 420),
);

const lasting = fc.constantFrom("5s", "40s", "90s", "10m");

const ofKinds = (objects: readonly JsonMap[], ...kinds: readonly string[]): readonly JsonMap[] =>
  objects.filter((object) => kinds.includes(identityOf(object).kind));

const namesOf = (objects: readonly JsonMap[]): readonly string[] => objects.map((object) => identityOf(object).name);

/** How a step says which object it is about. */
const refOf = (object: JsonMap): JsonMap => {
  const { namespace } = identityOf(object);
  const target = targetName(object);
  return namespace === "" || namespace === "default" ? { target } : { target, namespace };
};

const refTo = (objects: readonly JsonMap[]): fc.Arbitrary<JsonMap> => fc.constantFrom(...objects.map(refOf));

type Acts = readonly fc.Arbitrary<JsonMap>[];

const onNodes = (names: readonly string[]): Acts => {
  if (names.length === 0) return [];
  const some = fc
    .subarray([...names], { minLength: 1, maxLength: Math.min(2, names.length) })
    .map((chosen) => ({ names: chosen }));
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
      names: fc.subarray([...names], { minLength: 1 }),
      gracePeriod: fc.constantFrom("1s", "30s"),
      force: fc.boolean(),
    })
    .map(({ names: chosen, ...how }) => ({ drain: { nodes: { names: chosen }, ...how } }));

/** Comes and goes before an autoscaler may follow it down. */
const SPIKE: JsonMap = { spike: { base: "100m", peak: "1", rise: "1s", for: "90s" } };

/** What autoscalers are there for: as much as some pods can bear, shared by those that are ready. */
const loadOn = (object: JsonMap): fc.Arbitrary<JsonMap> =>
  fc
    .constantFrom<string | JsonMap>("0", "100m", "300m", "1", SPIKE, SPIKE, SPIKE, SPIKE)
    .map((total) => ({ load: { ...refOf(object), total } }));

const cpuOf = (node: JsonMap): string => {
  const { cpu } = asMap(asMap(node["status"])["allocatable"]);
  return typeof cpu === "number" ? String(cpu) : typeof cpu === "string" ? cpu : "";
};

/** One that comes later finds nodes full. */
const urgentOn = (objects: readonly JsonMap[]): Acts => {
  const cpus = ofKinds(objects, "Node")
    .map(cpuOf)
    .filter((cpu) => /^\d+$/.test(cpu));
  const taken = namesOf(ofKinds(objects, "Pod"));
  const names = ["urgent-1", "urgent-2"].filter((name) => !taken.includes(name));
  if (cpus.length === 0 || names.length === 0) return [];
  const urgent = fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...cpus))
    .chain(([name, cpu]) => urgentPod(name, cpu))
    .map((made) => ({ apply: { objects: [...classesNamedIn([made], objects), made] } }));
  return [urgent, urgent];
};

/** What an autoscaler scales; undefined if that is not there, or is of a kind that bears no load. */
const scaledBy = (autoscaler: JsonMap, objects: readonly JsonMap[]): JsonMap | undefined => {
  const ref = asMap(asMap(autoscaler["spec"])["scaleTargetRef"]);
  const { namespace } = identityOf(autoscaler);
  return ofKinds(objects, "Deployment", "StatefulSet", "ReplicaSet").find((object) => {
    const identity = identityOf(object);
    return identity.namespace === namespace && identity.kind === ref["kind"] && identity.name === ref["name"];
  });
};

/** What only makes sense with objects that are seldom there: where they are, it is as likely as anything else. */
const onCompanions = (objects: readonly JsonMap[]): Acts => {
  const nodes = namesOf(ofKinds(objects, "Node"));
  const isProtected = ofKinds(objects, "PodDisruptionBudget").length > 0;
  const scaled = ofKinds(objects, "HorizontalPodAutoscaler")
    .map((autoscaler) => scaledBy(autoscaler, objects))
    .filter((object) => object !== undefined);
  return [
    ...(isProtected && nodes.length > 0 ? [drainOf(nodes), drainOf(nodes), drainOf(nodes), drainOf(nodes)] : []),
    ...scaled.flatMap((object) => [loadOn(object), loadOn(object), loadOn(object)]),
  ];
};

/** Another version of an image: what a rollout brings. */
const newer = (image: string): string => {
  const repository = image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  return `${repository}:${image.endsWith(":v2") ? "v3" : "v2"}`;
};

/** The first container of a Deployment gets another image. */
const rolloutOf = (deployment: JsonMap): readonly JsonMap[] => {
  const [container = {}] = containersOf(deployment).main;
  const [name, image] = [textIn(container, "name"), textIn(container, "image")];
  if (name === "" || image === "") return [];
  return [{ rollout: { ...refOf(deployment), set: { image: { [name]: newer(image) } } } }];
};

const onDeployments = (deployments: readonly JsonMap[]): Acts => {
  if (deployments.length === 0) return [];
  const rollouts = deployments.flatMap(rolloutOf);
  return [
    ...(rollouts.length === 0 ? [] : [fc.constantFrom(...rollouts)]),
    refTo(deployments).map((ref) => ({ rollout: { ...ref, undo: true } })),
    refTo(deployments).map((ref) => ({ rollout: { ...ref, restart: true } })),
  ];
};

const onWorkloads = (objects: readonly JsonMap[]): Acts => {
  const scalable = ofKinds(objects, "Deployment", "StatefulSet");
  const all = ofKinds(objects, "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod");
  const pods = ofKinds(objects, "Pod");
  const acts: fc.Arbitrary<JsonMap>[] = [];
  if (scalable.length > 0) {
    acts.push(
      fc
        .record({ ref: refTo(scalable), replicas: fc.integer({ min: 0, max: 5 }) })
        .map(({ ref, replicas }) => ({ scale: { ...ref, replicas } })),
    );
  }
  acts.push(...onDeployments(ofKinds(objects, "Deployment")));
  if (all.length > 0) acts.push(refTo(all).map((ref) => ({ delete: ref })));
  if (pods.length > 0) {
    acts.push(
      fc
        .record({ ref: refTo(pods), gracePeriod: fc.constantFrom("0s", "1s", "10s") })
        .map(({ ref, gracePeriod }) => ({ delete: { ...ref, gracePeriod } })),
    );
  }
  return acts;
};

/** Registries that images come from; where there is none, all that there might be. */
const registriesOf = (objects: readonly JsonMap[]): readonly string[] => {
  const used = [...new Set(objects.flatMap(imagesOf).map(registryOf))];
  return used.length === 0 ? ["*"] : used;
};

/** Everything that can be done to a cluster of these objects, one arbitrary for each kind of deed. */
export const actsOn = (given: readonly JsonMap[]): Acts => {
  const objects = eachManifest(given);
  const nodes = namesOf(ofKinds(objects, "Node"));
  const newNodes = ["n6", "n7"].filter((name) => !nodes.includes(name));
  return [
    ...onWorkloads(objects),
    ...onWorkloads(objects),
    ...onNodes(nodes),
    ...onCompanions(objects),
    ...urgentOn(objects),
    fc
      .record({
        registry: fc.constantFrom(...registriesOf(objects)),
        effect: fc.constantFrom("timeout", "refused"),
        for: lasting,
      })
      .map((registryOutage) => ({ registryOutage })),
    ...(newNodes.length === 0
      ? []
      : [
          fc
            .constantFrom(...newNodes)
            .chain(namedNode)
            .map((node) => ({ apply: { objects: [node] } })),
        ]),
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
  return fc
    .array(fc.record({ gapSeconds: gap, act }), { maxLength: max })
    .map((steps) => possibleSteps({ objects, steps }));
};
