// What a container or a volume lacks of the ConfigMaps and Secrets it refers to, in the kubelet's words.
import type { ConfigMapSource, Container, KeyReference, ObjectReference, PodSpec, Volume } from "../api/pod.js";

export type ConfigKind = "ConfigMap" | "Secret";

/** Whether the object holds a key; null if there is no such object in the pod's namespace. */
export type ConfigLookup = (kind: ConfigKind, name: string) => ((key: string) => boolean) | null;

const notFound = (kind: ConfigKind, name: string): string => `${kind.toLowerCase()} "${name}" not found`;

const lacksObject = (lookup: ConfigLookup, kind: ConfigKind, ref: ObjectReference | undefined): string | null => {
  if (ref === undefined || ref.optional === true) return null;
  return lookup(kind, ref.name) === null ? notFound(kind, ref.name) : null;
};

const lacksKey = (
  lookup: ConfigLookup,
  kind: ConfigKind,
  ref: KeyReference | undefined,
  namespace: string,
): string | null => {
  if (ref === undefined || ref.optional === true) return null;
  const holds = lookup(kind, ref.name);
  if (holds === null) return notFound(kind, ref.name);
  return holds(ref.key) ? null : `couldn't find key ${ref.key} in ${kind} ${namespace}/${ref.name}`;
};

/** The first thing that keeps the container's environment from being made; null if nothing does. */
export const missingForEnv = (container: Container, namespace: string, lookup: ConfigLookup): string | null => {
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    const missing = lacksObject(lookup, "ConfigMap", configMapRef) ?? lacksObject(lookup, "Secret", secretRef);
    if (missing !== null) return missing;
  }
  for (const { valueFrom } of container.env ?? []) {
    const missing =
      lacksKey(lookup, "ConfigMap", valueFrom?.configMapKeyRef, namespace) ??
      lacksKey(lookup, "Secret", valueFrom?.secretKeyRef, namespace);
    if (missing !== null) return missing;
  }
  return null;
};

const lacksItems = (
  lookup: ConfigLookup,
  kind: ConfigKind,
  name: string,
  { items, optional }: Pick<ConfigMapSource, "items" | "optional">,
): string | null => {
  if (optional === true) return null;
  const holds = lookup(kind, name);
  if (holds === null) return notFound(kind, name);
  const absent = items?.find(({ key }) => !holds(key));
  const word = kind === "ConfigMap" ? "config" : "secret";
  return absent === undefined ? null : `references non-existent ${word} key: ${absent.key}`;
};

const missingForVolume = ({ configMap, secret, projected }: Volume, lookup: ConfigLookup): string | null => {
  if (configMap !== undefined) return lacksItems(lookup, "ConfigMap", configMap.name, configMap);
  if (secret !== undefined) return lacksItems(lookup, "Secret", secret.secretName, secret);
  const errors: string[] = [];
  for (const source of projected?.sources ?? []) {
    for (const error of [
      source.secret === undefined ? null : lacksItems(lookup, "Secret", source.secret.name, source.secret),
      source.configMap === undefined ? null : lacksItems(lookup, "ConfigMap", source.configMap.name, source.configMap),
    ])
      if (error !== null && !errors.includes(error)) errors.push(error);
  }
  return errors.length > 1 ? `[${errors.join(", ")}]` : (errors[0] ?? null);
};

export interface MissingVolume {
  readonly volume: string;
  readonly error: string;
}

/** Every volume that cannot be set up, in the order of the spec. */
export const missingForVolumes = (spec: PodSpec, lookup: ConfigLookup): readonly MissingVolume[] => {
  const missing: MissingVolume[] = [];
  for (const volume of spec.volumes ?? []) {
    const error = missingForVolume(volume, lookup);
    if (error !== null) missing.push({ volume: volume.name, error });
  }
  return missing;
};
