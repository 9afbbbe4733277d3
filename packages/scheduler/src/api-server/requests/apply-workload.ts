// Applying a workload that keeps its selector for life: a DaemonSet.
import { daemonSetApplied, formatLabelSelector } from "@podsim/core";
import type { DaemonSet, LabelSelector } from "@podsim/core";
import type { Outbox } from "../../actor.js";
import { refuse } from "../object-ref.js";
import type { RequestContext } from "../request.js";
import { uidOf } from "../uid.js";

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

export const applyDaemonSet = (object: DaemonSet, { plane }: RequestContext, out: Outbox): void => {
  const { namespace, name } = object.metadata;
  const old = plane.world.daemonSets.find(namespace, name);
  if (old === undefined) {
    const daemonSetIx = plane.world.daemonSets.nextIx;
    const uid = uidOf(plane, "daemon-set", `${namespace}/${name}`);
    return out.record(daemonSetApplied, daemonSetIx, { daemonSetIx, uid, object });
  }
  if (isRefused(old.object, object, "DaemonSet.apps", out)) return;
  out.record(daemonSetApplied, old.ix, { daemonSetIx: old.ix, uid: old.uid, object });
};
