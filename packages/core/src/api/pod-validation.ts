// The rules for pods and pod templates.
import { podRequests } from "../pod/requests.js";
import { compareQuantities, formatQuantity, milliQuantityOf, quantityOf } from "../quantity.js";
import { checkAffinity, checkTopologySpread } from "./affinity-validation.js";
import { checkContainers } from "./container-validation.js";
import type { Path } from "./errors.js";
import type { Labels } from "./meta.js";
import { checkAnnotations, checkFinalizers, checkLabels, checkMeta, checkTolerations } from "./meta-validation.js";
import { dns1123Subdomain, qualifiedName } from "./names.js";
import type { Container, Pod, PodSpec, PodTemplateSpec, ResourceRequirements } from "./pod.js";
import { checkPodHost } from "./pod-host.js";
import { quantityFrom } from "./quantity-text.js";
import { checkPodResource, checkResourceList, checkResourceRequirements } from "./resource-list.js";
import type { Validity } from "./validity.js";
import { checkVolumes } from "./volume-validation.js";

const MAX_INT32 = 2 ** 31 - 1;

/** Resources of the pod as a whole: enough for its containers together, and for each container's limit. */
const checkPodResources = (check: Validity, at: Path, spec: PodSpec, resources: ResourceRequirements): void => {
  const { resources: _, overhead: __, ...rest } = spec;
  checkResourceRequirements(check, at, resources, checkPodResource);
  const sum = podRequests(rest);
  const sums = { cpu: milliQuantityOf(sum.milliCpu, "DecimalSI"), memory: quantityOf(sum.memoryBytes, "BinarySI") };
  for (const resource of ["cpu", "memory"] as const) {
    const request = resources.requests[resource];
    if (request !== undefined && compareQuantities(sums[resource], quantityFrom(request)) > 0) {
      const detail = `must be greater than or equal to aggregate container requests of ${formatQuantity(sums[resource])}`;
      check.invalid([...at, "requests", resource], request, detail);
    }
    const limit = resources.limits[resource];
    if (limit === undefined) continue;
    for (const [i, { resources: own }] of spec.containers.entries()) {
      const ownLimit = own.limits[resource];
      if (ownLimit === undefined || compareQuantities(quantityFrom(ownLimit), quantityFrom(limit)) <= 0) continue;
      const path = [...at.slice(0, -1), "containers", i, "resources", "limits", resource];
      const secondary = { path: [...at, "limits", resource], label: "the pod's limit is here" };
      check.invalid(path, ownLimit, `must be less than or equal to pod limits of ${limit}`, { secondary });
    }
  }
};

const checkGates = (check: Validity, at: Path, spec: PodSpec): void => {
  for (const [i, { conditionType }] of (spec.readinessGates ?? []).entries()) {
    check.names([...at, "readinessGates", i, "conditionType"], conditionType, qualifiedName(conditionType));
  }
  if (spec.schedulingGates === undefined) return;
  const seen = new Set<string>();
  for (const [i, { name }] of spec.schedulingGates.entries()) {
    const path = [...at, "schedulingGates", i, "name"];
    check.names(path, name, qualifiedName(name));
    if (seen.has(name)) check.duplicate(path, name);
    seen.add(name);
  }
};

/** On the host's network a container port is a host port: the numbers cannot differ. */
const checkHostNetwork = (check: Validity, at: Path, spec: PodSpec): void => {
  if (spec.hostNetwork !== true) return;
  for (const [c, { ports }] of spec.containers.entries()) {
    for (const [p, { hostPort, containerPort }] of ports.entries()) {
      if (hostPort === undefined || hostPort === containerPort) continue;
      const path = [...at, "containers", c, "ports", p, "hostPort"];
      check.invalid(path, hostPort, "must match `containerPort` when `hostNetwork` is true");
    }
  }
};

/** Fields of a pod spec that name an object. */
const NAMED = ["nodeName", "priorityClassName", "runtimeClassName"] as const;

/** A pod spec at `at`, in a pod or in a template. */
const checkPodSpec = (check: Validity, at: Path, spec: PodSpec, addedVolumes?: readonly string[]): void => {
  checkVolumes(check, at, spec, addedVolumes);
  checkContainers(check, at, spec);
  if (spec.resources !== undefined) checkPodResources(check, [...at, "resources"], spec, spec.resources);
  checkHostNetwork(check, at, spec);
  checkPodHost(check, at, spec);
  const { nodeSelector, affinity, topologySpreadConstraints, tolerations, overhead } = spec;
  if (nodeSelector !== undefined) checkLabels(check, [...at, "nodeSelector"], nodeSelector);
  if (affinity !== undefined) checkAffinity(check, [...at, "affinity"], affinity);
  checkGates(check, at, spec);
  if (topologySpreadConstraints !== undefined) {
    checkTopologySpread(check, [...at, "topologySpreadConstraints"], topologySpreadConstraints);
  }
  if (tolerations.length > 0) checkTolerations(check, [...at, "tolerations"], tolerations);
  for (const name of NAMED) {
    const value = spec[name];
    if (value !== undefined && value !== "") check.namesAt(at, name, value, dns1123Subdomain(value));
  }
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > MAX_INT32)) {
    check.invalid([...at, "activeDeadlineSeconds"], deadline, `must be between 1 and ${MAX_INT32}, inclusive`);
  }
  if (overhead !== undefined) checkResourceList(check, [...at, "overhead"], overhead);
};

const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

const isInt32Text = (text: string): boolean =>
  /^(0|-\d+|[1-9]\d*)$/.test(text) && Math.abs(Number(text) + 0.5) <= MAX_INT32 + 0.5;

const checkPodAnnotations = (check: Validity, at: Path, annotations: Labels): void => {
  const cost = Object.hasOwn(annotations, DELETION_COST) ? (annotations[DELETION_COST] ?? "") : "0";
  if (!isInt32Text(cost)) check.invalid([...at, DELETION_COST], cost, "must be a 32bit integer");
};

const checkImageSpaces = (
  check: Validity,
  list: "containers" | "initContainers",
  containers: readonly Container[],
): void => {
  for (const [i, { image }] of containers.entries()) {
    if (image.trim() === image) continue;
    check.invalid(["spec", list, i, "image"], image, "must not have leading or trailing whitespace");
  }
};

export const checkPod = (check: Validity, { metadata, spec }: Pod): void => {
  checkMeta(check, metadata, dns1123Subdomain);
  checkPodAnnotations(check, ["metadata", "annotations"], metadata.annotations);
  checkFinalizers(check, ["metadata", "finalizers"], metadata.finalizers ?? []);
  checkPodSpec(check, ["spec"], spec);
  checkImageSpaces(check, "containers", spec.containers);
  checkImageSpaces(check, "initContainers", spec.initContainers);
  if (spec.nodeName !== undefined && (spec.schedulingGates ?? []).length > 0) {
    check.forbidden(["spec", "nodeName"], "cannot be set until all schedulingGates have been cleared");
  }
};

/** `addedVolumes` are the names of volumes that its owner adds to the pods. */
export const checkPodTemplate = (
  check: Validity,
  at: Path,
  { metadata, spec }: PodTemplateSpec,
  addedVolumes?: readonly string[],
): void => {
  const annotations = [...at, "metadata", "annotations"];
  checkLabels(check, [...at, "metadata", "labels"], metadata.labels);
  checkAnnotations(check, annotations, metadata.annotations);
  checkPodAnnotations(check, annotations, metadata.annotations);
  if (metadata.finalizers !== undefined) {
    checkFinalizers(check, [...at, "metadata", "finalizers"], metadata.finalizers);
  }
  checkPodSpec(check, [...at, "spec"], spec, addedVolumes);
  if ((spec.ephemeralContainers ?? []).length > 0) {
    check.forbidden([...at, "spec", "ephemeralContainers"], "ephemeral containers not allowed in pod template");
  }
};
