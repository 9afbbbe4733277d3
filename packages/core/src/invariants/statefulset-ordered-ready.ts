// One after the other, each when those before it are Ready.
import { isReady } from "../pod/pod-state.js";
import { ordinalOf, podNameAt } from "../stateful-set/stateful-pods.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { objectWitness, podWitness } from "../law/witness.js";

export const statefulsetOrderedReady: Invariant = step(
  "statefulset.orderedReady",
  "an OrderedReady StatefulSet creates a pod only while all pods of lower ordinals are Ready",
  (before, { subject }, after) => {
    const pod = after.pods.at(subject);
    const { owner } = pod?.identity ?? { owner: null };
    const set = owner?.kind === "StatefulSet" ? after.statefulSets.at(owner.ix) : undefined;
    if (pod === undefined || set === undefined || set.object.spec.podManagementPolicy !== "OrderedReady") return true;
    const first = set.object.spec.ordinals?.start ?? 0;
    const others = [...before.podsOf("StatefulSet", set.ix)];
    for (let ordinal = first; ordinal < ordinalOf(pod.identity.name, set.object); ordinal++) {
      const name = podNameAt(set.object, ordinal);
      const lower = others.find(({ identity }) => identity.name === name);
      if (lower !== undefined && isReady(lower) && lower.deletion === null) continue;
      const text = `${pod.identity.name} is created while ${name} is ${lower === undefined ? "not there" : "not Ready"}`;
      return violated(text, [
        objectWitness("statefulset", set.object.metadata),
        podWitness(pod),
        ...(lower === undefined ? [] : [podWitness(lower)]),
      ]);
    }
    return true;
  },
  {
    page: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees",
    hears: ["PodCreated"],
  },
);
