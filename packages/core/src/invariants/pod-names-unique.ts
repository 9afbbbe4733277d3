// A name belongs to one pod at a time.
import type { PodCreated } from "../pod/events/pod-created.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

export const podNamesUnique: Invariant = step(
  "pod.namesUnique",
  "no two pods of a namespace have one name at the same time, and no two pods ever one uid",
  (before, { data }) => {
    const { namespace, name, uid } = data as PodCreated;
    for (const pod of before.pods.values()) {
      const isNamesake = pod.identity.namespace === namespace && pod.identity.name === name;
      if (isNamesake || pod.identity.uid === uid) return violated(`${name} is there already`, podWitness(pod));
    }
    return true;
  },
  { page: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/", hears: ["PodCreated"] },
);
