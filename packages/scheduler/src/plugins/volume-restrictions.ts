// Keeps pods from a disk that another pod has, and from a claim that only one pod may use.
import type { NodeIx, PodSpec, Volume } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { ACTION, FITS, NO_ARGS, NOTHING_TO_FILTER, unresolvable, unschedulable } from "../framework/plugin.js";
import type { Filtering, NoArgs, PodEvent, PodView, SchedulerPlugin, Verdict } from "../framework/plugin.js";

const DISK = 1;
const ONE_POD = 2;

const verdictOf = (rejection: number): Verdict =>
  rejection === DISK
    ? unschedulable("node(s) had no available disk")
    : unschedulable(
        "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod",
      );

const isDisk = (volume: Volume): boolean =>
  volume.gcePersistentDisk !== undefined ||
  volume.awsElasticBlockStore !== undefined ||
  volume.iscsi !== undefined ||
  volume.rbd !== undefined;

/** Whether the two are one disk that both pods cannot have: EBS never, the others unless both only read. */
const collide = (a: Volume, b: Volume): boolean => {
  if (a.gcePersistentDisk !== undefined && a.gcePersistentDisk.pdName === b.gcePersistentDisk?.pdName) {
    if (!a.gcePersistentDisk.readOnly || !b.gcePersistentDisk.readOnly) return true;
  }
  if (a.awsElasticBlockStore !== undefined && a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore?.volumeID) {
    return true;
  }
  if (a.iscsi !== undefined && a.iscsi.iqn === b.iscsi?.iqn && (!a.iscsi.readOnly || !b.iscsi.readOnly)) return true;
  const [one, other] = [a.rbd, b.rbd];
  if (one === undefined || other === undefined) return false;
  const isSame = one.pool === other.pool && one.image === other.image;
  const isShared = isSame && one.monitors.some((monitor) => other.monitors.includes(monitor));
  return isShared && (!one.readOnly || !other.readOnly);
};

const disksOf = ({ volumes = [] }: PodSpec): readonly Volume[] => volumes.filter(isDisk);

const haveConflict = (disks: readonly Volume[], { volumes = [] }: PodSpec): boolean =>
  disks.some((disk) => volumes.some((volume) => collide(disk, volume)));

/** Claims the pod names, those made for it aside. */
const claimNames = ({ volumes = [] }: PodSpec): readonly string[] =>
  volumes.flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim === undefined ? [] : [persistentVolumeClaim.claimName],
  );

const filter = ({ spec, namespace }: PodView, { pods, objects }: ClusterView): Filtering => {
  if (spec.volumes === undefined) return NOTHING_TO_FILTER;
  const disks = disksOf(spec);
  let isTaken = false;
  for (const name of claimNames(spec)) {
    const claim = objects.storage.claim(namespace, name);
    if (claim === undefined) {
      return { kind: "refusal", verdict: unresolvable(`persistentvolumeclaim "${name}" not found`) };
    }
    const isForOne = claim.object.spec.accessModes.includes("ReadWriteOncePod");
    isTaken ||= isForOne && pods.claimUsers(namespace, name) > 0;
  }
  if (disks.length === 0 && !isTaken) return NOTHING_TO_FILTER;
  const test = (node: NodeIx): number => {
    const isBusy = disks.length > 0 && pods.on(node).some(({ pod }) => haveConflict(disks, pod.identity.template.spec));
    if (isBusy) return DISK;
    return isTaken ? ONE_POD : FITS;
  };
  return {
    kind: "nodes",
    narrow: (candidates) => {
      candidates.keep(test);
    },
    verdictOf,
    goesBy: [isTaken],
  };
};

const freesSomething = ({ spec, namespace }: PodView, { before }: PodEvent): boolean => {
  if (before === null || before.identity.namespace !== namespace) return false;
  const gone = before.identity.template.spec;
  if (haveConflict(disksOf(spec), gone)) return true;
  const names = claimNames(gone);
  return claimNames(spec).some((name) => names.includes(name));
};

export const volumeRestrictions: SchedulerPlugin<NoArgs> = {
  name: "VolumeRestrictions",
  points: ["preFilter", "filter"],
  config: NO_ARGS,
  defaults: {},
  build: () => ({
    filtersBy: "node",
    filter,
    wakesOn: [
      { resource: "Pod", actions: ACTION.delete, hint: freesSomething },
      { resource: "Node", actions: ACTION.add },
      {
        resource: "PersistentVolumeClaim",
        actions: ACTION.add,
        hint: ({ spec, namespace }, { after }) =>
          after?.object.metadata.namespace === namespace && claimNames(spec).includes(after.object.metadata.name),
      },
    ],
  }),
};
