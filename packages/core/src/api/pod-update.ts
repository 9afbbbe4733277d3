// What of a pod may change once it is stored, and the words in which the API server refuses the rest.
import { defaultPullPolicy } from "./image-reference.js";
import type { Toleration } from "./meta.js";
import type { Container, PodSpec } from "./pod.js";
import { isSameValue } from "./same-value.js";

const UPDATABLE = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
].join(",");

const deadlineObjections = (old: number | undefined, next: number | undefined): readonly string[] => {
  const at = "spec.activeDeadlineSeconds: Invalid value:";
  if (old === undefined || (next !== undefined && next <= old)) return [];
  if (next === undefined) return [`${at} null: must not update from a positive integer to nil value`];
  return [`${at} ${next}: must be less than or equal to previous value`];
};

const isKept = (old: Toleration, next: readonly Toleration[]): boolean =>
  next.some((each) => isSameValue({ ...each, tolerationSeconds: null }, { ...old, tolerationSeconds: null }));

const tolerationObjections = (old: readonly Toleration[], next: readonly Toleration[]): readonly string[] =>
  old.every((each) => isKept(each, next))
    ? []
    : ["spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds"];

type Gates = NonNullable<PodSpec["schedulingGates"]>;

const gateObjections = (old: Gates, next: Gates): readonly string[] =>
  next.flatMap(({ name }, i) =>
    old.some((each) => each.name === name)
      ? []
      : [
          `spec.schedulingGates[${i}].name: Forbidden: ` +
            `only deletion is allowed, but found new scheduling gate '${name}'`,
        ],
  );

type NodeSelector = NonNullable<PodSpec["nodeSelector"]>;

/** A gated pod may be told more closely where it is to go. */
const selectorObjections = (old: NodeSelector, next: NodeSelector): readonly string[] =>
  Object.entries(old).every(([key, value]) => next[key] === value)
    ? []
    : [
        `spec.nodeSelector: Invalid value: ${JSON.stringify(next)}: only additions are allowed (no mutations or deletions)`,
      ];

const imagesFrom = (containers: readonly Container[], old: readonly Container[]): readonly Container[] =>
  containers.map((container, i) => ({ ...container, image: old[i]?.image ?? container.image }));

/** The new spec with everything that may differ as it was. */
const withoutUpdates = (next: PodSpec, old: PodSpec): PodSpec => {
  const {
    activeDeadlineSeconds: _deadline,
    schedulingGates: _gates,
    tolerations: _tolerations,
    nodeSelector,
    ...rest
  } = next;
  const isGated = (old.schedulingGates ?? []).length > 0;
  const selector = isGated ? old.nodeSelector : nodeSelector;
  return {
    ...rest,
    containers: imagesFrom(next.containers, old.containers),
    initContainers: imagesFrom(next.initContainers, old.initContainers),
    tolerations: old.tolerations,
    ...(old.activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds: old.activeDeadlineSeconds }),
    ...(old.schedulingGates === undefined ? {} : { schedulingGates: old.schedulingGates }),
    ...(selector === undefined ? {} : { nodeSelector: selector }),
  };
};

const fieldsThatDiffer = (a: object, b: object): readonly string[] => {
  const [left, right] = [new Map<string, unknown>(Object.entries(a)), new Map<string, unknown>(Object.entries(b))];
  return [...new Set([...left.keys(), ...right.keys()])].filter(
    (key) => !isSameValue({ [key]: left.get(key) }, { [key]: right.get(key) }),
  );
};

/** Why a client may not make `next` of the spec `old`, both as they are stored: one text per field; none if it may. */
export const podUpdateObjections = (old: PodSpec, next: PodSpec): readonly string[] => {
  for (const list of ["containers", "initContainers"] as const) {
    if (old[list].length !== next[list].length) {
      return [`spec.${list}: Forbidden: pod updates may not add or remove containers`];
    }
  }
  const isGated = (old.schedulingGates ?? []).length > 0;
  const objections = [
    ...deadlineObjections(old.activeDeadlineSeconds, next.activeDeadlineSeconds),
    ...tolerationObjections(old.tolerations, next.tolerations),
    ...gateObjections(old.schedulingGates ?? [], next.schedulingGates ?? []),
    ...(isGated ? selectorObjections(old.nodeSelector ?? {}, next.nodeSelector ?? {}) : []),
  ];
  const differing = fieldsThatDiffer(withoutUpdates(next, old), old);
  if (differing.length === 0) return objections;
  const changed = differing.map((field) => `spec.${field}`).join(", ");
  return [
    ...objections,
    `spec: Forbidden: pod updates may not change fields other than ${UPDATABLE} (this changes ${changed})`,
  ];
};

/**
 * A manifest that names another image and no pull policy leaves the policy as it is: that of the old image, which was
 * settled when the pod was created. Told by both policies being what their images have by default.
 */
export const keepPullPolicies = (next: readonly Container[], old: readonly Container[]): readonly Container[] =>
  next.map((container, i) => {
    const { image, imagePullPolicy } = container;
    const before = old[i];
    if (before === undefined || before.imagePullPolicy === imagePullPolicy) return container;
    const isUnsaid = imagePullPolicy === defaultPullPolicy(image) && before.image !== image;
    return isUnsaid ? { ...container, imagePullPolicy: before.imagePullPolicy } : container;
  });
