// A cluster that changes under a scheduler that remembers its tries: what it decides is held to a scheduler that starts
// afresh and to the slow, obvious one. Pods have priorities, are promised nodes, and wait behind gates.
import { invariant, podDisruptionTargeted, podNominated } from "@podsim/core";
import type { PodIx, PodState, PodTemplateSpec } from "@podsim/core";
import { isRight } from "fp-ts/lib/Either.js";
import { expect } from "vitest";
import { CycleState } from "../src/framework/cycle-state.js";
import { scheduleOne } from "../src/framework/cycle.js";
import type { CycleOptions, Decision, NotPlaced } from "../src/framework/cycle.js";
import { Nominations } from "../src/framework/nominations.js";
import { buildProfile, DEFAULT_PROFILE } from "../src/framework/profile.js";
import type { Profile } from "../src/framework/profile.js";
import { firstName } from "../src/framework/tie-break.js";
import { PLUGINS } from "../src/plugins/index.js";
import { ChangingCluster } from "./cluster-changes.js";
import { naiveSacrifice } from "./naive/naive-preemption.js";
import type { NaivePromise } from "./naive/naive-filters.js";
import { naiveDecision } from "./naive-scheduler.js";

const theProfile = (): Profile => {
  const profile = buildProfile(DEFAULT_PROFILE, PLUGINS);
  invariant(isRight(profile), "the default profile can be built");
  return profile.right;
};

/** Two nodes to a block, so that small clusters have many. */
const BLOCK_BITS = 1;

/** Sets have an order of their own, and of victims their numbers will do. */
const textOf = (decision: Decision): string => {
  if (decision.kind !== "unschedulable") return JSON.stringify(decision);
  const { message, rejectedBy, nomination } = decision;
  const promise =
    nomination.kind === "promise"
      ? { node: nomination.node, victims: nomination.victims.map(({ identity }) => identity.ix) }
      : nomination.kind;
  return JSON.stringify({ message, rejectedBy: [...rejectedBy].sort(), promise });
};

/** Pods of one template, as a controller makes them. */
export interface PodKind {
  readonly template: PodTemplateSpec;
  readonly namespace: string;
  readonly priority: number;
  /** Whether it never asks others to go. */
  readonly isPatient: boolean;
}

const templateOf = ({ template, priority, isPatient }: PodKind): PodTemplateSpec => ({
  ...template,
  spec: { ...template.spec, priority, ...(isPatient ? { preemptionPolicy: "Never" } : {}) },
});

/** What histories came to, all together. */
export interface ChurnCounts {
  tries: number;
  /** Tries that made use of earlier ones. */
  kept: number;
  /** Those of them for which pods with a promised node counted. */
  keptBesidePromises: number;
  promises: number;
  /** Pods that came to the node they were promised. */
  keptPromises: number;
  ungated: number;
}

export class ChurnHistory {
  readonly changing = new ChangingCluster();
  readonly #state = new CycleState(BLOCK_BITS);
  readonly #profile = theProfile();
  readonly #nominations = new Nominations();
  readonly #options: CycleOptions;
  readonly #wanted: number;
  readonly #kinds: readonly (PodKind & { readonly shared: PodTemplateSpec })[];
  /** Pods that fit nowhere when they were tried, or were never tried. */
  readonly #waiting: PodIx[] = [];
  readonly #gated: PodIx[] = [];
  readonly #counts: ChurnCounts;

  /** `wanted` nodes are enough to choose from. */
  constructor(wanted: number, kinds: readonly PodKind[], counts: ChurnCounts) {
    this.#wanted = wanted;
    this.#kinds = kinds.map((kind) => ({ ...kind, shared: templateOf(kind) }));
    this.#counts = counts;
    this.#options = { tieBreak: firstName, enough: () => wanted, nominated: this.#nominations };
  }

  /** A new pod of the kind is tried. */
  decide(k: number): void {
    const kind = this.#kinds[k % this.#kinds.length];
    invariant(kind !== undefined, "a history has kinds of pods");
    const { shared, namespace } = kind;
    this.#try(this.changing.cluster.addPod(this.changing.name(), shared, { namespace }));
  }

  /** A pod that waits is tried again. */
  retry(k: number): void {
    const [pod] = this.#waiting.splice(k % Math.max(1, this.#waiting.length), 1);
    if (pod !== undefined) this.#try(pod);
  }

  /** Whoever was asked to go is gone, and the last pod that waits is tried again. */
  followUp(): void {
    this.changing.finishDeletions();
    this.retry(Math.max(0, this.#waiting.length - 1));
  }

  /** A new pod of the kind waits behind a gate. */
  gate(k: number): void {
    const kind = this.#kinds[k % this.#kinds.length];
    invariant(kind !== undefined, "a history has kinds of pods");
    const { shared, namespace } = kind;
    const template = { ...shared, spec: { ...shared.spec, schedulingGates: [{ name: "g" }] } };
    this.#gated.push(this.changing.cluster.addPod(this.changing.name(), template, { namespace }));
  }

  /** A gate is lifted, and its pod tried. */
  ungate(k: number): void {
    const [pod] = this.#gated.splice(k % Math.max(1, this.#gated.length), 1);
    if (pod === undefined) return;
    this.#counts.ungated++;
    const { pods } = this.changing.cluster.world;
    const state = this.changing.cluster.state(pod);
    const { template } = state.identity;
    const spec = { ...template.spec, schedulingGates: [] };
    pods.put({ ...state, identity: { ...state.identity, template: { ...template, spec } } });
    this.#try(pod);
  }

  get #promises(): readonly NaivePromise[] {
    const { world } = this.changing.cluster;
    return [...this.#nominations.nodes()].flatMap((ix) => {
      const node = world.nodes.at(ix)?.name;
      return node === undefined ? [] : this.#nominations.on(ix).map((pod) => ({ pod: pod.state, node }));
    });
  }

  #try(pod: PodIx): void {
    const { cluster } = this.changing;
    const { nodes } = cluster.world;
    const view = cluster.podView(pod);
    const start = nodes.size === 0 ? 0 : this.#state.nextStart % nodes.size;
    const order = nodes.order().map((node) => this.changing.nodeName(node));
    const search = { order, start, wanted: this.#wanted };
    const naive = naiveDecision(cluster.state(pod), cluster.world, search, this.#promises);
    const afresh = new CycleState();
    afresh.nextStart = this.#state.nextStart;
    const keptBefore = this.#state.keptCount;
    const isBesidePromises = [...this.#nominations.nodes()].some(
      (node) => this.#nominations.respectedBy(view, node).length > 0,
    );

    const decision = scheduleOne(view, cluster.view, this.#profile, this.#state, this.#options);
    const again = scheduleOne(view, cluster.view, this.#profile, afresh, this.#options);

    this.#counts.tries++;
    this.#counts.kept += this.#state.keptCount - keptBefore;
    if (isBesidePromises) this.#counts.keptBesidePromises += this.#state.keptCount - keptBefore;
    const { nextStart, filteredCount } = this.#state;
    const said = `${textOf(decision)} ${nextStart} ${filteredCount}`;
    expect(said).toBe(`${textOf(again)} ${afresh.nextStart} ${afresh.filteredCount}`);
    if (decision.kind !== "placed") {
      expect(naive.node).toBeNull();
      if (decision.kind === "unschedulable") this.#rescue(cluster.state(pod), decision);
      this.#waiting.push(pod);
      return;
    }
    const { feasibleCount, evaluatedCount } = decision;
    const found = { node: this.changing.nodeName(decision.node), feasibleCount, evaluatedCount };
    const { node, feasible } = naive;
    expect(found).toEqual({ node, feasibleCount: feasible.length, evaluatedCount: naive.evaluatedCount });
    if (view.state.status.nominatedNodeName === node) this.#counts.keptPromises++;
    this.#nominations.delete(pod);
    this.changing.bind(pod, decision.node);
  }

  /** What is done for a pod that fits nowhere is what the plain lists say, and is done. */
  #rescue(pod: PodState, { nomination }: NotPlaced): void {
    const { cluster } = this.changing;
    const { ix } = pod.identity;
    const expected = naiveSacrifice(pod, cluster.world, this.#promises);
    if (nomination.kind !== "promise") {
      expect(expected).toBeNull();
      if (nomination.kind === "clear") this.#withdraw(ix);
      return;
    }
    const victims = nomination.victims.map(({ identity }) => identity.name);
    expect({ node: this.changing.nodeName(nomination.node), victims }).toEqual(expected);
    this.#counts.promises++;
    const view = cluster.podView(ix);
    for (const other of this.#nominations.below(view, nomination.node)) this.#withdraw(other.ix);
    cluster.record(podNominated, ix, { node: this.changing.nodeName(nomination.node) });
    this.#nominations.set(cluster.podView(ix), nomination.node);
    for (const { identity, deletion } of nomination.victims) {
      cluster.record(podDisruptionTargeted, identity.ix, { reason: "PreemptionByScheduler", message: "" });
      if (deletion === null) cluster.startDeleting(identity.ix);
    }
  }

  #withdraw(pod: PodIx): void {
    this.#nominations.delete(pod);
    this.changing.cluster.record(podNominated, pod, { node: "" });
  }
}
