// Keeps pods where their volumes can be reached, or can be found or made.
import { claimClassOf, claimSize, claimsOfPod, compareQuantities, findVolume, isReachableFrom } from "@podsim/core";
import type { ClaimState, NodeIx, NodeState, StorageClass, VolumeState } from "@podsim/core";
import { defaultedPointer, int64 } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Duration } from "@podsim/core/time";
import type { ClusterView } from "../cluster/cluster-view.js";
import { ACTION, FITS, NOTHING_TO_FILTER, pluginArgs, unresolvable } from "../framework/plugin.js";
import type { Filtering, PodView, Reservation, SchedulerPlugin, Verdict } from "../framework/plugin.js";

export interface VolumeBindingArgs {
  /** How long a scheduler waits for the volumes of a pod it has placed. */
  readonly bindTimeoutSeconds: number;
}

const NODE_CONFLICT = 1;
const BIND_CONFLICT = 2;
const NO_VOLUME = 4;

/** A rejection is a set of bits. */
const verdictOf = (rejection: number): Verdict => {
  const reasons: string[] = [];
  if ((rejection & NODE_CONFLICT) !== 0) reasons.push("node(s) didn't match PersistentVolume's node affinity");
  if ((rejection & BIND_CONFLICT) !== 0) reasons.push("node(s) didn't find available persistent volumes to bind");
  if ((rejection & NO_VOLUME) !== 0)
    reasons.push("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)");
  return unresolvable(...reasons);
};

const NO_PROVISIONER = "kubernetes.io/no-provisioner";

interface PodClaims {
  readonly bound: readonly ClaimState[];
  /** Those that get their volume when the pod gets its node; the smallest first. */
  readonly delayed: readonly ClaimState[];
}

/** A text = why the pod cannot be placed anywhere. */
const claimsIn = ({ name, namespace, spec }: PodView, { objects: { storage } }: ClusterView): PodClaims | string => {
  const bound: ClaimState[] = [];
  const delayed: ClaimState[] = [];
  let isWaiting = false;
  for (const { name: claimName, isEphemeral } of claimsOfPod(name, spec)) {
    const claim = storage.claim(namespace, claimName);
    if (claim === undefined) {
      return isEphemeral
        ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${claimName}"`
        : `persistentvolumeclaim "${claimName}" not found`;
    }
    const { volumeName = "" } = claim.object.spec;
    if (claim.phase === "Lost") {
      return `persistentvolumeclaim "${claimName}" bound to non-existent persistentvolume "${volumeName}"`;
    }
    if (claim.deletingSinceUs !== null) return `persistentvolumeclaim "${claimName}" is being deleted`;
    if (claim.phase === "Bound") bound.push(claim);
    else if (volumeName === "" && isDelayed(storage.storageClass(claimClassOf(claim.object)))) delayed.push(claim);
    else isWaiting = true;
  }
  if (isWaiting) return "pod has unbound immediate PersistentVolumeClaims";
  return { bound, delayed: delayed.sort((a, b) => compareQuantities(claimSize(a), claimSize(b))) };
};

const isDelayed = (storageClass: StorageClass | undefined): boolean =>
  storageClass?.volumeBindingMode === "WaitForFirstConsumer";

const boundConflict = (
  bound: readonly ClaimState[],
  node: NodeState,
  { objects: { storage } }: ClusterView,
): number => {
  for (const { object } of bound) {
    const volume = storage.volume(object.spec.volumeName ?? "");
    if (volume === undefined) return NO_VOLUME;
    if (!isReachableFrom(volume, node)) return NODE_CONFLICT;
  }
  return 0;
};

/** Whether a volume can be made for the claim so that the node reaches it. */
const canBeMade = (claim: ClaimState, { labels }: NodeState, { objects: { storage } }: ClusterView): boolean => {
  const storageClass = storage.storageClass(claimClassOf(claim.object));
  if (storageClass === undefined || storageClass.provisioner === NO_PROVISIONER) return false;
  const { allowedTopologies } = storageClass;
  return (
    allowedTopologies.length === 0 ||
    allowedTopologies.some(({ matchLabelExpressions }) =>
      matchLabelExpressions.every(
        ({ key, values }) => Object.hasOwn(labels, key) && values.includes(labels[key] ?? ""),
      ),
    )
  );
};

interface Matches {
  readonly found: readonly { readonly claim: ClaimState; readonly volume: VolumeState }[];
  /** Claims for which a volume has to be made. */
  readonly toMake: readonly ClaimState[];
}

/** What would become of the claims on the node; null = they cannot all have volumes. */
const matchesOn = (delayed: readonly ClaimState[], node: NodeState, cluster: ClusterView): Matches | null => {
  const taken = new Set<string>();
  const found: { readonly claim: ClaimState; readonly volume: VolumeState }[] = [];
  const toMake: ClaimState[] = [];
  for (const claim of delayed) {
    if (claim.selectedNode !== "") {
      if (claim.selectedNode !== node.name) return null;
      toMake.push(claim);
      continue;
    }
    const volume = findVolume(claim, cluster.objects.storage.volumes(), { node, taken, isDelayed: true });
    if (volume === null) {
      toMake.push(claim);
      continue;
    }
    taken.add(volume.object.metadata.name);
    found.push({ claim, volume });
  }
  return toMake.every((claim) => canBeMade(claim, node, cluster)) ? { found, toMake } : null;
};

/** Claims that are made for the pod have its name. */
const hasOwnClaims = ({ name, spec }: PodView): boolean =>
  claimsOfPod(name, spec).some(({ isEphemeral }) => isEphemeral);

const filter = (pod: PodView, cluster: ClusterView): Filtering => {
  if (pod.spec.volumes === undefined) return NOTHING_TO_FILTER;
  const claims = claimsIn(pod, cluster);
  if (typeof claims === "string") return { kind: "refusal", verdict: unresolvable(claims) };
  const { bound, delayed } = claims;
  if (bound.length + delayed.length === 0) return NOTHING_TO_FILTER;
  const test = (ix: NodeIx): number => {
    const node = cluster.nodes.at(ix);
    if (node === undefined) return FITS;
    const conflict = delayed.length > 0 && matchesOn(delayed, node, cluster) === null ? BIND_CONFLICT : 0;
    return boundConflict(bound, node, cluster) | conflict;
  };
  const { storage } = cluster.objects;
  return {
    kind: "nodes",
    narrow: (candidates) => {
      candidates.keep(test);
    },
    verdictOf,
    goesBy:
      delayed.length > 0
        ? [storage.revision]
        : bound.map(({ object }) => storage.volume(object.spec.volumeName ?? "")?.object),
    isOfThisPod: hasOwnClaims(pod),
  };
};

const reserve = (pod: PodView, ix: NodeIx, cluster: ClusterView, timeoutUs: Duration): Reservation => {
  const claims = claimsIn(pod, cluster);
  const node = cluster.nodes.at(ix);
  if (typeof claims === "string" || node === undefined) return { bindings: [], provisions: [], timeoutUs };
  const matches = matchesOn(claims.delayed, node, cluster);
  return { bindings: matches?.found ?? [], provisions: matches?.toMake ?? [], timeoutUs };
};

const isOfPod = ({ name, namespace, spec }: PodView, claim: ClaimState | null): boolean =>
  claim?.object.metadata.namespace === namespace &&
  claimsOfPod(name, spec).some((each) => each.name === claim.object.metadata.name);

export const volumeBinding: SchedulerPlugin<VolumeBindingArgs> = {
  name: "VolumeBinding",
  points: ["preFilter", "filter", "reserve", "preBind"],
  config: pluginArgs<VolumeBindingArgs>("VolumeBindingArgs", { bindTimeoutSeconds: defaultedPointer(int64, 600) }),
  defaults: { bindTimeoutSeconds: 600 },
  check: ({ bindTimeoutSeconds }, check, at) => {
    if (bindTimeoutSeconds >= 0) return;
    const why = "invalid BindTimeoutSeconds, should not be a negative value";
    check.invalid([...at, "bindTimeoutSeconds"], bindTimeoutSeconds, why, { fix: "write 600" });
  },
  build: ({ bindTimeoutSeconds }) => ({
    filtersBy: "node",
    filter,
    reserve: (pod, node, cluster) => reserve(pod, node, cluster, bindTimeoutSeconds * SECOND),
    wakesOn: [
      { resource: "StorageClass", actions: ACTION.add | ACTION.update },
      {
        resource: "PersistentVolumeClaim",
        actions: ACTION.add | ACTION.update,
        hint: (pod, { after }) => isOfPod(pod, after),
      },
      { resource: "PersistentVolume", actions: ACTION.add | ACTION.update },
      { resource: "Node", actions: ACTION.add | ACTION.updateNodeLabel },
      { resource: "CSINode", actions: ACTION.add | ACTION.update },
    ],
  }),
};
