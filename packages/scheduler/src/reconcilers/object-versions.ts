// The resourceVersion of every object: the position of the last fact that changed what the API server shows of it.
import type { Entity, Envelope, PodState } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";

/** What the API server shows of a pod; its kubelet knows more, and tells when it reports. */
const showsTheSame = (before: PodState, after: PodState): boolean =>
  before.identity === after.identity &&
  before.status === after.status &&
  before.binding === after.binding &&
  before.deletion === after.deletion &&
  before.runtime.resize === after.runtime.resize;

export class ObjectVersions {
  readonly #versions = new Map<string, number>();
  readonly #pods = new Map<number, PodState>();

  /** Takes note of a fact; whether a client of the API server can see that something changed. */
  note({ definition, subject, seq }: Envelope, { pods }: WorldView): boolean {
    if (definition.entity === "pod") {
      const before = this.#pods.get(subject);
      const after = pods.at(subject);
      if (before !== undefined && after !== undefined && showsTheSame(before, after)) return false;
      if (after === undefined) this.#pods.delete(subject);
      else this.#pods.set(subject, after);
    }
    this.#versions.set(`${definition.entity}/${String(subject)}`, seq + 1);
    return true;
  }

  of(entity: Entity, ix: number): string {
    return String(this.#versions.get(`${entity}/${String(ix)}`) ?? 0);
  }
}
