// kubectl delete: one object goes, or (pods) is asked to.
import {
  budgetDeleted,
  configMapDeleted,
  claimDeletionRequested,
  cronJobDeleted,
  csiNodeRemoved,
  daemonSetDeleted,
  deletionOf,
  deploymentDeleted,
  jobDeleted,
  limitRangeDeleted,
  resourceQuotaDeleted,
  nodeRemoved,
  podDeletionRequested,
  podRemoved,
  replicaSetDeleted,
  secretDeleted,
  serviceDeleted,
  statefulSetDeleted,
  storageClassRemoved,
  volumeDeletionRequested,
} from "@podsim/core";
import type { SimTime } from "@podsim/core";
import type { ControlPlane, Outbox } from "../../actor.js";
import { refuse, refuseMissing } from "../object-ref.js";
import type { ObjectRef } from "../object-ref.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface DeleteObjectRequest extends ApiRequest {
  readonly verb: "delete";
  readonly target: ObjectRef;
  /** Pods only; null = the pod's own grace, 0 = force. */
  readonly graceSeconds: number | null;
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
  const terms = deletionOf(pod, now, graceSeconds);
  if (terms === null) return;
  out.record(podDeletionRequested, pod.identity.ix, { ...terms, by: "user" });
  if (terms.graceSeconds === 0) out.record(podRemoved, pod.identity.ix, {});
};

export const deleteObject: RequestDefinition<DeleteObjectRequest> = {
  verb: "delete",
  perform: (request, { plane }, now, out) => {
    const { target } = request;
    const { kind, namespace, name } = target;
    const { world } = plane;
    /** Records the deletion of a table's object, if it is there. */
    const remove = (ix: number | undefined, record: (ix: number) => void): void => {
      if (ix === undefined) refuseMissing(target, out);
      else record(ix);
    };
    switch (kind) {
      case "Pod":
        return deletePod(request, plane, now, out);
      case "Deployment":
        return remove(world.deployments.ixOf(namespace, name), (ix) => {
          out.record(deploymentDeleted, ix, {});
        });
      case "ReplicaSet":
        return remove(world.replicaSets.ixOf(namespace, name), (ix) => {
          out.record(replicaSetDeleted, ix, {});
        });
      case "DaemonSet":
        return remove(world.daemonSets.ixOf(namespace, name), (ix) => {
          out.record(daemonSetDeleted, ix, {});
        });
      case "StatefulSet":
        return remove(world.statefulSets.ixOf(namespace, name), (ix) => {
          out.record(statefulSetDeleted, ix, {});
        });
      case "CronJob":
        return remove(world.cronJobs.ixOf(namespace, name), (ix) => {
          out.record(cronJobDeleted, ix, {});
        });
      case "LimitRange": {
        const isThere = world.cluster.limitRanges?.some(({ object: { metadata } }) => isNamed(metadata, target));
        return isThere === true ? out.record(limitRangeDeleted, 0, { namespace, name }) : refuseMissing(target, out);
      }
      case "ResourceQuota": {
        const isThere = world.cluster.resourceQuotas?.some(({ object: { metadata } }) => isNamed(metadata, target));
        return isThere === true ? out.record(resourceQuotaDeleted, 0, { namespace, name }) : refuseMissing(target, out);
      }
      case "Job":
        return remove(world.jobs.ixOf(namespace, name), (ix) => {
          out.record(jobDeleted, ix, {});
        });
      case "Service":
        return remove(world.services.ixOf(namespace, name), (ix) => {
          out.record(serviceDeleted, ix, {});
        });
      case "ConfigMap":
        return remove(world.configMaps.ixOf(namespace, name), (ix) => {
          out.record(configMapDeleted, ix, {});
        });
      case "Secret":
        return remove(world.secrets.ixOf(namespace, name), (ix) => {
          out.record(secretDeleted, ix, {});
        });
      case "PodDisruptionBudget":
        return remove(world.budgets.ixOf(namespace, name), (ix) => {
          out.record(budgetDeleted, ix, {});
        });
      case "Node":
        return remove(world.nodes.ixOf(name), (ix) => {
          out.record(nodeRemoved, ix, {});
        });
      case "PersistentVolumeClaim":
        return remove(world.claims.ixOf(namespace, name), (ix) => {
          if (world.claims.at(ix)?.isDeleting === false) out.record(claimDeletionRequested, ix, {});
        });
      case "PersistentVolume":
        return remove(world.volumes.ixOf("", name), (ix) => {
          if (world.volumes.at(ix)?.isDeleting === false) out.record(volumeDeletionRequested, ix, {});
        });
      case "StorageClass":
        return remove(world.storageClasses.ixOf("", name), (ix) => {
          out.record(storageClassRemoved, ix, {});
        });
      case "CSINode":
        return remove(world.csiNodes.ixOf("", name), (ix) => {
          out.record(csiNodeRemoved, ix, {});
        });
      default:
        refuse(target, `deleting a ${kind} is not modelled`, out);
    }
  },
};
