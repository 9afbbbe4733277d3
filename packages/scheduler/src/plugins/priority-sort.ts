// Orders the queue: higher priority first, among equals who entered (or failed) earlier.
import { NO_ARGS } from "../framework/plugin.js";
import type { NoArgs, SchedulerPlugin } from "../framework/plugin.js";

export const prioritySort: SchedulerPlugin<NoArgs> = {
  name: "PrioritySort",
  points: ["queueSort"],
  config: NO_ARGS,
  defaults: {},
  build: () => ({
    compare: (a, b) => b.pod.spec.priority - a.pod.spec.priority || a.timestampUs - b.timestampUs,
    wakesOn: [],
  }),
};
