// load: what is asked of a workload from now on, or what a metric shows.
import type { LoadSet } from "@podsim/core";
import type { SetLoadRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { checked } from "../scenario/schema/collections.js";
import { optional, record, withDefault } from "../scenario/schema/record.js";
import type { Explanation } from "../scenario/schema/schema.js";
import { text } from "../scenario/schema/scalars.js";
import { flagText, namespaceField, resolveTarget, target } from "../scenario/targets.js";
import type { Target } from "../scenario/targets.js";
import { loadCurve } from "../scenario/load-curve.js";
import type { LoadCurve } from "../scenario/load-curve.js";

interface LoadParams {
  readonly target: Target | null;
  readonly external: string | null;
  readonly namespace: string;
  readonly metric: string;
  readonly container: string | null;
  readonly total: LoadCurve | null;
  readonly each: LoadCurve | null;
}

const refused = (message: string, why: string, fix: string): Explanation => ({ code: "E108", message, why, fix });

const objection = ({ target: of, external, total, each }: LoadParams): Explanation | null => {
  if ((of === null) === (external === null)) {
    const why = "a load is that of one workload, or of one metric of the world outside";
    return refused(
      "it does not say whose load this is",
      why,
      "write target: deployment/web, or external: queue_length",
    );
  }
  if ((total === null) === (each === null)) {
    const why = "total is shared by the pods that are ready; each is what every pod has";
    return refused("it does not say how much the load is", why, "write total: 12, or each: 500m");
  }
  return null;
};

const nameOf = ({ target: of, external }: LoadParams): string => of?.text ?? `external ${external ?? ""}`;

export const load = defineIntervention<LoadParams>({
  name: "load",
  doc: "say what is asked of a workload from now on (cpu, memory or any metric), shared by its ready pods or for each",
  example: {
    target: "deployment/web",
    namespace: "shop",
    metric: "cpu",
    total: { ramp: { from: 4, to: 12, over: "1m" } },
  },
  params: checked(
    record<LoadParams>("load", {
      target: optional(target("Deployment", "StatefulSet", "ReplicaSet", "Service")),
      external: optional(text),
      namespace: namespaceField,
      metric: withDefault(text, "cpu"),
      container: optional(text),
      total: optional(loadCurve),
      each: optional(loadCurve),
    }),
    objection,
  ),
  text: (given) => {
    const metric = given.external === null ? ` ${given.metric}` : "";
    return `load ${nameOf(given)}${flagText(given.namespace)}${metric}${given.each === null ? "" : " for each pod"}`;
  },
  subject: (given) => given.target?.name ?? given.external ?? "",
  plan: (given, planning) => {
    const { container, total, each, external } = given;
    const curve = total ?? each ?? { points: [], periodUs: null };
    const ref = given.target === null ? null : resolveTarget(given.target, given.namespace, planning, ["target"]);
    const change: LoadSet = {
      kind: ref?.kind ?? "",
      namespace: ref?.namespace ?? "",
      name: ref?.name ?? external ?? "",
      metric: external ?? given.metric,
      container,
      spread: each === null ? "shared" : "each",
      points: curve.points,
      periodUs: curve.periodUs,
    };
    const request: SetLoadRequest = { verb: "set-load", load: change };
    return [request];
  },
});
