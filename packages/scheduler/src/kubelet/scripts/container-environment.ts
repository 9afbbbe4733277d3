// The variables of a container as its kubelet sets them: of the namespace's Services, of whole objects, its own.
import type { Container, EnvVar, PodState, ServiceState } from "@podsim/core";
import { decodeQuantity, specOf, textOfBase64 } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import type { WorldView } from "../../cluster/world.js";
import { clusterAddress } from "./cluster-hosts.js";

type Variables = Record<string, string>;

/** $(NAME) of what is defined; $$ is a dollar sign. What is not defined stays as it is written. */
export const expandVariables = (text: string, variables: Readonly<Variables>): string =>
  text.replace(/\$\$|\$\(([^()]*)\)/g, (whole: string, name: string | undefined) => {
    if (name === undefined) return "$";
    return Object.hasOwn(variables, name) ? (variables[name] ?? "") : whole;
  });

const serviceVariables = (name: string, address: string, ports: ServiceState["object"]["spec"]["ports"]): Variables => {
  const prefix = name.toUpperCase().replaceAll("-", "_");
  const [first] = ports;
  if (first === undefined) return {};
  const variables: Variables = {
    [`${prefix}_SERVICE_HOST`]: address,
    [`${prefix}_SERVICE_PORT`]: String(first.port),
    [`${prefix}_PORT`]: `${first.protocol.toLowerCase()}://${address}:${String(first.port)}`,
  };
  for (const { name: portName, port, protocol } of ports) {
    if (portName !== undefined) {
      variables[`${prefix}_SERVICE_PORT_${portName.toUpperCase().replaceAll("-", "_")}`] = String(port);
    }
    const each = `${prefix}_PORT_${String(port)}_${protocol}`;
    variables[each] = `${protocol.toLowerCase()}://${address}:${String(port)}`;
    variables[`${each}_PROTO`] = protocol.toLowerCase();
    variables[`${each}_PORT`] = String(port);
    variables[`${each}_ADDR`] = address;
  }
  return variables;
};

const API_SERVER: Variables = serviceVariables("kubernetes", "10.96.0.1", [
  { name: "https", port: 443, targetPort: 6443, protocol: "TCP" },
]);

const allServices = (world: WorldView, namespace: string): Variables => {
  const variables: Variables = { ...API_SERVER };
  for (const { object, ix } of world.services.values()) {
    const { spec, metadata } = object;
    if (metadata.namespace !== namespace || spec.clusterIP === "None" || spec.type === "ExternalName") continue;
    Object.assign(variables, serviceVariables(metadata.name, clusterAddress(ix), spec.ports));
  }
  return variables;
};

/** metadata.labels['x'] and its kin. */
const keyIn = (path: string, field: string): string | null =>
  path.startsWith(`${field}['`) && path.endsWith("']") ? path.slice(field.length + 2, -2) : null;

const fieldOf = (pod: PodState, path: string): string => {
  const { namespace, name, uid, template } = pod.identity;
  const { labels, annotations } = template.metadata;
  const label = keyIn(path, "metadata.labels");
  if (label !== null) return labels[label] ?? "";
  const annotation = keyIn(path, "metadata.annotations");
  if (annotation !== null) return annotations[annotation] ?? "";
  const fields: Variables = {
    "metadata.name": name,
    "metadata.namespace": namespace,
    "metadata.uid": uid,
    "spec.nodeName": pod.binding?.nodeName ?? "",
    "spec.serviceAccountName": "default",
    "status.podIP": pod.runtime.sandbox.ip ?? "",
    "status.podIPs": pod.runtime.sandbox.ip ?? "",
    "status.hostIP": "10.0.0.1",
    "status.hostIPs": "10.0.0.1",
  };
  return fields[path] ?? "";
};

const resourceOf = ({ resources }: Container, resource: string, divisor: string): string => {
  const [list, ...name] = resource.split(".");
  const given = (list === "requests" ? resources.requests : resources.limits)[name.join(".")];
  const amount = decodeQuantity(given);
  const by = decodeQuantity(divisor === "" || divisor === "0" ? "1" : divisor);
  if (isLeft(amount) || isLeft(by) || by.right.nano <= 0n) return "0";
  return String((amount.right.nano + by.right.nano - 1n) / by.right.nano);
};

const valueOf = (world: WorldView, pod: PodState, container: Container, variable: EnvVar): string | null => {
  const { valueFrom } = variable;
  const { namespace } = pod.identity;
  if (valueFrom === undefined) return null;
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = valueFrom;
  if (configMapKeyRef !== undefined) {
    return world.configMaps.find(namespace, configMapKeyRef.name)?.object.data[configMapKeyRef.key] ?? null;
  }
  if (secretKeyRef !== undefined) {
    const value = world.secrets.find(namespace, secretKeyRef.name)?.object.data[secretKeyRef.key];
    return value === undefined ? null : textOfBase64(value);
  }
  if (fieldRef !== undefined) return fieldOf(pod, fieldRef.fieldPath);
  if (resourceFieldRef === undefined) return null;
  const { containerName, resource, divisor } = resourceFieldRef;
  const { initContainers, containers } = specOf(pod);
  const about = [...initContainers, ...containers].find(({ name }) => name === containerName) ?? container;
  return resourceOf(about, resource, divisor ?? "");
};

const fromObjects = (world: WorldView, pod: PodState, container: Container): Variables => {
  const { namespace } = pod.identity;
  const variables: Variables = {};
  for (const { prefix = "", configMapRef, secretRef } of container.envFrom ?? []) {
    const texts =
      configMapRef === undefined ? {} : (world.configMaps.find(namespace, configMapRef.name)?.object.data ?? {});
    const secrets = secretRef === undefined ? {} : (world.secrets.find(namespace, secretRef.name)?.object.data ?? {});
    for (const [key, value] of Object.entries(texts)) variables[prefix + key] = value;
    for (const [key, value] of Object.entries(secrets)) variables[prefix + key] = textOfBase64(value);
  }
  return variables;
};

/** Everything the container's processes find in their environment but what their image brings. */
export const containerEnvironment = (world: WorldView, pod: PodState, container: Container): Readonly<Variables> => {
  const { namespace } = pod.identity;
  const variables: Variables = { ...allServices(world, namespace), ...fromObjects(world, pod, container) };
  for (const variable of container.env ?? []) {
    const value = valueOf(world, pod, container, variable);
    if (value !== null) variables[variable.name] = value;
    else if (variable.valueFrom === undefined) {
      variables[variable.name] = expandVariables(variable.value ?? "", variables);
    }
  }
  return variables;
};
