// The rules for a pod's volumes and for what its containers mount of them.
import { didYouMean } from "./did-you-mean.js";
import type { Path } from "./errors.js";
import { dns1123Label } from "./names.js";
import type { PodSpec, VolumeMount } from "./pod.js";
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

/** Volumes of a pod spec at `at` and their mounts in all its containers. */
export const checkVolumes = (check: Validity, at: Path, spec: PodSpec): void => {
  const names = new Set<string>();
  for (const [i, { name }] of (spec.volumes ?? []).entries()) {
    const path = [...at, "volumes", i, "name"];
    if (name === "") check.required(path);
    else check.names(path, name, dns1123Label(name));
    if (names.has(name)) check.duplicate(path, name);
    names.add(name);
  }
  for (const list of ["initContainers", "containers"] as const) {
    for (const [i, { volumeMounts }] of spec[list].entries()) {
      if (volumeMounts !== undefined) checkMounts(check, [...at, list, i, "volumeMounts"], volumeMounts, names);
    }
  }
};
