// ReplicaSets that belong to no Deployment, for Deployments whose selectors match them.
import type { DeploymentState, Envelope, ReplicaSetState } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";
import { selectorTest } from "./selector-index.js";

export class OrphanReplicaSets {
  readonly #world: WorldView;
  readonly #orphans = new Set<number>();

  constructor(world: WorldView) {
    this.#world = world;
    for (const { ix, deployment } of world.replicaSets.values()) if (deployment === null) this.#orphans.add(ix);
  }

  /** Of a fact about a ReplicaSet; `enqueue` is told of every Deployment that would take it over now. */
  observe({ definition: { type }, subject }: Envelope, enqueue: (deployment: number) => void): void {
    if (type === "ReplicaSetDeleted" || type === "ReplicaSetAdopted") return void this.#orphans.delete(subject);
    if (type !== "ReplicaSetCreated" && type !== "ReplicaSetReleased") return;
    const set = this.#world.replicaSets.at(subject);
    if (set === undefined || set.deployment !== null) return;
    this.#orphans.add(subject);
    for (const deployment of this.#world.deployments.values()) if (selects(deployment, set)) enqueue(deployment.ix);
  }

  /** In order of creation. */
  selectedBy(deployment: DeploymentState): readonly ReplicaSetState[] {
    if (this.#orphans.size === 0) return [];
    const sets = [...this.#orphans].flatMap((ix) => this.#world.replicaSets.at(ix) ?? []);
    return sets.filter((set) => set.deployment === null && selects(deployment, set));
  }
}

const selects = ({ object: { metadata, spec } }: DeploymentState, set: ReplicaSetState): boolean =>
  metadata.namespace === set.namespace && selectorTest(spec.selector)(set.labels);
