// Overrides: values put into manifests by path before they are read, so that the files themselves stay untouched.
import { showValue } from "@podsim/core";
import { dictionary } from "./schema/collections.js";
import { isMapping, optional, record, required } from "./schema/record.js";
import type { Mapping } from "./schema/record.js";
import type { Schema } from "./schema/schema.js";
import { anything, text } from "./schema/scalars.js";

export interface Override {
  readonly target: {
    readonly kind: string;
    /** null = every object of the kind. */
    readonly name: string | null;
    readonly namespace: string | null;
  };
  /** Path as kubectl writes it -> value. */
  readonly set: Readonly<Record<string, unknown>>;
}

const targetSchema = record<Override["target"]>("target", {
  kind: required(text, "Deployment"),
  name: optional(text),
  namespace: optional(text),
});

export const overrideSchema: Schema<Override> = record<Override>("override", {
  target: required(targetSchema, "{ kind: Deployment, name: web }"),
  set: required(dictionary(anything), "{ spec.replicas: 5 }"),
});

/** Whether the override is about the object as it stands in a manifest. */
export const isTarget = ({ target }: Override, object: unknown): object is Mapping => {
  if (!isMapping(object) || object["kind"] !== target.kind) return false;
  const metadata = isMapping(object["metadata"]) ? object["metadata"] : {};
  const namespace = metadata["namespace"] ?? "default";
  return (
    (target.name === null || metadata["name"] === target.name) &&
    (target.namespace === null || namespace === target.namespace)
  );
};

export const notAPath = (written: string): string => `${showValue(written)} is not a path such as spec.replicas`;
