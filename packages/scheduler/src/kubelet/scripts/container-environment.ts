// The variables of a container as its kubelet sets them: of the namespace's Services, of whole objects, its own.
import type { Container, EnvVar, PodState, ServiceState } from "@podsim/core";
import { textOfBase64 } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";
import { clusterAddress } from "./cluster-hosts.js";
import { fieldOf, resourceOf } from "./downward-fields.js";

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
  return resourceFieldRef === undefined ? null : resourceOf(pod, container, resourceFieldRef);
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
