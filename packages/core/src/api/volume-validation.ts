// The rules for a pod's volumes and for what its containers mount of them.
import { isRecord } from "./api-type.js";
import { didYouMean } from "./did-you-mean.js";
import type { Path } from "./errors.js";
import { dns1123Label } from "./names.js";
import type { Container, EphemeralContainer, PodSpec, VolumeMount } from "./pod.js";
import { checkRelativePath } from "./relative-path.js";
import type { Validity } from "./validity.js";
import { checkVolumeSource } from "./volume-source-validation.js";

const checkSubPath = (check: Validity, at: Path, { subPath = "", subPathExpr = "" }: VolumeMount): void => {
  if (subPath !== "") checkRelativePath(check, [...at, "subPath"], subPath);
  if (subPathExpr === "") return;
  const path = [...at, "subPathExpr"];
  if (subPath !== "") {
    const fix = "remove one of the two";
    check.invalid(path, subPathExpr, "subPathExpr and subPath are mutually exclusive", { fix });
  }
  checkRelativePath(check, path, subPathExpr);
};

type MountingContainer = Container | EphemeralContainer;

const isPrivileged = (container: MountingContainer): boolean => {
  const given: Readonly<Record<string, unknown>> = { ...container };
  const context = given["securityContext"];
  return isRecord(context) && context["privileged"] === true;
};

const checkSharing = (check: Validity, at: Path, mount: VolumeMount, container: MountingContainer): void => {
  const { mountPropagation = "None", recursiveReadOnly = "Disabled", readOnly = false } = mount;
  if (mountPropagation === "Bidirectional" && !isPrivileged(container)) {
    const detail = "Bidirectional mount propagation is available only to privileged containers";
    const fix = "write HostToContainer, or add securityContext: { privileged: true } to the container";
    check.forbidden([...at, "mountPropagation"], detail, { fix });
  }
  if (recursiveReadOnly === "Disabled") return;
  const path = [...at, "recursiveReadOnly"];
  if (!readOnly) check.forbidden(path, "may only be specified when readOnly is true", { fix: "add readOnly: true" });
  if (mountPropagation !== "None") {
    check.forbidden(path, "may only be specified when mountPropagation is None or not specified");
  }
};

const checkMounts = (check: Validity, at: Path, container: MountingContainer, volumes: ReadonlySet<string>): void => {
  const paths = new Set<string>();
  for (const [i, mount] of (container.volumeMounts ?? []).entries()) {
    const { name, mountPath } = mount;
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
    checkSubPath(check, [...at, i], mount);
    checkSharing(check, [...at, i], mount, container);
  }
};

/** Volumes of a pod spec at `at` and their mounts in all its containers; `added` are volumes that its owner adds. */
export const checkVolumes = (check: Validity, at: Path, spec: PodSpec, added: readonly string[] = []): void => {
  const names = new Set<string>();
  for (const [i, volume] of (spec.volumes ?? []).entries()) {
    const { name } = volume;
    const path = [...at, "volumes", i, "name"];
    checkVolumeSource(check, [...at, "volumes", i], volume);
    if (name === "") check.required(path);
    else check.names(path, name, dns1123Label(name));
    if (names.has(name)) check.duplicate(path, name);
    names.add(name);
  }
  for (const name of added) names.add(name);
  for (const list of ["initContainers", "containers"] as const) {
    for (const [i, container] of spec[list].entries()) {
      if (container.volumeMounts !== undefined) checkMounts(check, [...at, list, i, "volumeMounts"], container, names);
    }
  }
};
