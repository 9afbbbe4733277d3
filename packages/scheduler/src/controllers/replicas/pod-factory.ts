// Making a ReplicaSet's pods: their names and UIDs depend on how many it has made, and on nothing else in the cluster.
import { generatedName, objectKey, podBound, podCreated } from "@podsim/core";
import type { PodTemplateSpec, ReplicaSetState } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import type { ControlPlane } from "../../actor.js";
import { admitTemplate } from "../../api-server/admission.js";
import { uidOf } from "../../api-server/uid.js";
import type { SyncOutbox } from "../../controller.js";

export class PodFactory {
  readonly #plane: ControlPlane;
  /** Names drawn so far for a ReplicaSet's name: one made anew under the same name goes on where the last one stopped. */
  readonly #drawn = new Map<string, number>();

  constructor(plane: ControlPlane) {
    this.#plane = plane;
  }

  /** Records `count` new pods of the set; returns what the server answers where it forbids them, "" where it does not. */
  create(set: ReplicaSetState, count: number, out: SyncOutbox): string {
    const { world } = this.#plane;
    const admitted = admitTemplate(set.template, world.cluster);
    if (isLeft(admitted)) return `pods "${set.name}-" is forbidden: ${admitted.left}`;
    const names = new Set<string>();
    for (let k = 0; k < count; k++) this.#record(set, world.pods.nextIx + k, admitted.right, names, out);
    return "";
  }

  #record(set: ReplicaSetState, podIx: number, template: PodTemplateSpec, names: Set<string>, out: SyncOutbox): void {
    const { world } = this.#plane;
    const { namespace } = set;
    const { name, n } = this.#newName(set, names);
    names.add(name);
    out.record(podCreated, podIx, {
      podIx,
      namespace,
      name,
      uid: uidOf(this.#plane, "pod", `${objectKey(namespace, set.name)}#${String(n)}`),
      template,
      ownerKind: "ReplicaSet",
      ownerName: set.name,
      ownerIx: set.ix,
    });
    const { nodeName } = template.spec;
    const nodeIx = nodeName === undefined ? undefined : world.nodes.ixOf(nodeName);
    if (nodeName !== undefined && nodeIx !== undefined) {
      out.record(podBound, podIx, { node: nodeName, nodeIx, by: "manifest" });
    }
  }

  /** The next name that no pod has. */
  #newName({ namespace, name: setName }: ReplicaSetState, taken: ReadonlySet<string>): { name: string; n: number } {
    const { world, draw } = this.#plane;
    const key = objectKey(namespace, setName);
    let n = this.#drawn.get(key) ?? 0;
    for (;;) {
      const name = generatedName(`${setName}-`, draw("pod-name", key, n));
      n += 1;
      if (taken.has(name) || world.pods.find(namespace, name) !== undefined) continue;
      this.#drawn.set(key, n);
      return { name, n };
    }
  }
}
