// "3 Running / 1 Waiting / 0 Succeeded / 0 Failed": the phases of a workload's pods.
import type { Phase } from "@podsim/core";
import type { RunView } from "../view/run-view.js";

export const podsStatus = (kind: string, ix: number, { world }: RunView): string => {
  const counts = new Map<Phase, number>();
  for (const podIx of world.pods.ownedBy(kind, ix)) {
    const phase = world.pods.at(podIx)?.status.phase;
    if (phase !== undefined) counts.set(phase, (counts.get(phase) ?? 0) + 1);
  }
  const count = (phase: Phase): string => String(counts.get(phase) ?? 0);
  return (
    `${count("Running")} Running / ${count("Pending")} Waiting / ` +
    `${count("Succeeded")} Succeeded / ${count("Failed")} Failed`
  );
};
