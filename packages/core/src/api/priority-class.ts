// PriorityClass (scheduling.k8s.io/v1): the fields podsim reads after defaulting, its codec and its rules.
import type { ObjectMeta } from "./meta.js";
import { clusterMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import { constant, enumeration, int32, yesOrNo } from "./scalars.js";
import { defaulted, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export interface PriorityClass {
  readonly apiVersion: "scheduling.k8s.io/v1";
  readonly kind: "PriorityClass";
  readonly metadata: ObjectMeta;
  readonly value: number;
  readonly globalDefault: boolean;
  readonly preemptionPolicy: "PreemptLowerPriority" | "Never";
}

const HIGHEST_USER_PRIORITY = 1_000_000_000;

const systemClass = (name: string, value: number): PriorityClass => ({
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name, namespace: "", labels: {}, annotations: {} },
  value,
  globalDefault: false,
  preemptionPolicy: "PreemptLowerPriority",
});

/** The classes every cluster has. */
export const SYSTEM_PRIORITY_CLASSES: readonly PriorityClass[] = [
  systemClass("system-cluster-critical", 2_000_000_000),
  systemClass("system-node-critical", 2_000_001_000),
];

export const priorityClassCodec = struct<PriorityClass>(
  "PriorityClass",
  {
    apiVersion: defaulted(constant("scheduling.k8s.io/v1"), "scheduling.k8s.io/v1"),
    kind: defaulted(constant("PriorityClass"), "PriorityClass"),
    metadata: defaulted(clusterMeta, {}),
    value: defaulted(int32, 0),
    globalDefault: defaulted(yesOrNo, false),
    preemptionPolicy: defaulted(enumeration(["PreemptLowerPriority", "Never"]), "PreemptLowerPriority"),
  },
  { inert: ["description"] },
);

/** What is wrong with a class that calls itself a system class; null if it is one. */
const systemObjection = ({ metadata, value, globalDefault }: PriorityClass): string | null => {
  const known = SYSTEM_PRIORITY_CLASSES.find((each) => each.metadata.name === metadata.name);
  if (known === undefined) return `${metadata.name} is not a known system priority class`;
  if (known.value !== value) return `value of ${metadata.name} PriorityClass must be ${known.value}`;
  return globalDefault ? `globalDefault of ${metadata.name} PriorityClass must be false` : null;
};

export const checkPriorityClass = (check: Validity, given: PriorityClass): void => {
  checkMeta(check, given.metadata, dns1123Subdomain);
  if (given.metadata.name.startsWith("system-")) {
    const objection = systemObjection(given);
    const words = "priority class names with 'system-' prefix are reserved for system use only. error: ";
    if (objection !== null) check.forbidden(["metadata", "name"], words + objection, { fix: "give it another name" });
  } else if (given.value > HIGHEST_USER_PRIORITY) {
    check.forbidden(["value"], `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`, {
      fix: `write at most ${HIGHEST_USER_PRIORITY}`,
    });
  }
};
