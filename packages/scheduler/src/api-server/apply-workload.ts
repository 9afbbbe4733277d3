// Applying a workload that keeps its selector for life: a DaemonSet or StatefulSet.
import { daemonSetApplied, formatLabelSelector, statefulSetApplied } from "@podsim/core";
import type { DaemonSet, LabelSelector, StatefulSet } from "@podsim/core";
import type { Outbox } from "../actor.js";
import { refuse } from "./object-ref.js";
import type { RequestContext } from "./request.js";
import { appliedUid } from "./uid.js";

interface Selecting {
  readonly kind: string;
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: { readonly selector: LabelSelector };
}

/** Whether the new object has another selector than the old one; if so it is refused. */
const isRefused = (old: Selecting, object: Selecting, resource: string, out: Outbox): boolean => {
  if (formatLabelSelector(old.spec.selector) === formatLabelSelector(object.spec.selector)) return false;
  const { namespace, name } = object.metadata;
  const message = `${resource} "${name}" is invalid: spec.selector: field is immutable`;
  refuse({ kind: object.kind, namespace, name }, message, out);
  return true;
};

export const applyDaemonSet = (object: DaemonSet, context: RequestContext, out: Outbox): void => {
  const { plane } = context;
  const { namespace, name } = object.metadata;
  const old = plane.world.daemonSets.find(namespace, name);
  if (old === undefined) {
    const daemonSetIx = plane.world.daemonSets.nextIx;
    const uid = object.metadata.found?.uid ?? appliedUid(context, "daemon-set", object.metadata);
    return out.record(daemonSetApplied, daemonSetIx, { daemonSetIx, uid, object });
  }
  if (isRefused(old.object, object, "DaemonSet.apps", out)) return;
  out.record(daemonSetApplied, old.ix, { daemonSetIx: old.ix, uid: old.uid, object });
};

/** What may not change: pods are told apart by it, or it was used when they were made. */
const IMMUTABLE = ["serviceName", "podManagementPolicy", "volumeClaimTemplates"] as const;
const FORBIDDEN =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
  "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

export const applyStatefulSet = (object: StatefulSet, context: RequestContext, out: Outbox): void => {
  const { plane } = context;
  const { namespace, name } = object.metadata;
  const old = plane.world.statefulSets.find(namespace, name);
  if (old === undefined) {
    const statefulSetIx = plane.world.statefulSets.nextIx;
    const uid = object.metadata.found?.uid ?? appliedUid(context, "stateful-set", object.metadata);
    return out.record(statefulSetApplied, statefulSetIx, { statefulSetIx, uid, object });
  }
  const isSame = (field: keyof StatefulSet["spec"]): boolean =>
    JSON.stringify(old.object.spec[field]) === JSON.stringify(object.spec[field]);
  const hasSameSelector = formatLabelSelector(old.object.spec.selector) === formatLabelSelector(object.spec.selector);
  if (!hasSameSelector || !IMMUTABLE.every(isSame)) {
    const message = `StatefulSet.apps "${name}" is invalid: spec: Forbidden: ${FORBIDDEN}`;
    return refuse({ kind: "StatefulSet", namespace, name }, message, out);
  }
  out.record(statefulSetApplied, old.ix, { statefulSetIx: old.ix, uid: old.uid, object });
};
