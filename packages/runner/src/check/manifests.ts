// Manifests as their authors write them, before anybody has checked them: what they are called and what they are made of.
import { expandList } from "@podsim/core";
import { podSpecPath } from "../scenario/pod-spec-path.js";
import { namespaceOf } from "../scenario/targets.js";
import { asMap, textIn } from "./json-map.js";
import type { JsonMap } from "./json-map.js";

export interface Identity {
  readonly kind: string;
  /** "" of what belongs to no namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** As a server reads it: in the namespace "default" where nothing is said. */
export const identityOf = (manifest: JsonMap): Identity => {
  const metadata = asMap(manifest["metadata"]);
  const kind = textIn(manifest, "kind");
  return {
    kind,
    namespace: namespaceOf(kind, textIn(metadata, "namespace") || "default"),
    name: textIn(metadata, "name"),
  };
};

/** "deployment/web", as a step's target names it; "node/n1". */
export const targetName = (manifest: JsonMap): string => {
  const { kind, name } = identityOf(manifest);
  return `${kind.toLowerCase()}/${name}`;
};

/** Manifests one by one: Lists are taken apart. */
export const eachManifest = (manifests: readonly JsonMap[]): readonly JsonMap[] =>
  manifests.flatMap((manifest) => expandList(manifest).map(({ value }) => asMap(value)));

const asMaps = (value: unknown): readonly JsonMap[] =>
  Array.isArray(value) ? (value as readonly unknown[]).map(asMap) : [];

/** Containers of the pods it makes, in order; none of what makes none. */
export const containersOf = (
  manifest: JsonMap,
): { readonly init: readonly JsonMap[]; readonly main: readonly JsonMap[] } => {
  const path = podSpecPath(identityOf(manifest).kind);
  const spec = path.length === 0 ? {} : path.reduce<JsonMap>((inner, field) => asMap(inner[field]), manifest);
  return { init: asMaps(spec["initContainers"]), main: asMaps(spec["containers"]) };
};

/** Images of the pods it makes, those of init containers last; each as often as it is named. */
export const imagesOf = (manifest: JsonMap): readonly string[] => {
  const { init, main } = containersOf(manifest);
  return [...main, ...init].map((container) => textIn(container, "image")).filter((image) => image !== "");
};
