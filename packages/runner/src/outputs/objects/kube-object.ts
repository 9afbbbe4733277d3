// Kubernetes objects as a client of the API server would read them, built as plain JSON in the API's field order.
import type { Labels, SimTime } from "@podsim/core";
import type { WallClock } from "../view/wall-clock.js";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface KubeObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonObject;
}

/** The entries that are there: undefined ones are left out, as an absent field is in JSON. */
export const present = (entries: Readonly<Record<string, Json | undefined>>): JsonObject => {
  const object: Record<string, Json> = {};
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) object[key] = value;
  return object;
};

const isFilled = (value: unknown): boolean =>
  value !== "" && value !== false && (typeof value !== "object" || value === null || Object.keys(value).length > 0);

/** The fields that hold something: a server leaves out what is "", false, [] or {}, where it does not mean anything. */
export const filled = (fields: object): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => isFilled(value)));

export const unlessEmpty = (text: string): string | undefined => (text === "" ? undefined : text);

export const unlessZero = (n: number): number | undefined => (n === 0 ? undefined : n);

/** A map, or nothing if it is empty. */
export const unlessNone = (map: Labels): JsonObject | undefined => (Object.keys(map).length === 0 ? undefined : map);

export interface MetadataParts {
  readonly name: string;
  /** "" for cluster-scoped objects. */
  readonly namespace: string;
  readonly uid: string;
  readonly createdAtUs: SimTime;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly generation?: number;
  readonly finalizers?: readonly string[] | undefined;
  readonly generateName?: string | undefined;
  readonly owner?: JsonObject | undefined;
  readonly deletion?: { readonly timestampUs: SimTime; readonly graceSeconds: number } | undefined;
}

/** metadata in the order a server writes it: by key. */
export const metadataOf = (parts: MetadataParts, clock: WallClock): JsonObject =>
  present({
    annotations: unlessNone(parts.annotations),
    creationTimestamp: clock.timestamp(parts.createdAtUs),
    deletionGracePeriodSeconds: parts.deletion?.graceSeconds,
    deletionTimestamp: parts.deletion === undefined ? undefined : clock.timestamp(parts.deletion.timestampUs),
    finalizers: parts.finalizers,
    generateName: parts.generateName,
    generation: parts.generation,
    labels: unlessNone(parts.labels),
    name: parts.name,
    namespace: unlessEmpty(parts.namespace),
    ownerReferences: parts.owner === undefined ? undefined : [parts.owner],
    uid: parts.uid,
  });

/** The reference of a controlled object to its controller. */
export const controllerReference = (apiVersion: string, kind: string, name: string, uid: string): JsonObject => ({
  apiVersion,
  blockOwnerDeletion: true,
  controller: true,
  kind,
  name,
  uid,
});

export const listOf = (items: readonly KubeObject[]): KubeObject => ({
  apiVersion: "v1",
  kind: "List",
  metadata: { resourceVersion: "" },
  items,
});
