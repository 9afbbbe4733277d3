// Holds a log against laws: folds it once, and shows each law the cluster before and after every fact.
import { Judge } from "@podsim/core";
import type { Circumstances, Findings, Invariant, SimTime } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import { applyFact } from "./cluster/apply-fact.js";
import { entityState } from "./cluster/entity-state.js";
import { lawfulView } from "./cluster/lawful-view.js";
import { createWorld } from "./cluster/world.js";

export interface LogToJudge {
  readonly log: EventLog;
  /** How far the history goes: at least to the last fact. */
  readonly endUs: SimTime;
  readonly circumstances: Circumstances;
}

/** Every law is judged up to what it finds first; what it finds does not depend on the other laws. */
export const judgeLog = ({ log, endUs, circumstances }: LogToJudge, invariants: readonly Invariant[]): Findings => {
  const world = createWorld();
  const judge = new Judge(invariants, lawfulView(world), circumstances);
  for (let seq = 0; seq < log.length && !judge.isOver; seq += 1) {
    const fact = log.read(seq);
    const before = entityState(fact, world);
    applyFact(world, fact);
    judge.see(fact, before);
  }
  judge.end(endUs);
  return judge.findings;
};
