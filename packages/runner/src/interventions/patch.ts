// patch: values are put at places of one object, as kubectl patch does.
import { parseObjectPath } from "@podsim/core";
import type { PathStep } from "@podsim/core";
import type { PatchRequest, Placement } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import type { Planning } from "../scenario/intervention.js";
import { notAPath } from "../scenario/overrides.js";
import { dictionary } from "../scenario/schema/collections.js";
import { isMapping, optional, record, required } from "../scenario/schema/record.js";
import { anything, oneOf } from "../scenario/schema/scalars.js";
import { flagText, namespaceField, namespaceOf, resolveTarget, target } from "../scenario/targets.js";
import type { Target } from "../scenario/targets.js";

type Subresource = Exclude<PatchRequest["subresource"], "">;

interface PatchParams {
  readonly target: Target;
  readonly namespace: string;
  /** null = the object itself. */
  readonly subresource: Subresource | null;
  /** Path as kubectl writes it -> value. */
  readonly set: Readonly<Record<string, unknown>>;
}

const placements = ({ set }: PatchParams, planning: Planning): readonly Placement[] =>
  Object.entries(set).flatMap(([at, value]) => {
    const steps = parseObjectPath(at);
    if (steps !== null) return [{ at, steps, value }];
    planning.report({
      code: "E108",
      message: notAPath(at),
      why: "a path is field names with dots between them, and list items in brackets",
      fix: "write spec.replicas, or spec.containers[app].image",
      path: ["set", at],
      part: "key",
    });
    return [];
  });

/** Images that a value put at a place gives to containers. */
const imagesIn = (value: unknown, field: PathStep | undefined): readonly string[] => {
  if (typeof value === "string") return field === "image" ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => imagesIn(item, undefined));
  return isMapping(value) ? Object.entries(value).flatMap(([key, below]) => imagesIn(below, key)) : [];
};

const subresources = oneOf<Subresource>(["status", "resize"]);

export const patch = defineIntervention<PatchParams>({
  name: "patch",
  doc: "put values at places of one object, of a pod's status, or of what a running pod has (kubectl patch)",
  example: { target: "pod/web", namespace: "shop", set: { "spec.containers[app].image": "nginx:1.29" } },
  params: record<PatchParams>("patch", {
    target: required(
      target(
        "Pod",
        "Deployment",
        "StatefulSet",
        "DaemonSet",
        "Job",
        "CronJob",
        "Service",
        "ConfigMap",
        "Secret",
        "Lease",
        "PodDisruptionBudget",
        "PersistentVolumeClaim",
        "Node",
      ),
      "pod/web",
    ),
    namespace: namespaceField,
    subresource: optional(subresources),
    set: required(dictionary(anything), "{ spec.replicas: 5 }"),
  }),
  text: (given) => {
    const flag = given.subresource === null ? "" : ` --subresource=${given.subresource}`;
    const values = Object.entries(given.set).map(([path, value]) => `${path}=${JSON.stringify(value)}`);
    return `patch ${given.target.text}${flagText(namespaceOf(given.target.kind, given.namespace))}${flag} ${values.join(" ")}`;
  },
  subject: (given) => given.target.name,
  plan: (given, planning) => {
    const ref = resolveTarget(given.target, given.namespace, planning, ["target"]);
    const set = placements(given, planning);
    for (const { steps, value } of set) {
      for (const image of imagesIn(value, steps.at(-1))) planning.sketch.addImage(image);
    }
    const request: PatchRequest = { verb: "patch", target: ref, subresource: given.subresource ?? "", set };
    return [request];
  },
});
