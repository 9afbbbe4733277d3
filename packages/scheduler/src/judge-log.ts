// Holds a log against laws: folds it once, and shows each law the cluster before and after every fact.
import { Judge } from "@podsim/core";
import type { Circumstances, ClusterView, Findings, Invariant, NodeIx, PodState, SimTime } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import { applyFact } from "./cluster/apply-fact.js";
import { entityState } from "./cluster/entity-state.js";
import type { World } from "./cluster/world.js";
import { createWorld } from "./cluster/world.js";

/** A world as laws look at it. */
class LawfulView implements ClusterView {
  constructor(private readonly world: World) {}

  get nowUs(): SimTime {
    return this.world.nowUs;
  }
  get pods(): ClusterView["pods"] {
    return this.world.pods;
  }
  get nodes(): ClusterView["nodes"] {
    return this.world.nodes as ClusterView["nodes"];
  }
  get deployments(): ClusterView["deployments"] {
    return this.world.deployments;
  }
  get replicaSets(): ClusterView["replicaSets"] {
    return this.world.replicaSets;
  }
  get statefulSets(): ClusterView["statefulSets"] {
    return this.world.statefulSets;
  }
  get daemonSets(): ClusterView["daemonSets"] {
    return this.world.daemonSets;
  }
  get jobs(): ClusterView["jobs"] {
    return this.world.jobs;
  }
  get cronJobs(): ClusterView["cronJobs"] {
    return this.world.cronJobs;
  }
  get services(): ClusterView["services"] {
    return this.world.services;
  }
  get budgets(): ClusterView["budgets"] {
    return this.world.budgets;
  }
  get leases(): ClusterView["leases"] {
    return this.world.leases;
  }
  get cluster(): ClusterView["cluster"] {
    return this.world.cluster;
  }

  *podsOn(node: NodeIx): Iterable<PodState> {
    for (const ix of this.world.pods.onNode(node)) {
      const pod = this.world.pods.at(ix);
      if (pod !== undefined) yield pod;
    }
  }

  *podsOf(kind: string, owner: number): Iterable<PodState> {
    for (const ix of this.world.pods.ownedBy(kind, owner)) {
      const pod = this.world.pods.at(ix);
      if (pod !== undefined) yield pod;
    }
  }
}

export interface LogToJudge {
  readonly log: EventLog;
  /** How far the history goes: at least to the last fact. */
  readonly endUs: SimTime;
  readonly circumstances: Circumstances;
}

/** Every law is judged up to what it finds first; what it finds does not depend on the other laws. */
export const judgeLog = ({ log, endUs, circumstances }: LogToJudge, invariants: readonly Invariant[]): Findings => {
  const world = createWorld();
  const judge = new Judge(invariants, new LawfulView(world), circumstances);
  for (let seq = 0; seq < log.length && !judge.isOver; seq += 1) {
    const fact = log.read(seq);
    const before = entityState(fact, world);
    applyFact(world, fact);
    judge.see(fact, before);
  }
  judge.end(endUs);
  return judge.findings;
};
