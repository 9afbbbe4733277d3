// What a DaemonSet's pods carry beside their template, and on which nodes they belong.
import type { DaemonSet } from "../api/daemon-set.js";
import type { Taint, Toleration } from "../api/meta.js";
import { compileRequiredNodes } from "../api/node-selectors.js";
import type { PodSpec, PodTemplateSpec } from "../api/pod.js";
import { findUntoleratedTaint } from "../api/tolerations.js";
import { templateHash } from "../deployment/template-hash.js";
import type { NodeState } from "../node/node-state.js";
import type { PodState } from "../pod/pod-state.js";

/** Tells the pods of one revision of a DaemonSet or StatefulSet from those of another. */
export const REVISION_LABEL = "controller-revision-hash";
const GENERATION_LABEL = "pod-template-generation";

const tolerated = (key: string, effect: Toleration["effect"]): Toleration => ({
  key: `node.kubernetes.io/${key}`,
  operator: "Exists",
  value: "",
  effect,
});

const DAEMON_TOLERATIONS: readonly Toleration[] = [
  tolerated("not-ready", "NoExecute"),
  tolerated("unreachable", "NoExecute"),
  tolerated("disk-pressure", "NoSchedule"),
  tolerated("memory-pressure", "NoSchedule"),
  tolerated("pid-pressure", "NoSchedule"),
  tolerated("unschedulable", "NoSchedule"),
];

const isSame = (a: Toleration, b: Toleration): boolean =>
  a.key === b.key && a.operator === b.operator && a.value === b.value && a.effect === b.effect;

const withTolerations = (spec: PodSpec): readonly Toleration[] => {
  const added =
    spec.hostNetwork === true
      ? [...DAEMON_TOLERATIONS, tolerated("network-unavailable", "NoSchedule")]
      : DAEMON_TOLERATIONS;
  return [...spec.tolerations, ...added.filter((one) => !spec.tolerations.some((given) => isSame(given, one)))];
};

/** The template of all pods, before one is made for a node. */
export const daemonTemplate = ({ spec }: DaemonSet, generation: number): PodTemplateSpec => {
  const { metadata, spec: podSpec } = spec.template;
  const labels = {
    ...metadata.labels,
    [REVISION_LABEL]: templateHash(spec.template, 0),
    [GENERATION_LABEL]: String(generation),
  };
  return { metadata: { ...metadata, labels }, spec: { ...podSpec, tolerations: withTolerations(podSpec) } };
};

/** Whether the pod is of the revision that the template of all pods is of; that it is of its generation is enough. */
export const isOfRevision = ({ identity }: PodState, { metadata }: PodTemplateSpec): boolean => {
  const { labels } = identity.template.metadata;
  return [REVISION_LABEL, GENERATION_LABEL].some((label) => labels[label] === metadata.labels[label]);
};

/** The template of the pod of one node: it takes the place of whatever nodes the template asks for. */
export const pinnedTemplate = ({ metadata, spec }: PodTemplateSpec, nodeName: string): PodTemplateSpec => {
  const term = { matchFields: [{ key: "metadata.name", operator: "In" as const, values: [nodeName] }] };
  const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };
  const { affinity } = spec;
  return {
    metadata,
    spec: { ...spec, affinity: { ...affinity, nodeAffinity: { ...affinity?.nodeAffinity, ...required } } },
  };
};

/** The node the pod is on, or was made for; "" if neither can be told. */
export const targetNode = ({ binding, identity }: PodState): string => {
  if (binding !== null) return binding.nodeName;
  const { affinity, nodeName } = identity.template.spec;
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return nodeName ?? terms[0]?.matchFields?.[0]?.values?.[0] ?? "";
};

const keepsOff = ({ effect }: Taint): boolean => effect === "NoSchedule" || effect === "NoExecute";
const drivesOut = ({ effect }: Taint): boolean => effect === "NoExecute";

export interface DaemonPlace {
  /** Whether a pod should be made there. */
  readonly shouldRun: boolean;
  /** Whether one that is there may stay. */
  readonly mayStay: boolean;
}

const EVERYWHERE: DaemonPlace = { shouldRun: true, mayStay: true };
const NOWHERE: DaemonPlace = { shouldRun: false, mayStay: false };

/** Where pods of a template with the tolerations of daemons belong; whether there is room does not matter. */
export const daemonPlaces = ({ spec }: PodTemplateSpec): ((node: NodeState) => DaemonPlace) => {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const isAskedFor = compileRequiredNodes(spec.nodeSelector, required?.nodeSelectorTerms);
  return ({ name, labels, taints }) => {
    if (spec.nodeName !== undefined && spec.nodeName !== name) return NOWHERE;
    if (!isAskedFor(labels, name)) return NOWHERE;
    if (findUntoleratedTaint(taints, spec.tolerations, keepsOff) === null) return EVERYWHERE;
    return { shouldRun: false, mayStay: findUntoleratedTaint(taints, spec.tolerations, drivesOut) === null };
  };
};
