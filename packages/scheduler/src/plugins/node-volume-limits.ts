// Keeps pods from nodes whose volume drivers can attach no more volumes.
import { claimClassOf, claimsOfPod } from "@podsim/core";
import type { ClaimState, CsiNodeState, NodeIx, PodState } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { ACTION, FITS, NO_ARGS, NOTHING_TO_FILTER, unresolvable, unschedulable } from "../framework/plugin.js";
import type { Filtering, NoArgs, PodView, SchedulerPlugin, Verdict } from "../framework/plugin.js";

const FULL = 1;

const verdictOf = (): Verdict => unschedulable("node(s) exceed max volume count");

/** Volumes by a name that is theirs alone, with the driver each needs. */
type Volumes = Map<string, string>;

/** Adds the claim's volume, or the one that would be made for it; one without a driver counts nowhere. */
const addVolume = (claim: ClaimState, { objects: { storage } }: ClusterView, volumes: Volumes): void => {
  const { metadata, spec } = claim.object;
  const { volumeName = "" } = spec;
  const csi = volumeName === "" ? undefined : storage.volume(volumeName)?.object.spec.csi;
  if (csi !== undefined) {
    volumes.set(`${csi.driver}/${csi.volumeHandle}`, csi.driver);
    return;
  }
  if (volumeName !== "" && storage.volume(volumeName) !== undefined) return;
  const provisioner = storage.storageClass(claimClassOf(claim.object))?.provisioner;
  if (provisioner !== undefined) volumes.set(`${provisioner}/${metadata.namespace}/${metadata.name}`, provisioner);
};

const addVolumesOf = ({ identity }: PodState, cluster: ClusterView, volumes: Volumes): void => {
  for (const { name } of claimsOfPod(identity.name, identity.template.spec)) {
    const claim = cluster.objects.storage.claim(identity.namespace, name);
    if (claim !== undefined) addVolume(claim, cluster, volumes);
  }
};

const limitsOf = ({ object }: CsiNodeState): ReadonlyMap<string, number> =>
  new Map(
    object.spec.drivers.flatMap(({ name, allocatable }) =>
      allocatable?.count === undefined ? [] : [[name, allocatable.count] as const],
    ),
  );

const isFull = (node: NodeIx, added: ReadonlyMap<string, string>, cluster: ClusterView): boolean => {
  const drivers = cluster.objects.storage.csiNode(cluster.nodes.at(node)?.name ?? "");
  const limits = drivers === undefined ? new Map<string, number>() : limitsOf(drivers);
  if (limits.size === 0) return false;
  const attached: Volumes = new Map();
  for (const { pod } of cluster.pods.on(node)) addVolumesOf(pod, cluster, attached);
  const counts = new Map<string, number>();
  const count = (driver: string): void => void counts.set(driver, (counts.get(driver) ?? 0) + 1);
  for (const driver of attached.values()) count(driver);
  const wanted = [...added].filter(([volume]) => !attached.has(volume)).map(([, driver]) => driver);
  for (const driver of wanted) count(driver);
  return wanted.some((driver) => (counts.get(driver) ?? 0) > (limits.get(driver) ?? Infinity));
};

const filter = ({ name, namespace, spec, state }: PodView, cluster: ClusterView): Filtering => {
  const claims = claimsOfPod(name, spec);
  if (claims.length === 0) return NOTHING_TO_FILTER;
  const added: Volumes = new Map();
  addVolumesOf(state, cluster, added);
  const isOfThisPod = claims.some(({ isEphemeral }) => isEphemeral);
  const goesBy = [cluster.objects.storage.revision];
  const missing = claims.find((claim) => cluster.objects.storage.claim(namespace, claim.name) === undefined);
  if (missing !== undefined) {
    const text = `looking up PVC ${namespace}/${missing.name}: persistentvolumeclaim "${missing.name}" not found`;
    return {
      kind: "nodes",
      narrow: (candidates) => {
        candidates.keep(() => FULL);
      },
      verdictOf: () => unresolvable(text),
      goesBy,
      isOfThisPod,
    };
  }
  return {
    kind: "nodes",
    narrow: (candidates) => {
      candidates.keep((node) => (added.size > 0 && isFull(node, added, cluster) ? FULL : FITS));
    },
    verdictOf,
    goesBy,
    isOfThisPod,
  };
};

export const nodeVolumeLimits: SchedulerPlugin<NoArgs> = {
  name: "NodeVolumeLimits",
  points: ["preFilter", "filter"],
  config: NO_ARGS,
  defaults: {},
  build: () => ({
    filtersBy: "node",
    filter,
    wakesOn: [
      { resource: "CSINode", actions: ACTION.add },
      {
        resource: "CSINode",
        actions: ACTION.update,
        hint: (_, { before, after }) => {
          if (before === null || after === null) return true;
          const then = limitsOf(before);
          return [...limitsOf(after)].some(([driver, limit]) => limit > (then.get(driver) ?? 0));
        },
      },
      {
        resource: "Pod",
        actions: ACTION.delete,
        hint: (_, { before }) => {
          if (before === null || (before.binding === null && before.status.nominatedNodeName === "")) return false;
          return claimsOfPod(before.identity.name, before.identity.template.spec).length > 0;
        },
      },
      {
        resource: "PersistentVolumeClaim",
        actions: ACTION.add,
        hint: ({ name, namespace, spec }: PodView, { after }) =>
          after?.object.metadata.namespace === namespace &&
          claimsOfPod(name, spec).some((claim) => claim.name === after.object.metadata.name),
      },
    ],
  }),
};
