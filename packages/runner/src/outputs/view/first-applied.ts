// When each of the classes that the world keeps as they are was first applied, by name.
import type { PriorityClassApplied, RuntimeClassApplied, SimTime } from "@podsim/core";
import type { RunView } from "./run-view.js";

export const firstAppliedAtUs = (
  { log, factCount }: RunView,
  type: "PriorityClassApplied" | "RuntimeClassApplied",
): ReadonlyMap<string, SimTime> => {
  const typeIx = log.registry.findIndex((definition) => definition.type === type);
  const times = new Map<string, SimTime>();
  for (let seq = 0; seq < factCount; seq += 1) {
    if (log.typeOf(seq) !== typeIx) continue;
    const { name } = (log.data(seq) as PriorityClassApplied | RuntimeClassApplied).object.metadata;
    if (!times.has(name)) times.set(name, log.at(seq));
  }
  return times;
};
