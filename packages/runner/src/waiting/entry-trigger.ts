// Waits for another entry of the timeline to take place.
import type { InterventionApplied } from "@podsim/core";
import type { Trigger } from "@podsim/scheduler";

export const entryTrigger = (name: string): Trigger => ({
  watch: () => {
    let hasTakenPlace = false;
    return {
      hears: ({ type }) => type === "InterventionApplied",
      see: (fact) => {
        hasTakenPlace ||= (fact.data as InterventionApplied).name === name;
      },
      holds: () => hasTakenPlace,
    };
  },
});
