// A world as laws look at it.
import type { ClusterView, NodeIx, PodState, SimTime } from "@podsim/core";
import type { WorldView } from "./world.js";

class LawfulView implements ClusterView {
  constructor(private readonly world: WorldView) {}

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
  get autoscalers(): ClusterView["autoscalers"] {
    return this.world.autoscalers;
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

export const lawfulView = (world: WorldView): ClusterView => new LawfulView(world);
