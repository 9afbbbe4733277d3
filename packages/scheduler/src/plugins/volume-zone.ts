// Keeps pods in the zone and region that the labels of their volumes name.
import type { Labels, NodeIx, NodeState, PodSpec } from "@podsim/core";
import { claimClassOf } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { ACTION, FITS, NO_ARGS, NOTHING_TO_FILTER, unresolvable } from "../framework/plugin.js";
import type { Filtering, NoArgs, PodView, SchedulerPlugin } from "../framework/plugin.js";

/** Each label, and the newer name nodes may have it under. */
const TOPOLOGY_LABELS: readonly (readonly [label: string, newer: string])[] = [
  ["failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"],
  ["failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"],
  ["topology.kubernetes.io/zone", "topology.kubernetes.io/zone"],
  ["topology.kubernetes.io/region", "topology.kubernetes.io/region"],
];

interface Place {
  readonly label: string;
  readonly newer: string;
  readonly values: ReadonlySet<string>;
}

const placesOf = (labels: Labels): readonly Place[] =>
  TOPOLOGY_LABELS.flatMap(([label, newer]): Place[] => {
    const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
    const values = (value ?? "").split("__").map((each) => each.trim());
    return value === undefined || values.includes("") ? [] : [{ label, newer, values: new Set(values) }];
  });

const claimNames = ({ volumes = [] }: PodSpec): readonly string[] =>
  volumes.flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim === undefined ? [] : [persistentVolumeClaim.claimName],
  );

/** Where the claim's volume is; a text = why nobody can say. */
const placesOfClaim = (
  name: string,
  { namespace }: PodView,
  { objects: { storage } }: ClusterView,
): readonly Place[] | string => {
  if (name === "") return "PersistentVolumeClaim had no name";
  const claim = storage.claim(namespace, name);
  if (claim === undefined) return `persistentvolumeclaim "${name}" not found`;
  const { volumeName = "" } = claim.object.spec;
  if (volumeName === "") {
    const storageClass = claimClassOf(claim.object);
    if (storageClass === "") return "PersistentVolumeClaim had no pv name and storageClass name";
    const found = storage.storageClass(storageClass);
    if (found === undefined) return `storageclass.storage.k8s.io "${storageClass}" not found`;
    return found.volumeBindingMode === "WaitForFirstConsumer" ? [] : "PersistentVolume had no name";
  }
  const volume = storage.volume(volumeName);
  return volume === undefined ? `persistentvolume "${volumeName}" not found` : placesOf(volume.object.metadata.labels);
};

const has = (labels: Labels, key: string): boolean => Object.hasOwn(labels, key);

const isThere = ({ labels }: NodeState, places: readonly Place[]): boolean => {
  if (!TOPOLOGY_LABELS.some(([label]) => has(labels, label))) return true;
  return places.every(({ label, newer, values }) => {
    const key = has(labels, label) ? label : newer;
    return has(labels, key) && values.has(labels[key] ?? "");
  });
};

const filter = (pod: PodView, cluster: ClusterView): Filtering => {
  if (pod.spec.volumes === undefined) return NOTHING_TO_FILTER;
  const places: Place[] = [];
  for (const name of claimNames(pod.spec)) {
    const found = placesOfClaim(name, pod, cluster);
    if (typeof found === "string") return { kind: "refusal", verdict: unresolvable(found) };
    places.push(...found);
  }
  if (places.length === 0) return NOTHING_TO_FILTER;
  const test = (node: NodeIx): number => {
    const state = cluster.nodes.at(node);
    return state === undefined || isThere(state, places) ? FITS : 1;
  };
  return {
    kind: "nodes",
    narrow: (candidates) => {
      candidates.keep(test);
    },
    verdictOf: () => unresolvable("node(s) had no available volume zone"),
    goesBy: [places.map(describe).join()],
  };
};

export const volumeZone: SchedulerPlugin<NoArgs> = {
  name: "VolumeZone",
  points: ["preFilter", "filter"],
  config: NO_ARGS,
  defaults: {},
  build: () => ({
    filtersBy: "node",
    filter,
    wakesOn: [
      {
        resource: "StorageClass",
        actions: ACTION.add,
        hint: (_, { after }) => after?.object.volumeBindingMode === "WaitForFirstConsumer",
      },
      { resource: "Node", actions: ACTION.add | ACTION.updateNodeLabel },
      {
        resource: "PersistentVolumeClaim",
        actions: ACTION.add | ACTION.update,
        hint: ({ spec, namespace }, { after }) =>
          after?.object.metadata.namespace === namespace && claimNames(spec).includes(after.object.metadata.name),
      },
      {
        resource: "PersistentVolume",
        actions: ACTION.add | ACTION.update,
        hint: (_, { before, after }) => {
          if (after === null || before === null) return true;
          const [then, now] = [placesOf(before.object.metadata.labels), placesOf(after.object.metadata.labels)];
          return JSON.stringify(then.map(describe)) !== JSON.stringify(now.map(describe));
        },
      },
    ],
  }),
};

const describe = ({ label, values }: Place): string => `${label} ${[...values].sort().join(" ")}`;
