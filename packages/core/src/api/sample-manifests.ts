// The smallest manifests that are right, for tests to bend.
import { decodeObject } from "./decode-object.js";
import { fieldText } from "./errors.js";
import type { KubernetesObject } from "./object.js";

type Json = Readonly<Record<string, unknown>>;

export const containerManifest = (more: Json = {}): Json => ({ name: "app", image: "registry.example/app:1", ...more });

/** A pod whose spec has `more` beside its one container. */
export const podManifest = (more: Json = {}, metadata: Json = {}): Json => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", ...metadata },
  spec: { containers: [containerManifest()], ...more },
});

/** A pod whose one container has `more`. */
export const podWith = (more: Json): Json => podManifest({ containers: [containerManifest(more)] });

export const templateManifest = (spec: Json = {}): Json => ({
  metadata: { labels: { app: "web" } },
  spec: { containers: [containerManifest()], ...spec },
});

/** A Deployment or ReplicaSet whose spec has `more`. */
export const workloadManifest = (kind: "Deployment" | "ReplicaSet", more: Json = {}): Json => ({
  apiVersion: "apps/v1",
  kind,
  metadata: { name: "web" },
  spec: { selector: { matchLabels: { app: "web" } }, template: templateManifest(), ...more },
});

/** The decoded object; what is wrong with it, where it is refused. */
export const decodedOf = (value: unknown): KubernetesObject | string => {
  const { object, problems } = decodeObject(value);
  return object ?? problems.map(({ message }) => message).join("; ");
};

/** One line per problem: code, place, what a server says. */
export const refusalsOf = (value: unknown): readonly string[] =>
  decodeObject(value).problems.map(
    ({ code, path, message, why }) => `${code} ${fieldText(path)} | ${message} | ${why}`,
  );

/** One line per field or object that is not modelled: code, place. */
export const ignoredOf = (value: unknown): readonly string[] =>
  decodeObject(value).ignored.map(({ code, field }) => `${code} ${field}`);
