// Making a workload's pods: their names and UIDs depend on how many it has made, and on nothing else in the cluster.
import { generatedName, objectKey, podBound, podCreated } from "@podsim/core";
import type { PodTemplateSpec } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import type { ControlPlane } from "../../actor.js";
import { admitTemplate } from "../../api-server/admission.js";
import { PodLimits } from "../../api-server/pod-limits.js";
import { uidOf } from "../../api-server/uid.js";
import type { SyncOutbox } from "../../controller.js";

/** Who gets the pods. */
export interface PodOwnerRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly ix: number;
}

export interface NewPod {
  /** The whole name, or what goes before the random suffix. */
  readonly name: string;
  readonly isGenerated: boolean;
  readonly template: PodTemplateSpec;
}

/** Draws of a ReplicaSet's pods go by its key alone; of other owners by their kind as well. */
const drawKey = ({ kind, namespace, name }: PodOwnerRef): string =>
  kind === "ReplicaSet" ? objectKey(namespace, name) : `${kind} ${objectKey(namespace, name)}`;

export class PodFactory {
  readonly #plane: ControlPlane;
  /** Pods made so far under a key: an owner made anew under the same name goes on where the last one stopped. */
  readonly #made = new Map<string, number>();

  constructor(plane: ControlPlane) {
    this.#plane = plane;
  }

  /** Whether there is a pod of the name already, whoever it belongs to. */
  isTaken(namespace: string, name: string): boolean {
    return this.#plane.world.pods.find(namespace, name) !== undefined;
  }

  /** Records the new pods; returns what the server answers where it forbids them, "" where it does not. */
  create(owner: PodOwnerRef, pods: readonly NewPod[], out: SyncOutbox): string {
    const { world } = this.#plane;
    const names = new Set<string>();
    const limits = new PodLimits(world, owner.namespace, world.nowUs);
    for (const [k, pod] of pods.entries()) {
      const admitted = admitTemplate(pod.template, this.#plane, owner.namespace);
      if (isLeft(admitted)) return `pods "${pod.name}" is forbidden: ${admitted.left}`;
      const named = pod.isGenerated ? this.#generate(owner, pod.name, names) : this.#given(owner, pod.name);
      const refusal = limits.admit(admitted.right.spec);
      // By then the server has made up a name.
      if (refusal !== "") return `pods "${named.name}" is forbidden: ${refusal}`;
      names.add(named.name);
      this.#record(owner, admitted.right, named, world.pods.nextIx + k, out);
    }
    return "";
  }

  #record(
    owner: PodOwnerRef,
    template: PodTemplateSpec,
    { name, uidKey }: { readonly name: string; readonly uidKey: string },
    podIx: number,
    out: SyncOutbox,
  ): void {
    const { world } = this.#plane;
    out.record(podCreated, podIx, {
      podIx,
      namespace: owner.namespace,
      name,
      uid: uidOf(this.#plane, "pod", uidKey),
      template,
      ownerKind: owner.kind,
      ownerName: owner.name,
      ownerIx: owner.ix,
    });
    const { nodeName } = template.spec;
    const nodeIx = nodeName === undefined ? undefined : world.nodes.ixOf(nodeName);
    if (nodeName !== undefined && nodeIx !== undefined) {
      out.record(podBound, podIx, { node: nodeName, nodeIx, by: "manifest" });
    }
  }

  /** The next name that no pod has. */
  #generate(owner: PodOwnerRef, base: string, taken: ReadonlySet<string>): { name: string; uidKey: string } {
    const { world, draw } = this.#plane;
    const key = drawKey(owner);
    let n = this.#made.get(key) ?? 0;
    for (;;) {
      const name = generatedName(base, draw("pod-name", key, n));
      n += 1;
      if (taken.has(name) || world.pods.find(owner.namespace, name) !== undefined) continue;
      this.#made.set(key, n);
      return { name, uidKey: `${key}#${String(n)}` };
    }
  }

  /** A name that comes back gets another UID each time. */
  #given(owner: PodOwnerRef, name: string): { name: string; uidKey: string } {
    const key = `${drawKey(owner)}/${name}`;
    const n = (this.#made.get(key) ?? 0) + 1;
    this.#made.set(key, n);
    return { name, uidKey: `${key}#${String(n)}` };
  }
}
