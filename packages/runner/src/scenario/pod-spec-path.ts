// Where in an object that makes pods the pods' spec stands.
import type { KubernetesObject } from "@podsim/core";
import type { Path } from "../input/located.js";

export const podSpecPath = ({ kind }: KubernetesObject): Path => {
  if (kind === "Pod") return ["spec"];
  return kind === "CronJob" ? ["spec", "jobTemplate", "spec", "template", "spec"] : ["spec", "template", "spec"];
};
