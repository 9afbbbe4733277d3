// The pods of an autoscaler's target as metrics see them. A look passes all of them and few have changed since the last
// one, so each is read off its state only when that is another one.
import { measuredPod } from "@podsim/core";
import type { MeasuredPod, PodIx, PodState } from "@podsim/core";

export class TargetPods {
  /** As of the last look, in its order. */
  readonly #measured: MeasuredPod[] = [];

  /** The members that exist, in order; good until the next call. */
  measure(
    members: readonly ReadonlySet<PodIx>[],
    stateOf: (ix: PodIx) => PodState | undefined,
  ): readonly MeasuredPod[] {
    const measured = this.#measured;
    let count = 0;
    for (const set of members) {
      for (const ix of set) {
        const state = stateOf(ix);
        if (state === undefined) continue;
        if (measured[count]?.state !== state) measured[count] = measuredPod(state);
        count += 1;
      }
    }
    while (measured.length > count) measured.pop();
    return measured;
  }
}
