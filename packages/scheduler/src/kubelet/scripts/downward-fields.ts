// What a container can be told of its own pod: fields of its metadata and status, requests and limits.
import { referencedAmount, serviceAccountOf, specOf } from "@podsim/core";
import type { Container, Labels, PodState, ResourceReference } from "@podsim/core";

type Variables = Readonly<Record<string, string>>;

/** As a file of the downward API shows a map. */
const lines = (map: Labels): string =>
  Object.keys(map)
    .sort()
    .map((key) => `${key}="${map[key] ?? ""}"`)
    .join("\n");

/** metadata.labels['x'] and its kin. */
const keyIn = (path: string, field: string): string | null =>
  path.startsWith(`${field}['`) && path.endsWith("']") ? path.slice(field.length + 2, -2) : null;

export const fieldOf = (pod: PodState, path: string): string => {
  const { namespace, name, uid, template } = pod.identity;
  const { labels, annotations } = template.metadata;
  if (path === "metadata.labels") return lines(labels);
  if (path === "metadata.annotations") return lines(annotations);
  const label = keyIn(path, "metadata.labels");
  if (label !== null) return labels[label] ?? "";
  const annotation = keyIn(path, "metadata.annotations");
  if (annotation !== null) return annotations[annotation] ?? "";
  const fields: Variables = {
    "metadata.name": name,
    "metadata.namespace": namespace,
    "metadata.uid": uid,
    "spec.nodeName": pod.binding?.nodeName ?? "",
    "spec.serviceAccountName": serviceAccountOf(specOf(pod)),
    "status.podIP": pod.runtime.sandbox.ip ?? "",
    "status.podIPs": pod.runtime.sandbox.ip ?? "",
    "status.hostIP": "10.0.0.1",
    "status.hostIPs": "10.0.0.1",
  };
  return fields[path] ?? "";
};

/** A request or limit of a container, in units of the divisor, rounded up. */
export const resourceOf = (pod: PodState, own: Container, reference: ResourceReference): string => {
  const { initContainers, containers } = specOf(pod);
  const named = [...initContainers, ...containers].find(({ name }) => name === reference.containerName);
  return referencedAmount((named ?? own).resources, reference);
};
