// delete: an object goes; a pod is asked to, with its grace.
import type { Duration } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { DeleteObjectRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { optional, record, required } from "../scenario/schema/record.js";
import { oneOf } from "../scenario/schema/scalars.js";
import { duration } from "../scenario/schema/times.js";
import { flagText, namespaceField, namespaceOf, resolveTarget, target } from "../scenario/targets.js";
import type { Target } from "../scenario/targets.js";

type Cascade = (typeof CASCADES)[number];

const CASCADES = ["background", "orphan"] as const;

interface DeleteParams {
  readonly target: Target;
  readonly namespace: string;
  readonly gracePeriod: Duration | null;
  readonly cascade: Cascade | null;
}

export const deleteVerb = defineIntervention<DeleteParams>({
  name: "delete",
  doc: "delete one object; a pod gets its grace period, or the one given; with cascade: orphan its pods stay (kubectl delete)",
  example: { target: "deployment/web", namespace: "shop" },
  params: record<DeleteParams>("delete", {
    target: required(
      target(
        "Deployment",
        "ReplicaSet",
        "LimitRange",
        "ResourceQuota",
        "CronJob",
        "HorizontalPodAutoscaler",
        "DaemonSet",
        "StatefulSet",
        "Job",
        "Pod",
        "Service",
        "ConfigMap",
        "Secret",
        "Lease",
        "PodDisruptionBudget",
        "Node",
        "PersistentVolumeClaim",
        "PersistentVolume",
        "StorageClass",
        "CSINode",
      ),
      "deployment/web",
    ),
    namespace: namespaceField,
    gracePeriod: optional(duration),
    cascade: optional(oneOf(CASCADES, "foreground is not modelled; what is")),
  }),
  text: (given) => {
    const grace = given.gracePeriod === null ? "" : ` --grace-period=${String(Math.ceil(given.gracePeriod / SECOND))}`;
    const cascade = given.cascade === null ? "" : ` --cascade=${given.cascade}`;
    return `delete ${given.target.text}${flagText(namespaceOf(given.target.kind, given.namespace))}${grace}${cascade}`;
  },
  subject: (given) => given.target.name,
  plan: (given, planning) => {
    const { cascade, namespace, target: wanted } = given;
    const named = { kind: wanted.kind, namespace, name: wanted.name };
    const ref = planning.sketch.mayLinger(named) ? named : resolveTarget(wanted, namespace, planning, ["target"]);
    const graceSeconds = given.gracePeriod === null ? null : Math.ceil(given.gracePeriod / SECOND);
    if (ref.kind === "Pod" && graceSeconds !== 0) planning.sketch.leave(ref);
    else planning.sketch.remove(ref);
    const request: DeleteObjectRequest = {
      verb: "delete",
      target: ref,
      graceSeconds,
      ...(cascade === null ? {} : { cascade }),
    };
    return [request];
  },
});
