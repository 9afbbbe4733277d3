// Names and UIDs tell pods apart.
import type { Envelope } from "../event.js";
import type { PodCreated } from "../pod/events/pod-created.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

/** Remembers who there is: histories in which thousands of pods fail one after the other are long. */
class Names implements Observer {
  readonly #ixOfName = new Map<string, number>();
  readonly #uids = new Set<string>();

  see({ definition, subject, data }: Envelope, before: ClusterView): Judgement {
    if (definition.type === "PodRemoved") {
      const gone = before.pods.at(subject);
      if (gone !== undefined) this.#ixOfName.delete(`${gone.identity.namespace}/${gone.identity.name}`);
      return true;
    }
    const { namespace, name, uid } = data as PodCreated;
    const key = `${namespace}/${name}`;
    const namesake = before.pods.at(this.#ixOfName.get(key) ?? -1);
    if (namesake !== undefined) return violated(`${name} is there already`, podWitness(namesake));
    if (this.#uids.has(uid)) return violated(`another pod than ${name} had its uid ${uid}`, []);
    this.#ixOfName.set(key, subject);
    this.#uids.add(uid);
    return true;
  }
}

export const podNamesUnique: Invariant = {
  id: "pod.namesUnique",
  title: "no two pods of a namespace have one name at the same time, and no two pods ever one uid",
  page: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
  hears: ["PodCreated", "PodRemoved"],
  observe: () => new Names(),
};
