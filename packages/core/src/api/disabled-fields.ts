// Fields that the API server takes out of pods because their feature gate is off.
import type { Path } from "./errors.js";
import type { Container, PodSpec } from "./pod.js";

/** Init containers may be sidecars whatever the gate. */
const isOwnRule = ({ restartPolicy, restartPolicyRules }: Container, isInit: boolean): boolean =>
  restartPolicyRules !== undefined || (restartPolicy !== undefined && !(isInit && restartPolicy === "Always"));

/** Where a container has restart rules, or a restart policy, that only count with ContainerRestartRules; null = nowhere. */
export const placeOfRestartRules = (spec: PodSpec): Path | null => {
  for (const list of ["initContainers", "containers"] as const) {
    const ix = spec[list].findIndex((each) => isOwnRule(each, list === "initContainers"));
    const found = spec[list][ix];
    if (found !== undefined)
      return [list, ix, found.restartPolicy === undefined ? "restartPolicyRules" : "restartPolicy"];
  }
  return null;
};

const withoutOwn = (container: Container, isInit: boolean): Container => {
  if (!isOwnRule(container, isInit)) return container;
  const { restartPolicy, restartPolicyRules: _, ...rest } = container;
  return isInit && restartPolicy === "Always" ? { ...rest, restartPolicy } : rest;
};

/** The spec as it is stored with ContainerRestartRules off; one that has nothing of it comes back as it is. */
export const withoutRestartRules = (spec: PodSpec): PodSpec =>
  placeOfRestartRules(spec) === null
    ? spec
    : {
        ...spec,
        initContainers: spec.initContainers.map((each) => withoutOwn(each, true)),
        containers: spec.containers.map((each) => withoutOwn(each, false)),
      };
