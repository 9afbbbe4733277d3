// The rules for the containers of a pod.
import { checkEnvironment } from "./env-validation.js";
import type { Path } from "./errors.js";
import { asDnsLabel, dns1123Label, portName, portNumber } from "./names.js";
import type { Container, ContainerPort, ContainerResizePolicy, EphemeralContainer, RestartPolicy } from "./pod.js";
import { checkNoProbesOrHooks, checkProbesAndHooks } from "./probe-validation.js";
import { checkResourceRequirements } from "./resource-list.js";
import { checkRestartRules } from "./restart-rule-validation.js";
import type { Validity } from "./validity.js";

const checkPorts = (check: Validity, at: Path, ports: readonly ContainerPort[]): void => {
  const names = new Set<string>();
  for (const [i, { name, containerPort, hostPort }] of ports.entries()) {
    if (name !== undefined) {
      const objections = portName(name);
      check.names([...at, i, "name"], name, objections);
      if (names.has(name)) check.duplicate([...at, i, "name"], name);
      if (objections.length === 0) names.add(name);
    }
    if (containerPort === 0) check.required([...at, i, "containerPort"]);
    else check.namesAt([...at, i], "containerPort", containerPort, portNumber(containerPort));
    if (hostPort !== undefined) check.namesAt([...at, i], "hostPort", hostPort, portNumber(hostPort));
  }
};

/** Every host port once. `at` is the list the containers are in, `first` the position of the first of them. */
const checkHostPorts = (check: Validity, at: Path, containers: readonly Container[], first: number): void => {
  if (!containers.some(({ ports }) => ports.some(({ hostPort }) => hostPort !== undefined))) return;
  const seen = new Map<string, Path>();
  for (const [c, { ports }] of containers.entries()) {
    for (const [p, { protocol, hostIP, hostPort }] of ports.entries()) {
      if (hostPort === undefined) continue;
      const path = [...at, first + c, "ports", p, "hostPort"];
      const key = `${protocol}/${hostIP ?? ""}/${hostPort}`;
      const earlier = seen.get(key);
      if (earlier === undefined) seen.set(key, path);
      else check.duplicate(path, key, "", { secondary: { path: earlier, label: "first used here" } });
    }
  }
};

/** What holds for every container, init or regular. */
const checkContainer = (check: Validity, at: Path, container: Container): void => {
  const { name, image, ports, resources } = container;
  if (name === "") check.required([...at, "name"]);
  else {
    const objections = dns1123Label(name);
    const better = objections.length === 0 ? null : asDnsLabel(name);
    check.namesAt(at, "name", name, objections, better === null ? {} : { fix: `write ${better}` });
  }
  if (image === "") check.required([...at, "image"]);
  if (ports.length > 0) checkPorts(check, [...at, "ports"], ports);
  checkEnvironment(check, at, container);
  checkResourceRequirements(check, [...at, "resources"], resources);
  checkRestartRules(check, at, container);
};

/** Each resource once; a pod that restarts nothing restarts nothing for a resize either. */
const checkResizePolicy = (
  check: Validity,
  at: Path,
  policies: readonly ContainerResizePolicy[],
  podPolicy: RestartPolicy,
): void => {
  const seen = new Set<string>();
  for (const [i, { resourceName, restartPolicy }] of policies.entries()) {
    if (seen.has(resourceName)) check.duplicate([...at, i], resourceName);
    seen.add(resourceName);
    if (podPolicy === "Never" && restartPolicy !== "NotRequired") {
      const detail = "must be 'NotRequired' when `restartPolicy` is 'Never'";
      check.invalid([...at, i, "restartPolicy"], restartPolicy, detail);
    }
  }
};

/** Of the container at `at`; `seen` tells where names were met first. */
const checkUniqueName = (check: Validity, at: Path, name: string, seen: Map<string, Path>): void => {
  if (name === "") return;
  const earlier = seen.get(name);
  if (earlier === undefined) seen.set(name, at);
  else {
    const secondary = { path: [...earlier, "name"], label: "first used here" };
    check.duplicate([...at, "name"], name, "", { secondary });
  }
};

const checkEphemeral = (
  check: Validity,
  path: Path,
  { ports, resources, targetContainerName }: EphemeralContainer,
  names: ReadonlyMap<string, Path>,
): void => {
  const refused = "cannot be set for an Ephemeral Container";
  if (ports.length > 0) check.forbidden([...path, "ports"], refused);
  if (Object.keys({ ...resources.requests, ...resources.limits }).length > 0) {
    check.forbidden([...path, "resources"], refused);
  }
  if (targetContainerName !== "" && !names.has(targetContainerName)) {
    check.invalid([...path, "targetContainerName"], targetContainerName, "not found");
  }
};

interface Containers {
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly ephemeralContainers?: readonly EphemeralContainer[];
  readonly terminationGracePeriodSeconds: number;
  readonly restartPolicy: RestartPolicy;
}

/** All containers of a pod spec at `at`. */
export const checkContainers = (check: Validity, at: Path, spec: Containers): void => {
  const grace = spec.terminationGracePeriodSeconds;
  const names = new Map<string, Path>();
  const list = [...at, "containers"];
  if (spec.containers.length === 0) check.required(list, "", { fix: "add a container" });
  for (const [i, container] of spec.containers.entries()) {
    const path = [...list, i];
    checkContainer(check, path, container);
    checkUniqueName(check, path, container.name, names);
    checkProbesAndHooks(check, path, container, grace);
    const { resizePolicy } = container;
    if (resizePolicy !== undefined) {
      checkResizePolicy(check, [...path, "resizePolicy"], resizePolicy, spec.restartPolicy);
    }
  }
  checkHostPorts(check, list, spec.containers, 0);

  const initList = [...at, "initContainers"];
  for (const [i, container] of spec.initContainers.entries()) {
    const path = [...initList, i];
    checkContainer(check, path, container);
    checkUniqueName(check, path, container.name, names);
    // They run one after the other: each has the host's ports to itself.
    checkHostPorts(check, initList, [container], i);
    if (container.restartPolicy === "Always") checkProbesAndHooks(check, path, container, grace);
    else checkNoProbesOrHooks(check, path, container);
  }
  for (const [i, container] of (spec.ephemeralContainers ?? []).entries()) {
    const path = [...at, "ephemeralContainers", i];
    checkContainer(check, path, container);
    checkUniqueName(check, path, container.name, names);
    checkEphemeral(check, path, container, names);
  }
};
