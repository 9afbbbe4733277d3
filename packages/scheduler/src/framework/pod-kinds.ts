// Pods that are alike in everything a plugin may go by: what their template says, their namespace and who owns them. Only
// a pod's name, age and past are its own, and plugins that say what they tell nodes apart by do not look at those.
import type { PodSpec } from "@podsim/core";
import type { PodView } from "./pod-view.js";

/** Alike pods share one object. */
export interface PodKind {
  /** From 0, in order of first sight. */
  readonly id: number;
}

interface Known {
  readonly spec: PodSpec;
  readonly namespace: string;
  readonly ownerKind: string;
  readonly ownerName: string;
  readonly kind: PodKind;
}

/** Of one template's kinds, so many are found without spelling the pod out: pods of a template are mostly all alike. */
const KNOWN_MAX = 8;
/** Spelled out contents kept at once; beyond, all are dropped, and pods met later are of new kinds. */
const CONTENTS_MAX = 4_096;

export class PodKinds {
  readonly #byTemplate = new WeakMap<PodView["template"], Known[]>();
  readonly #byContent = new Map<string, PodKind>();
  #next = 0;

  of(pod: PodView): PodKind {
    let known = this.#byTemplate.get(pod.template);
    if (known === undefined) this.#byTemplate.set(pod.template, (known = []));
    const { kind: ownerKind, name: ownerName } = pod.state.identity.owner ?? { kind: "", name: "" };
    const { spec, namespace } = pod;
    for (const each of known) {
      if (each.spec !== spec || each.ownerName !== ownerName) continue;
      if (each.namespace === namespace && each.ownerKind === ownerKind) return each.kind;
    }
    const kind = this.#intern(JSON.stringify([namespace, ownerKind, ownerName, pod.template.metadata, spec]));
    if (known.length < KNOWN_MAX) known.push({ spec, namespace, ownerKind, ownerName, kind });
    return kind;
  }

  #intern(content: string): PodKind {
    let kind = this.#byContent.get(content);
    if (kind !== undefined) return kind;
    if (this.#byContent.size >= CONTENTS_MAX) this.#byContent.clear();
    this.#byContent.set(content, (kind = { id: this.#next++ }));
    return kind;
  }
}
