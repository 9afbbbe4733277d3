// evict: pods are asked to go through the eviction API, once each.
import { isLeft } from "fp-ts/lib/Either.js";
import { compileLabelSelector, formatLabelSelector, selectorErrorText } from "@podsim/core";
import type { Duration, LabelSelector } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { EvictPodsRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { checked } from "../scenario/schema/collections.js";
import { labelSelector } from "../scenario/schema/label-selector.js";
import { optional, record } from "../scenario/schema/record.js";
import { integer } from "../scenario/schema/scalars.js";
import { duration } from "../scenario/schema/times.js";
import { flagText, namespaceField, resolveTarget, target } from "../scenario/targets.js";
import type { Target } from "../scenario/targets.js";

interface EvictParams {
  readonly target: Target | null;
  readonly labelSelector: LabelSelector | null;
  readonly namespace: string;
  /** Of those the selector means, drawn at random; null = all. */
  readonly count: number | null;
  readonly gracePeriod: Duration | null;
}

const meant = ({ target: of, labelSelector: selector }: EvictParams): string =>
  of?.text ?? `pods -l ${selector === null ? "" : formatLabelSelector(selector)}`;

export const evict = defineIntervention<EvictParams>({
  name: "evict",
  doc: "ask pods to go through the eviction API, once each; disruption budgets may refuse",
  example: { labelSelector: { matchLabels: { app: "web" } }, namespace: "shop", count: 2 },
  params: checked(
    record<EvictParams>("evict", {
      target: optional(target("Pod")),
      labelSelector: optional(labelSelector),
      namespace: namespaceField,
      count: optional(integer({ min: 1, of: "a pod" })),
      gracePeriod: optional(duration),
    }),
    (given) =>
      (given.target === null) === (given.labelSelector === null)
        ? {
            code: "E108",
            message: "it does not say which pods",
            why: "either one pod by name, or those with some labels",
            fix: "write target: pod/web-0, or labelSelector: { matchLabels: { app: web } }",
          }
        : null,
  ),
  text: (given) =>
    `evict ${given.count === null ? "" : `${String(given.count)} of `}${meant(given)}${flagText(given.namespace)}`,
  subject: (given) => given.target?.name ?? "pods",
  plan: (given, planning) => {
    const { namespace, labelSelector: selector, count, gracePeriod } = given;
    const compiled = selector === null ? null : compileLabelSelector(selector);
    if (compiled !== null && isLeft(compiled)) {
      const why = "Kubernetes refuses the selector";
      const message = selectorErrorText(compiled.left);
      planning.report({ code: "E304", message, why, fix: "write a valid label selector", path: ["labelSelector"] });
    } else if (compiled !== null) planning.pods({ namespace, labels: compiled.right, path: ["labelSelector"] });
    const pod = given.target === null ? null : resolveTarget(given.target, namespace, planning, ["target"]).name;
    const gracePeriodSeconds = gracePeriod === null ? null : Math.ceil(gracePeriod / SECOND);
    const request: EvictPodsRequest = { verb: "evict", namespace, pod, selector, count, gracePeriodSeconds };
    return [request];
  },
});
