// The pods of an autoscaler's target as metrics see them. A look passes all of them and few have changed since the last
// one, so each is read off its state only when that is another one, and pods that nothing but time tells apart are one.
import { measuredPod } from "@podsim/core";
import type { MeasuredPod, PodIx, PodState, SimTime } from "@podsim/core";
import { NOT_YET } from "@podsim/core/time";

/** So many pods that metrics cannot tell apart. */
export interface AlikePods {
  /** The first of them. */
  readonly pod: MeasuredPod;
  count: number;
}

/** Some of the pods, and how often any of them came, changed or went; null where that is not counted. */
export interface TargetMembers {
  readonly pods: ReadonlySet<PodIx>;
  readonly changeCount: number | null;
}

/** Since when a pod has been as it is, for all that metrics go by. */
const sameSinceUs = ({ containersStartedUs, readyChangedUs, startTimeUs }: MeasuredPod): SimTime =>
  Math.max(containersStartedUs, readyChangedUs, startTimeUs);

/** For pods that have been as they are for long: whether a first change to not ready came early is all they remember. */
const areAlike = (a: MeasuredPod, b: MeasuredPod, earlyUs: number): boolean =>
  a.spec === b.spec &&
  a.isGone === b.isGone &&
  a.isPending === b.isPending &&
  a.isRunning === b.isRunning &&
  a.ready === b.ready &&
  (a.startTimeUs === NOT_YET) === (b.startTimeUs === NOT_YET) &&
  (a.containersStartedUs === NOT_YET) === (b.containersStartedUs === NOT_YET) &&
  a.startTimeUs + earlyUs > a.readyChangedUs === b.startTimeUs + earlyUs > b.readyChangedUs;

export class TargetPods {
  /** As of the last look, in its order. */
  readonly #measured: MeasuredPod[] = [];
  #alike: readonly AlikePods[] = [];
  /** Of all members together, when `#alike` was worked out; null while there is a pod that time alone may change. */
  #changeCounts: readonly number[] | null = null;

  /**
   * The members that exist, in order of their first.
   * @param oldUs a pod that has been as it is for so long is told from others by nothing but what it is
   * @param earlyUs how long after its start a change to not ready is an early one
   */
  measure(
    members: readonly TargetMembers[],
    stateOf: (ix: PodIx) => PodState | undefined,
    now: SimTime,
    oldUs: number,
    earlyUs: number,
  ): readonly AlikePods[] {
    const before = this.#changeCounts;
    if (before?.length === members.length && members.every(({ changeCount }, k) => changeCount === before[k])) {
      return this.#alike;
    }
    const pods = this.#read(members, stateOf);
    const alike: AlikePods[] = [];
    const old: AlikePods[] = [];
    let youngCount = 0;
    for (const pod of pods) {
      const isOld = sameSinceUs(pod) <= now - oldUs;
      const same = isOld ? old.find((each) => areAlike(each.pod, pod, earlyUs)) : undefined;
      if (same !== undefined) {
        same.count += 1;
        continue;
      }
      const first: AlikePods = { pod, count: 1 };
      alike.push(first);
      if (isOld) old.push(first);
      else youngCount += 1;
    }
    const counts = members.flatMap(({ changeCount }) => changeCount ?? []);
    this.#changeCounts = youngCount === 0 && counts.length === members.length ? counts : null;
    return (this.#alike = alike);
  }

  #read(members: readonly TargetMembers[], stateOf: (ix: PodIx) => PodState | undefined): readonly MeasuredPod[] {
    const measured = this.#measured;
    let count = 0;
    for (const { pods } of members) {
      for (const ix of pods) {
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
