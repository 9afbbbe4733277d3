// Every kind of object that can be read from a run.
import { closest } from "../../input/closest.js";
import { configMaps, secrets } from "./config-kinds.js";
import { cronJobs } from "./cron-job.js";
import { horizontalPodAutoscalers } from "./horizontal-pod-autoscaler.js";
import { limitRanges, resourceQuotas } from "./policy-kinds.js";
import { daemonSets } from "./daemon-set.js";
import { deployments } from "./deployment.js";
import { endpoints, endpointSlices } from "./endpoint-kinds.js";
import { jobs } from "./job.js";
import { leases } from "./lease.js";
import { namespaces } from "./namespace.js";
import { nodes } from "./node.js";
import type { ObjectKind } from "./object-kind.js";
import { persistentVolumes } from "./persistent-volume.js";
import { persistentVolumeClaims } from "./persistent-volume-claim.js";
import { podDisruptionBudgets } from "./pod-disruption-budget.js";
import { pods } from "./pod.js";
import { priorityClasses } from "./priority-class.js";
import { runtimeClasses } from "./runtime-class.js";
import { recordedEvents } from "./recorded-event-kind.js";
import { replicaSets } from "./replica-set.js";
import { statefulSets } from "./stateful-set.js";
import { serviceKind } from "./service-kind.js";
import { csiNodes, storageClasses } from "./storage-class.js";
import { volumeAttachments } from "./volume-attachment.js";

/** In the order `get all` prints them. */
export const KINDS: readonly ObjectKind[] = [
  pods,
  serviceKind,
  daemonSets,
  deployments,
  replicaSets,
  statefulSets,
  horizontalPodAutoscalers,
  cronJobs,
  jobs,
  nodes,
  endpoints,
  endpointSlices,
  configMaps,
  secrets,
  leases,
  podDisruptionBudgets,
  persistentVolumeClaims,
  persistentVolumes,
  storageClasses,
  csiNodes,
  volumeAttachments,
  resourceQuotas,
  limitRanges,
  namespaces,
  priorityClasses,
  runtimeClasses,
  recordedEvents,
];

const namesOf = (kind: ObjectKind): readonly string[] => {
  const { plural, singular, shortNames, group } = kind;
  const grouped = group === "" ? [] : [`${plural}.${group}`, `${singular}.${group}`];
  return [plural, singular, ...shortNames, ...grouped];
};

const BY_NAME: ReadonlyMap<string, ObjectKind> = new Map(
  KINDS.flatMap((kind) => namesOf(kind).map((name) => [name, kind] as const)),
);

/** The kind of that name (plural, singular, short, with its group or not; case does not matter). */
export const kindNamed = (name: string): ObjectKind | null => BY_NAME.get(name.toLowerCase()) ?? null;

/** The known name nearest to an unknown one. */
export const closestKindName = (name: string): string | null => closest(name.toLowerCase(), BY_NAME.keys());
