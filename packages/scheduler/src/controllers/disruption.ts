// Works out how many pods of each PodDisruptionBudget may be disrupted. The pods a budget covers are counted as they
// change, because counting them all on each change is what makes big budgets slow.
import { budgetStatusOf, budgetStatusUpdated, isReady, requiredLabels } from "@podsim/core";
import type { BudgetStatus, CoveredPods, PodIx, PodState } from "@podsim/core";
import type { ControlPlane } from "../actor.js";
import { RANK } from "../actor.js";
import type { Controller, ControllerDefinition } from "../controller.js";
import type { WorldView } from "../cluster/world.js";
import { SelectorIndex, selectorTest } from "./indexes/selector-index.js";
import { hearsOf } from "../hearing.js";

/** What a pod counts for, and where. */
interface Share {
  readonly budgets: readonly number[];
  readonly isHealthy: boolean;
  /** controllerKey of the workload it belongs to; null without one. */
  readonly controller: number | null;
}

interface Tally {
  matchedCount: number;
  healthyCount: number;
  /** Matched pods of each controller. */
  readonly controllers: Map<number, number>;
}

// Controllers of three kinds in one number, by what is left of it when it is divided by three.
const deploymentKey = (ix: number): number => 3 * ix;
const replicaSetKey = (ix: number): number => 3 * ix + 1;
const statefulSetKey = (ix: number): number => 3 * ix + 2;

const isSameStatus = (a: BudgetStatus, b: BudgetStatus): boolean =>
  a.expectedPods === b.expectedPods &&
  a.currentHealthy === b.currentHealthy &&
  a.desiredHealthy === b.desiredHealthy &&
  a.disruptionsAllowed === b.disruptionsAllowed;

/** Types of the facts it goes by. */
const HEARD = [
  "PodCreated",
  "PodAdopted",
  "PodReleased",
  "PodUpdated",
  "PodStatusReported",
  "PodMarkedNotReady",
  "ProbeResultStored",
  "PodFailedByController",
  "PodRejected",
  "PodDeletionRequested",
  "PodRemoved",
  "BudgetApplied",
  "BudgetDeleted",
] as const;

class DisruptionController implements Controller {
  readonly #world: WorldView;
  readonly #selectors = new SelectorIndex();
  readonly #tallies = new Map<number, Tally>();
  readonly #shares = new Map<PodIx, Share>();
  readonly #namespaces = new Map<number, string>();

  constructor({ world }: ControlPlane) {
    this.#world = world;
    for (const { ix } of world.budgets.values()) this.#budgetApplied(ix);
  }

  readonly watch: Controller["watch"] = ({ definition, subject }, enqueue) => {
    switch (definition.type as (typeof HEARD)[number]) {
      case "PodCreated":
      case "PodUpdated":
      case "PodRemoved":
      case "PodAdopted":
      case "PodReleased":
      case "PodStatusReported":
      case "PodMarkedNotReady":
      case "ProbeResultStored":
      case "PodFailedByController":
      case "PodRejected":
      case "PodDeletionRequested":
        return this.#count(subject as PodIx, enqueue);
      case "BudgetApplied":
        this.#budgetApplied(subject);
        return enqueue(subject);
      case "BudgetDeleted":
        return this.#budgetDeleted(subject);
    }
  };

  readonly sync: Controller["sync"] = (key, _now, out) => {
    const budget = this.#world.budgets.at(key);
    if (budget === undefined) return;
    const status = budgetStatusOf(budget.object, this.#covered(key));
    if (!isSameStatus(status, budget.status)) out.record(budgetStatusUpdated, key, { ...status });
  };

  #covered(budget: number): CoveredPods {
    const tally = this.#tallies.get(budget);
    if (tally === undefined) return { matchedCount: 0, healthyCount: 0, controllerReplicas: 0 };
    let controllerReplicas = 0;
    for (const controller of tally.controllers.keys()) controllerReplicas += this.#replicasOf(controller);
    return { matchedCount: tally.matchedCount, healthyCount: tally.healthyCount, controllerReplicas };
  }

  #replicasOf(controller: number): number {
    const { deployments, replicaSets, statefulSets } = this.#world;
    const ix = Math.floor(controller / 3);
    switch (controller % 3) {
      case 0:
        return deployments.at(ix)?.object.spec.replicas ?? 0;
      case 1:
        return replicaSets.at(ix)?.replicas ?? 0;
      default:
        return statefulSets.at(ix)?.object.spec.replicas ?? 0;
    }
  }

  #budgetApplied(ix: number): void {
    const budget = this.#world.budgets.at(ix);
    if (budget === undefined) return;
    const { namespace } = budget.object.metadata;
    const isNew = !this.#namespaces.has(ix);
    this.#namespaces.set(ix, namespace);
    const { selector } = budget.object.spec;
    const selects = selectorTest(selector);
    const required = requiredLabels(selector);
    this.#selectors.put(ix, namespace, selects, required);
    // A new budget is news for those it covers, another selector for anybody.
    if (!isNew) return this.#countAll(namespace);
    for (const podIx of this.#world.pods.selected(namespace, required, selects)) this.#count(podIx, () => undefined);
  }

  #budgetDeleted(ix: number): void {
    const namespace = this.#namespaces.get(ix);
    this.#namespaces.delete(ix);
    this.#selectors.remove(ix);
    if (namespace !== undefined) this.#countAll(namespace);
    this.#tallies.delete(ix);
  }

  /** The budgets of a namespace select other pods than before; each is synced when it was applied. */
  #countAll(namespace: string): void {
    for (const podIx of this.#world.pods.inNamespace(namespace)) this.#count(podIx, () => undefined);
  }

  /** Takes the pod out of the tallies as it was and puts it in as it is. */
  #count(podIx: PodIx, enqueue: (key: number) => void): void {
    const before = this.#shares.get(podIx);
    const pod = this.#world.pods.at(podIx);
    const after = pod === undefined ? undefined : this.#shareOf(pod, before);
    if (before === after) return;
    if (before !== undefined) this.#add(before, -1);
    if (after === undefined) this.#shares.delete(podIx);
    else {
      this.#add(after, 1);
      this.#shares.set(podIx, after);
    }
    for (const budget of (after ?? before)?.budgets ?? []) enqueue(budget);
  }

  /** undefined if no budget covers the pod; `before` itself where nothing changed. */
  #shareOf(pod: PodState, before: Share | undefined): Share | undefined {
    const { namespace, template } = pod.identity;
    const budgets = this.#selectors.selecting(namespace, template.metadata.labels);
    if (budgets.length === 0) return undefined;
    const isHealthy = pod.deletion === null && isReady(pod);
    const controller = this.#controllerOf(pod);
    const isSame = before?.budgets === budgets && before.isHealthy === isHealthy && before.controller === controller;
    return isSame ? before : { budgets, isHealthy, controller };
  }

  #controllerOf({ identity: { owner } }: PodState): number | null {
    if (owner?.kind === "StatefulSet") return statefulSetKey(owner.ix);
    if (owner?.kind !== "ReplicaSet") return null;
    const deployment = this.#world.replicaSets.at(owner.ix)?.deployment ?? null;
    return deployment === null ? replicaSetKey(owner.ix) : deploymentKey(deployment);
  }

  #add({ budgets, isHealthy, controller }: Share, sign: 1 | -1): void {
    for (const budget of budgets) {
      let tally = this.#tallies.get(budget);
      if (tally === undefined) {
        tally = { matchedCount: 0, healthyCount: 0, controllers: new Map() };
        this.#tallies.set(budget, tally);
      }
      tally.matchedCount += sign;
      if (isHealthy) tally.healthyCount += sign;
      if (controller === null) continue;
      const count = (tally.controllers.get(controller) ?? 0) + sign;
      if (count === 0) tally.controllers.delete(controller);
      else tally.controllers.set(controller, count);
    }
  }
}

export const disruption: ControllerDefinition = {
  name: "disruption-controller",
  rank: RANK.disruption,
  hears: hearsOf(HEARD),
  build: (plane) => new DisruptionController(plane),
};
