// kubectl drain at work: node after node, all pods of a node at once, and again every five seconds where a disruption
// budget refuses. A retry that would be refused again is not made: it is planned when something that matters has changed.
import { evictionRefused, formatGoDuration, requestRefused } from "@podsim/core";
import type { Duration, Envelope, NodeIx, PodIx, PodState, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Actor, ControlPlane, Intention, Outbox, Token } from "../actor.js";
import { RANK } from "../actor.js";
import { nextOnGrid } from "../engine/grid.js";
import { listForDrain } from "./drain-list.js";
import type { DrainFlags } from "./drain-list.js";
import { evictPod, judgeEviction, UNSUPPORTED_EVICTION } from "./evict-pod.js";
import { requestDeletion } from "./request-deletion.js";
import { hearsOf } from "../hearing.js";

const RETRY_PERIOD_US: Duration = 5 * SECOND;
/** How often the drain looks whether a pod that was told to go is gone. */
const POLL_PERIOD_US: Duration = SECOND;

export interface DrainOrder extends DrainFlags {
  /** Cordoned already; drained in this order, one after the other. */
  readonly nodes: readonly NodeIx[];
  /** null = each pod's own. */
  readonly gracePeriodSeconds: number | null;
  /** false: pods are deleted, whatever their budgets say. */
  readonly respectBudgets: boolean;
  /** For each node; null = no limit. */
  readonly timeoutUs: Duration | null;
}

interface PodTask {
  readonly podIx: PodIx;
  /** Where the pod was last asked to go: its retries and polls are counted from there. */
  askedAtUs: SimTime;
  stage: "new" | "refused" | "leaving";
  /** The budget that refused it last. */
  budgetIx: number;
  /** The next try, if one is planned. */
  token: Token | null;
}

interface Run {
  readonly order: DrainOrder;
  startedCount: number;
  readonly tasks: Map<PodIx, PodTask>;
  /** What went wrong on the present node. */
  errors: string[];
  doneAtUs: SimTime;
  timeout: Token | null;
}

type Plan =
  | { readonly kind: "next-node"; readonly run: Run }
  | { readonly kind: "try"; readonly run: Run; readonly task: PodTask }
  | { readonly kind: "timeout"; readonly run: Run };

type DrainIntention = Intention & Plan;

const listText = (errors: readonly string[]): string =>
  errors.length === 1 ? (errors[0] ?? "") : `[${errors.join(", ")}]`;

/** Types of the facts it goes by. */
const HEARD = [
  "PodRemoved",
  "PodStatusReported",
  "PodMarkedNotReady",
  "ProbeResultStored",
  "PodDeletionRequested",
  "PodFailedByController",
  "BudgetStatusUpdated",
  "BudgetApplied",
  "BudgetDeleted",
] as const;
const HEARS = hearsOf(HEARD);

export class DrainActor implements Actor {
  readonly name = "kubectl-drain";
  readonly rank = RANK.drain;
  readonly hears = HEARS;
  readonly #plane: ControlPlane;
  readonly #runs = new Set<Run>();

  constructor(plane: ControlPlane) {
    this.#plane = plane;
  }

  /** The beginning of a drain, to be planned for when it is to begin. */
  intend(order: DrainOrder): Intention {
    const run: Run = { order, startedCount: 0, tasks: new Map(), errors: [], doneAtUs: 0, timeout: null };
    return this.#intention({ kind: "next-node", run });
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const plan = intention as DrainIntention;
    switch (plan.kind) {
      case "next-node":
        return this.#nextNode(plan.run, now, out);
      case "try":
        plan.task.token = null;
        return this.#tryPod(plan.run, plan.task, now, out);
      case "timeout":
        plan.run.timeout = null;
        return this.#giveUp(plan.run, now, out);
    }
  }

  react(fact: Envelope, out: Outbox): void {
    if (this.#runs.size === 0) return;
    switch (fact.definition.type as (typeof HEARD)[number]) {
      case "PodRemoved":
        this.#podRemoved(fact.subject as PodIx, fact.at, out);
        return;
      case "PodStatusReported":
      case "PodMarkedNotReady":
      case "ProbeResultStored":
      case "PodDeletionRequested":
      case "PodFailedByController":
        for (const run of this.#runs) this.#reconsider(run, run.tasks.get(fact.subject as PodIx), fact.at, out);
        return;
      case "BudgetStatusUpdated":
        return this.#budgetChanged((task) => task.budgetIx === fact.subject, fact.at, out);
      case "BudgetApplied":
      case "BudgetDeleted":
        return this.#budgetChanged(() => true, fact.at, out);
    }
  }

  #budgetChanged(concerns: (task: PodTask) => boolean, at: SimTime, out: Outbox): void {
    for (const run of this.#runs) {
      for (const task of run.tasks.values()) if (concerns(task)) this.#reconsider(run, task, at, out);
    }
  }

  /** Reports on the node that is done, and begins with the next one that has anything to take away. */
  #nextNode(run: Run, now: SimTime, out: Outbox): void {
    const { order } = run;
    const { world } = this.#plane;
    this.#runs.add(run);
    this.#report(run, order.nodes[run.startedCount - 1], out);
    while (run.startedCount < order.nodes.length) {
      const nodeIx = order.nodes[run.startedCount++];
      if (nodeIx === undefined || world.nodes.at(nodeIx) === undefined) continue;
      const { pods, errors } = listForDrain(nodeIx, order, world);
      run.errors = [...errors];
      if (errors.length > 0) this.#report(run, nodeIx, out);
      else if (pods.length > 0) return this.#begin(run, pods, now, out);
    }
    this.#runs.delete(run);
  }

  #begin(run: Run, pods: readonly PodIx[], now: SimTime, out: Outbox): void {
    const { timeoutUs } = run.order;
    run.doneAtUs = now;
    for (const podIx of pods) {
      const task: PodTask = { podIx, askedAtUs: now, stage: "new", budgetIx: -1, token: null };
      run.tasks.set(podIx, task);
      this.#planTry(run, task, now, out);
    }
    if (timeoutUs !== null) run.timeout = out.plan(now + timeoutUs, this.#intention({ kind: "timeout", run }));
  }

  #tryPod(run: Run, task: PodTask, now: SimTime, out: Outbox): void {
    const pod = this.#plane.world.pods.at(task.podIx);
    if (pod === undefined) return this.#finish(run, task, now, out);
    task.askedAtUs = now;
    if (!run.order.respectBudgets) {
      task.stage = "leaving";
      return requestDeletion(pod, now, "user", out, run.order.gracePeriodSeconds);
    }
    const answer = evictPod(pod, run.order.gracePeriodSeconds, this.#plane.world, now, out);
    switch (answer.kind) {
      case "allowed":
        task.stage = "leaving";
        return;
      case "refused": {
        const { namespace, name } = pod.identity;
        const budget = answer.budget.object.metadata.name;
        if (task.stage === "new") out.record(evictionRefused, 0, { namespace, pod: name, budget });
        task.stage = "refused";
        task.budgetIx = answer.budget.ix;
        return;
      }
      case "unsupported":
        run.errors.push(this.#evictionError(pod, UNSUPPORTED_EVICTION));
        return this.#finish(run, task, now, out);
    }
  }

  #evictionError({ identity }: PodState, message: string): string {
    return `error when evicting pods/${JSON.stringify(identity.name)} -n ${JSON.stringify(identity.namespace)}: ${message}`;
  }

  #podRemoved(podIx: PodIx, at: SimTime, out: Outbox): void {
    for (const run of this.#runs) {
      const task = run.tasks.get(podIx);
      if (task?.stage === "leaving") this.#finish(run, task, nextOnGrid(at, task.askedAtUs, POLL_PERIOD_US), out);
      else this.#reconsider(run, task, at, out);
    }
  }

  /** Plans the next retry of a refused pod, if it would not be refused as things are now. */
  #reconsider(run: Run, task: PodTask | undefined, at: SimTime, out: Outbox): void {
    if (task?.stage !== "refused" || task.token !== null) return;
    const pod = this.#plane.world.pods.at(task.podIx);
    if (pod !== undefined && judgeEviction(pod, this.#plane.world).kind === "refused") return;
    const firstRetryUs = task.askedAtUs + RETRY_PERIOD_US;
    this.#planTry(run, task, nextOnGrid(Math.max(at, firstRetryUs), task.askedAtUs, RETRY_PERIOD_US), out);
  }

  #planTry(run: Run, task: PodTask, at: SimTime, out: Outbox): void {
    task.token = out.plan(at, this.#intention({ kind: "try", run, task }));
  }

  /** `at`: when the drain notices. */
  #finish(run: Run, task: PodTask, at: SimTime, out: Outbox): void {
    run.tasks.delete(task.podIx);
    run.doneAtUs = Math.max(run.doneAtUs, at);
    if (run.tasks.size > 0) return;
    if (run.timeout !== null) out.withdraw(run.timeout);
    run.timeout = null;
    out.plan(run.doneAtUs, this.#intention({ kind: "next-node", run }));
  }

  /** The node's time is up. */
  #giveUp(run: Run, now: SimTime, out: Outbox): void {
    const reached = `global timeout reached: ${formatGoDuration(run.order.timeoutUs ?? 0)}`;
    for (const task of run.tasks.values()) {
      if (task.token !== null) out.withdraw(task.token);
      const pod = this.#plane.world.pods.at(task.podIx);
      if (pod === undefined) continue;
      const { name, namespace } = pod.identity;
      const waiting = `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: ${reached}`;
      run.errors.push(task.stage === "leaving" ? waiting : this.#evictionError(pod, reached));
    }
    run.tasks.clear();
    out.plan(now, this.#intention({ kind: "next-node", run }));
  }

  #report(run: Run, nodeIx: NodeIx | undefined, out: Outbox): void {
    const { errors } = run;
    if (errors.length === 0 || nodeIx === undefined) return;
    run.errors = [];
    const name = this.#plane.world.nodes.at(nodeIx)?.name ?? "";
    const message = `unable to drain node ${JSON.stringify(name)} due to error: ${listText(errors)}`;
    out.record(requestRefused, 0, { kind: "Node", namespace: "", name, message });
  }

  #intention(plan: Plan): DrainIntention {
    return { actor: this, ...plan };
  }
}

export const drainActor = (plane: ControlPlane): DrainActor => new DrainActor(plane);
