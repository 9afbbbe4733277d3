// Keeps a pod out of the queue as long as it has scheduling gates.
import { ACTION, NO_ARGS } from "../framework/plugin.js";
import type { NoArgs, SchedulerPlugin } from "../framework/plugin.js";

export const schedulingGates: SchedulerPlugin<NoArgs> = {
  name: "SchedulingGates",
  points: ["preEnqueue"],
  config: NO_ARGS,
  defaults: {},
  build: () => ({
    admit: ({ spec }) => {
      const gates = spec.schedulingGates ?? [];
      return gates.length === 0 ? null : `waiting for scheduling gates: [${gates.map(({ name }) => name).join(" ")}]`;
    },
    wakesOn: [
      {
        resource: "UnscheduledPod",
        actions: ACTION.updatePodSchedulingGatesEliminated,
        hint: (pod, { after }) => after?.identity.ix === pod.ix,
      },
    ],
  }),
};
