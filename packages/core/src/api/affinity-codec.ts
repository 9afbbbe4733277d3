// Codecs of what a pod asks of its place: affinity and topology spread.
import { listOf } from "./api-type.js";
import { labelSelector, nodeSelectorTerm } from "./meta-codec.js";
import type {
  Affinity,
  NodeAffinity,
  PodAffinity,
  PodAffinityTerm,
  PreferredSchedulingTerm,
  TopologySpreadConstraint,
  WeightedPodAffinityTerm,
} from "./pod.js";
import { enumeration, int32, text, texts } from "./scalars.js";
import { defaulted, optional, optionalPointer, required, struct } from "./struct.js";

export type NodeSelector = NonNullable<NodeAffinity["requiredDuringSchedulingIgnoredDuringExecution"]>;

export const nodeSelector = struct<NodeSelector>("NodeSelector", {
  nodeSelectorTerms: defaulted(listOf(nodeSelectorTerm), []),
});

const preferredSchedulingTerm = struct<PreferredSchedulingTerm>("PreferredSchedulingTerm", {
  weight: defaulted(int32, 0),
  preference: defaulted(nodeSelectorTerm, {}),
});

const nodeAffinity = struct<NodeAffinity>("NodeAffinity", {
  requiredDuringSchedulingIgnoredDuringExecution: optional(nodeSelector),
  preferredDuringSchedulingIgnoredDuringExecution: optional(listOf(preferredSchedulingTerm)),
});

const podAffinityTerm = struct<PodAffinityTerm>("PodAffinityTerm", {
  labelSelector: optional(labelSelector),
  namespaces: optional(texts),
  namespaceSelector: optional(labelSelector),
  topologyKey: defaulted(text, ""),
  matchLabelKeys: optional(texts),
  mismatchLabelKeys: optional(texts),
});

const weightedPodAffinityTerm = struct<WeightedPodAffinityTerm>("WeightedPodAffinityTerm", {
  weight: defaulted(int32, 0),
  podAffinityTerm: defaulted(podAffinityTerm, {}),
});

const podAffinity = struct<PodAffinity>("PodAffinity", {
  requiredDuringSchedulingIgnoredDuringExecution: optional(listOf(podAffinityTerm)),
  preferredDuringSchedulingIgnoredDuringExecution: optional(listOf(weightedPodAffinityTerm)),
});

export const affinity = struct<Affinity>("Affinity", {
  nodeAffinity: optional(nodeAffinity),
  podAffinity: optional(podAffinity),
  podAntiAffinity: optional(podAffinity),
});

const inclusionPolicy = enumeration(["Honor", "Ignore"]);

export const topologySpreadConstraint = struct<TopologySpreadConstraint>("TopologySpreadConstraint", {
  maxSkew: defaulted(int32, 0),
  topologyKey: defaulted(text, ""),
  whenUnsatisfiable: required(enumeration(["DoNotSchedule", "ScheduleAnyway"]), "DoNotSchedule"),
  labelSelector: optional(labelSelector),
  minDomains: optionalPointer(int32),
  nodeAffinityPolicy: optionalPointer(inclusionPolicy),
  nodeTaintsPolicy: optionalPointer(inclusionPolicy),
  matchLabelKeys: optional(texts),
});
