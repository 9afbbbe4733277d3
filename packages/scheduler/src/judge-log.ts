// Holds a cluster against laws: shows each law the cluster before and after every fact, while it is simulated or from its log.
import { Judge } from "@podsim/core";
import type { Circumstances, Findings, Invariant, SimTime } from "@podsim/core";
import type { Envelope, EventLog } from "@podsim/core/log";
import { applyFact } from "./cluster/apply-fact.js";
import { entityState } from "./cluster/entity-state.js";
import { lawfulView } from "./cluster/lawful-view.js";
import type { World } from "./cluster/world.js";
import { createWorld } from "./cluster/world.js";

export interface LawsToJudge {
  readonly invariants: readonly Invariant[];
  readonly circumstances: Circumstances;
}

export interface LogToJudge {
  readonly log: EventLog;
  /** How far the history goes: at least to the last fact. */
  readonly endUs: SimTime;
  readonly circumstances: Circumstances;
}

/** To be shown every fact of this world from the first on. */
export const judgeOf = (world: World, { invariants, circumstances }: LawsToJudge): Judge =>
  new Judge(invariants, lawfulView(world), circumstances);

/** Applies a fact to the judge's world and shows it, for as long as the judge wants to see any. */
export const applyJudged = (world: World, fact: Envelope, judge: Judge): void => {
  if (judge.isOver) {
    applyFact(world, fact);
    return;
  }
  const before = entityState(fact, world);
  applyFact(world, fact);
  judge.see(fact, before);
};

/** Every law is judged up to what it finds first; what it finds does not depend on the other laws. */
export const judgeLog = ({ log, endUs, circumstances }: LogToJudge, invariants: readonly Invariant[]): Findings => {
  const world = createWorld();
  const judge = judgeOf(world, { invariants, circumstances });
  for (let seq = 0; seq < log.length && !judge.isOver; seq += 1) applyJudged(world, log.read(seq), judge);
  judge.end(endUs);
  return judge.findings;
};
