// What a fact is: an immutable, past-tense event about one entity, and the definition every event type is described by.
import type { Profile } from "./profile.js";
import type { SimTime } from "./time.js";

/** What the subject index of a fact counts. */
export type Entity =
  | "pod"
  | "node"
  | "deployment"
  | "replica-set"
  | "service"
  | "budget"
  | "config-map"
  | "secret"
  | "cluster"
  | "job"
  | "claim"
  | "volume"
  | "volume-attachment"
  | "storage-class"
  | "csi-node"
  | "stateful-set"
  | "cron-job"
  | "autoscaler"
  | "daemon-set"
  | "lease";

/**
 * How one field of an event's data is stored and validated: "int" (a whole number, |n| <= 2^53 - 1), "boolean",
 * "string", "json" (any JSON value, kept by reference), a closed list of strings, or any of the named
 * kinds with "?" when null is allowed.
 */
export type FieldKind =
  | "int"
  | "boolean"
  | "string"
  | "json"
  | "int?"
  | "boolean?"
  | "string?"
  | "json?"
  | { readonly oneOf: readonly string[] };

type Base<T> = [T] extends [boolean]
  ? "boolean"
  : [T] extends [number]
    ? "int"
    : [T] extends [string]
      ? "string"
      : "json";
type FieldKindOf<T> = [null] extends [T]
  ? `${Base<Exclude<T, null>>}?`
  : [T] extends [string]
    ? string extends T
      ? "string"
      : { readonly oneOf: readonly T[] }
    : Base<T>;

/** One storage kind per field of Data; a missing or an extra field does not compile. */
export type FieldsOf<Data extends object> = { readonly [K in keyof Data]-?: FieldKindOf<Data[K]> };

/** The Kubernetes Event (core/v1 or events.k8s.io) that a cluster would have recorded for a fact. */
export interface Announcement {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** Reporting component: kubelet, default-scheduler, replicaset-controller … */
  readonly from: string;
  readonly object: InvolvedObject;
}

export interface InvolvedObject {
  readonly kind: string;
  /** "" for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  /** e.g. spec.containers{app}; absent when the whole object is meant. */
  readonly fieldPath?: string;
}

/**
 * Everything the project knows about one type of event. `evolve` is pure and total: the state of the entity after the
 * fact, from the state before it. `announce` reads the state after the fact and gives the Events in the order a cluster
 * would record them (most facts have none or one), in the words of the profile's version.
 */
export interface EventDefinition<Type extends string = string, Data extends object = object, State = unknown> {
  readonly type: Type;
  readonly entity: Entity;
  /** Bumped, with an upcast, when the data changes shape or meaning. */
  readonly revision: number;
  readonly fields: FieldsOf<Data>;
  evolve(state: State, data: Data, at: SimTime): State;
  announce?(state: State, data: Data, at: SimTime, profile: Profile): readonly Announcement[];
  /** A valid payload: feeds the contract tests and the printed docs. */
  readonly example: Data;
}

/** One recorded fact. */
export interface Envelope<Data extends object = object> {
  /** Position in the log, from 0, without gaps. */
  readonly seq: number;
  readonly at: SimTime;
  /** Dense index of the entity the event is about; which kind is said by the event's definition. */
  readonly subject: number;
  /** seq of the fact that led here, -1 for scenario input. */
  readonly causedBy: number;
  readonly definition: EventDefinition<string, Data>;
  readonly data: Data;
}
