// When a loop of a node first finds what it looks for, worked out from how the node's use goes on.
import type { Duration, SimTime } from "@podsim/core";
import { NEVER } from "@podsim/core/time";
import { nextOnGrid } from "../engine/grid.js";
import type { NodeUse } from "./node-usage.js";

/**
 * The first instant of a loop from `first` on at which `holds`. Uses are straight between bends, so that it begins to hold
 * at most once in each piece.
 */
export const firstTick = (
  use: NodeUse,
  loop: { readonly phaseUs: SimTime; readonly periodUs: Duration },
  first: SimTime,
  holds: (at: SimTime) => boolean,
): SimTime => {
  const { phaseUs, periodUs } = loop;
  const starts = [first, ...use.bendsAfter(first)];
  for (const [ix, start] of starts.entries()) {
    const low = nextOnGrid(start, phaseUs, periodUs);
    const end = starts[ix + 1] ?? NEVER;
    if (low >= end) continue;
    if (holds(low)) return low;
    if (end >= NEVER) return NEVER;
    const count = Math.ceil((end - low) / periodUs) - 1;
    if (!holds(low + count * periodUs)) continue;
    let same = 0;
    let other = count;
    while (other - same > 1) {
      const middle = Math.floor((same + other) / 2);
      if (holds(low + middle * periodUs)) other = middle;
      else same = middle;
    }
    return low + other * periodUs;
  }
  return NEVER;
};
