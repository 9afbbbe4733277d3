// The parts that Kubernetes objects share: metadata, label selectors, taints, tolerations, resource lists.
// Objects are kept as the plain JSON a server would return after defaulting; fields podsim does not model stay in them untouched.

export type Labels = Readonly<Record<string, string>>;

/** Resource name -> quantity text in canonical form, e.g. { cpu: "500m" }. */
export type ResourceList = Readonly<Record<string, string>>;

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

export interface ObjectMeta {
  readonly name: string;
  /** "" for cluster-scoped objects. */
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly ownerReferences?: readonly OwnerReference[];
  /** Of pods: each has to be taken away before a deleted one is gone. Absent where there is none. */
  readonly finalizers?: readonly string[];
  /** Of an object that a run finds when it begins; absent = it is created when it is applied. No field of a manifest. */
  readonly found?: FoundMeta;
}

/** Who an object is that was there before the run. */
export interface FoundMeta {
  readonly uid: string;
  /** Microseconds, negative or 0: before time 0. */
  readonly createdAtUs: number;
}

/** Metadata of a pod template: no name of its own. */
export interface TemplateMeta {
  readonly labels: Labels;
  readonly annotations: Labels;
  /** Of the pods made from it; absent where there is none. */
  readonly finalizers?: readonly string[];
}

export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

export type TaintEffect = "NoSchedule" | "PreferNoSchedule" | "NoExecute";

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: TaintEffect;
}

export interface Toleration {
  /** "" = every key (with operator Exists). */
  readonly key: string;
  readonly operator: "Exists" | "Equal";
  readonly value: string;
  /** "" = every effect. */
  readonly effect: TaintEffect | "";
  /** Only with NoExecute: how long an added taint is tolerated, seconds; absent = for ever. */
  readonly tolerationSeconds?: number;
}

export interface NodeSelectorRequirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
  readonly values?: readonly string[];
}

export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly NodeSelectorRequirement[];
  readonly matchFields?: readonly NodeSelectorRequirement[];
}
