// kubectl delete: one object goes, or (pods) is asked to.
import {
  autoscalerDeleted,
  budgetDeleted,
  configMapDeleted,
  claimDeletionRequested,
  cronJobDeleted,
  csiNodeRemoved,
  daemonSetDeleted,
  deploymentDeleted,
  jobDeleted,
  leaseDeleted,
  limitRangeDeleted,
  resourceQuotaDeleted,
  nodeRemoved,
  replicaSetDeleted,
  secretDeleted,
  serviceDeleted,
  statefulSetDeleted,
  storageClassRemoved,
  volumeDeletionRequested,
} from "@podsim/core";
import type { EventDefinition, SimTime } from "@podsim/core";
import type { ControlPlane, Outbox } from "../../actor.js";
import type { WorldView } from "../../cluster/world.js";
import { orphanDependents } from "../orphan-dependents.js";
import { refuse, refuseMissing } from "../object-ref.js";
import { requestDeletion } from "../request-deletion.js";
import type { ObjectRef } from "../object-ref.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface DeleteObjectRequest extends ApiRequest {
  readonly verb: "delete";
  readonly target: ObjectRef;
  /** Pods only; null = the pod's own grace, 0 = force. */
  readonly graceSeconds: number | null;
  /** "orphan": what belongs to the object stays; absent = "background": the garbage collector deletes it afterwards. */
  readonly cascade?: "background" | "orphan";
}

const isNamed = (a: { readonly namespace: string; readonly name: string }, b: ObjectRef): boolean =>
  a.namespace === b.namespace && a.name === b.name;

const deletePod = (
  { target, graceSeconds }: DeleteObjectRequest,
  plane: ControlPlane,
  now: SimTime,
  out: Outbox,
): void => {
  const pod = plane.world.pods.find(target.namespace, target.name);
  if (pod === undefined) return refuseMissing(target, out);
  requestDeletion(pod, now, "user", out, graceSeconds);
};

/** How each kind of object that goes at once is found, and the fact of its going. */
const GONE: Readonly<
  Record<string, readonly [ixOf: (world: WorldView, ref: ObjectRef) => number | undefined, EventDefinition]>
> = {
  Deployment: [({ deployments }, { namespace, name }) => deployments.ixOf(namespace, name), deploymentDeleted],
  ReplicaSet: [({ replicaSets }, { namespace, name }) => replicaSets.ixOf(namespace, name), replicaSetDeleted],
  DaemonSet: [({ daemonSets }, { namespace, name }) => daemonSets.ixOf(namespace, name), daemonSetDeleted],
  StatefulSet: [({ statefulSets }, { namespace, name }) => statefulSets.ixOf(namespace, name), statefulSetDeleted],
  HorizontalPodAutoscaler: [
    ({ autoscalers }, { namespace, name }) => autoscalers.ixOf(namespace, name),
    autoscalerDeleted,
  ],
  CronJob: [({ cronJobs }, { namespace, name }) => cronJobs.ixOf(namespace, name), cronJobDeleted],
  Job: [({ jobs }, { namespace, name }) => jobs.ixOf(namespace, name), jobDeleted],
  Service: [({ services }, { namespace, name }) => services.ixOf(namespace, name), serviceDeleted],
  ConfigMap: [({ configMaps }, { namespace, name }) => configMaps.ixOf(namespace, name), configMapDeleted],
  Secret: [({ secrets }, { namespace, name }) => secrets.ixOf(namespace, name), secretDeleted],
  Lease: [({ leases }, { namespace, name }) => leases.ixOf(namespace, name), leaseDeleted],
  PodDisruptionBudget: [({ budgets }, { namespace, name }) => budgets.ixOf(namespace, name), budgetDeleted],
  Node: [({ nodes }, { name }) => nodes.ixOf(name), nodeRemoved],
  StorageClass: [({ storageClasses }, { name }) => storageClasses.ixOf("", name), storageClassRemoved],
  CSINode: [({ csiNodes }, { name }) => csiNodes.ixOf("", name), csiNodeRemoved],
};

/** What says how much a namespace may ask for. */
const deletePolicy = (target: ObjectRef, world: WorldView, out: Outbox): void => {
  const { namespace, name, kind } = target;
  const { limitRanges = [], resourceQuotas = [] } = world.cluster;
  const known = kind === "LimitRange" ? limitRanges : resourceQuotas;
  if (!known.some(({ object }) => isNamed(object.metadata, target))) return refuseMissing(target, out);
  out.record(kind === "LimitRange" ? limitRangeDeleted : resourceQuotaDeleted, 0, { namespace, name });
};

/** Volumes and claims stay until nobody uses them. */
const deleteStorage = (target: ObjectRef, world: WorldView, out: Outbox): void => {
  const isClaim = target.kind === "PersistentVolumeClaim";
  const found = isClaim ? world.claims.find(target.namespace, target.name) : world.volumes.find("", target.name);
  if (found === undefined) return refuseMissing(target, out);
  if (found.deletingSinceUs === null)
    out.record(isClaim ? claimDeletionRequested : volumeDeletionRequested, found.ix, {});
};

export const deleteObject: RequestDefinition<DeleteObjectRequest> = {
  verb: "delete",
  perform: (request, { plane }, now, out) => {
    const { target } = request;
    const { kind } = target;
    const { world } = plane;
    switch (kind) {
      case "Pod":
        return deletePod(request, plane, now, out);
      case "LimitRange":
      case "ResourceQuota":
        return deletePolicy(target, world, out);
      case "PersistentVolumeClaim":
      case "PersistentVolume":
        return deleteStorage(target, world, out);
    }
    const gone = Object.hasOwn(GONE, kind) ? GONE[kind] : undefined;
    if (gone === undefined) return refuse(target, `deleting a ${kind} is not modelled`, out);
    const [ixOf, definition] = gone;
    const ix = ixOf(world, target);
    if (ix === undefined) return refuseMissing(target, out);
    if (request.cascade === "orphan") orphanDependents(kind, ix, world, out);
    out.record(definition, ix, {});
  },
};
