// The rules for a pod's volumes and for what its containers mount of them.
import { didYouMean } from "./did-you-mean.js";
import type { Path } from "./errors.js";
import { dns1123Label } from "./names.js";
import { checkClaimSpec } from "./persistent-volume-claim.js";
import type { ConfigMapSource, HostPathSource, PodSpec, SecretSource, Volume, VolumeMount } from "./pod.js";
import type { Validity } from "./validity.js";

const checkMounts = (check: Validity, at: Path, mounts: readonly VolumeMount[], volumes: ReadonlySet<string>): void => {
  const paths = new Set<string>();
  for (const [i, { name, mountPath }] of mounts.entries()) {
    if (name === "") check.required([...at, i, "name"]);
    else if (!volumes.has(name)) {
      const meant = didYouMean(name, volumes);
      check.notFound([...at, i, "name"], name, {
        fix: meant === null ? `add a volume called ${name} to the pod` : `did you mean ${meant}?`,
      });
    }
    if (mountPath === "") check.required([...at, i, "mountPath"]);
    else if (paths.has(mountPath)) check.invalid([...at, i, "mountPath"], mountPath, "must be unique");
    paths.add(mountPath);
  }
};

const checkItems = (check: Validity, at: Path, { items }: ConfigMapSource | SecretSource): void => {
  for (const [i, { key, path }] of (items ?? []).entries()) {
    if (key === "") check.required([...at, "items", i, "key"]);
    if (path === "") check.required([...at, "items", i, "path"]);
  }
};

/** What a volume is filled with. */
const checkSources = (check: Validity, at: Path, { configMap, secret, projected, hostPath }: Volume): void => {
  const named = (path: Path, name: string, source: ConfigMapSource | SecretSource): void => {
    if (name === "") check.required(path);
    checkItems(check, path.slice(0, -1), source);
  };
  if (hostPath !== undefined) checkHostPath(check, [...at, "hostPath"], hostPath);
  if (configMap !== undefined) named([...at, "configMap", "name"], configMap.name, configMap);
  if (secret !== undefined) named([...at, "secret", "secretName"], secret.secretName, secret);
  for (const [i, source] of (projected?.sources ?? []).entries()) {
    for (const kind of ["configMap", "secret"] as const) {
      const one = source[kind];
      if (one !== undefined) named([...at, "projected", "sources", i, kind, "name"], one.name, one);
    }
  }
};

const HOST_PATH_TYPES: readonly string[] = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
];

const checkHostPath = (check: Validity, at: Path, { path, type = "" }: HostPathSource): void => {
  if (path === "") check.required([...at, "path"]);
  else if (path.split("/").includes("..")) check.invalid([...at, "path"], path, "must not contain '..'");
  if (!HOST_PATH_TYPES.includes(type)) check.unsupported([...at, "type"], type, HOST_PATH_TYPES);
};

const checkClaims = (check: Validity, at: Path, { persistentVolumeClaim, ephemeral }: Volume): void => {
  if (persistentVolumeClaim?.claimName === "") check.required([...at, "persistentVolumeClaim", "claimName"]);
  if (ephemeral !== undefined) {
    checkClaimSpec(check, [...at, "ephemeral", "volumeClaimTemplate", "spec"], ephemeral.volumeClaimTemplate.spec);
  }
};

/** Volumes of a pod spec at `at` and their mounts in all its containers; `added` are volumes that its owner adds. */
export const checkVolumes = (check: Validity, at: Path, spec: PodSpec, added: readonly string[] = []): void => {
  const names = new Set<string>();
  for (const [i, volume] of (spec.volumes ?? []).entries()) {
    const { name } = volume;
    checkClaims(check, [...at, "volumes", i], volume);
    const path = [...at, "volumes", i, "name"];
    checkSources(check, [...at, "volumes", i], volume);
    if (name === "") check.required(path);
    else check.names(path, name, dns1123Label(name));
    if (names.has(name)) check.duplicate(path, name);
    names.add(name);
  }
  for (const name of added) names.add(name);
  for (const list of ["initContainers", "containers"] as const) {
    for (const [i, { volumeMounts }] of spec[list].entries()) {
      if (volumeMounts !== undefined) checkMounts(check, [...at, list, i, "volumeMounts"], volumeMounts, names);
    }
  }
};
