// scale: another number of replicas.
import type { ScaleRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { record, required } from "../scenario/schema/record.js";
import { integer } from "../scenario/schema/scalars.js";
import { flagText, namespaceField, resolveTarget, target } from "../scenario/targets.js";
import type { Target } from "../scenario/targets.js";

interface ScaleParams {
  readonly target: Target;
  readonly namespace: string;
  readonly replicas: number;
}

export const scale = defineIntervention<ScaleParams>({
  name: "scale",
  doc: "give a Deployment, ReplicaSet or StatefulSet another number of replicas (kubectl scale)",
  example: { target: "deployment/web", namespace: "shop", replicas: 75 },
  params: record<ScaleParams>("scale", {
    target: required(target("Deployment", "ReplicaSet", "StatefulSet"), "deployment/web"),
    namespace: namespaceField,
    replicas: required(integer({ min: 0, max: 1_000_000, of: "a replica" }), "3"),
  }),
  text: (given) => `scale ${given.target.text}${flagText(given.namespace)} --replicas=${String(given.replicas)}`,
  subject: (given) => given.target.name,
  plan: (given, planning) => {
    const ref = resolveTarget(given.target, given.namespace, planning, ["target"]);
    const request: ScaleRequest = { verb: "scale", target: ref, replicas: given.replicas };
    return [request];
  },
});
