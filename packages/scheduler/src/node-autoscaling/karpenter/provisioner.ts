// Buys machines for pods that wait: a batch of them, a second after the last of them came.
import { nodeAdded, nodeResources, podRequests, specOf } from "@podsim/core";
import type { NodeIx, PodIx, PodState, SimTime } from "@podsim/core";
import type { ControlPlane, Outbox, Token } from "../../actor.js";
import type { LiveView } from "../../cluster/live-view.js";
import { sample } from "../../engine/distribution.js";
import { Fitting } from "../fitting.js";
import { nodeOf } from "../node-group.js";
import { movingPods } from "../removable.js";
import type { SimulatedProfile } from "../simulated-profile.js";
import { cheapestFirst, Claims, isAvailable } from "./claims.js";
import type { PoolNode, Replacement } from "./disruption.js";
import type { KarpenterSettings, NodePool, Offering } from "./node-pool.js";
import { noteKarpenter } from "./note.js";

/** A machine that was bought and is not there yet. */
export interface Coming extends Replacement {
  readonly name: string;
}

export type ProvisionerPlan = { readonly kind: "solve" } | { readonly kind: "arrive"; readonly coming: Coming };

/** What it asks of those who know the nodes there are. */
export interface ProvisionerHost {
  plan(at: SimTime, plan: ProvisionerPlan, out: Outbox): Token;
  /** Nodes on which nothing new is to go. */
  busy(): ReadonlySet<NodeIx>;
  /** Nodes that are drained. */
  leaving(): Iterable<NodeIx>;
  poolNodes(): readonly PoolNode[];
}

/** The largest asks for CPU first, then memory, then the oldest. */
const inOrder = (a: PodState, b: PodState): number => {
  const [x, y] = [podRequests(specOf(a)), podRequests(specOf(b))];
  return (
    y.milliCpu - x.milliCpu ||
    y.memoryBytes - x.memoryBytes ||
    a.identity.createdAtUs - b.identity.createdAtUs ||
    (a.identity.uid < b.identity.uid ? -1 : 1)
  );
};

export class Provisioner {
  readonly #plane: ControlPlane;
  readonly #settings: KarpenterSettings;
  readonly #view: LiveView;
  readonly #profile: SimulatedProfile;
  readonly #host: ProvisionerHost;
  readonly #waiting = new Set<PodIx>();
  readonly #coming = new Map<string, Coming>();
  /** Pool -> the highest number that a node of it has. */
  readonly #numbers = new Map<string, number>();
  #batch: { readonly sinceUs: SimTime; readonly token: Token } | null = null;

  constructor(
    plane: ControlPlane,
    settings: KarpenterSettings,
    view: LiveView,
    profile: SimulatedProfile,
    host: ProvisionerHost,
  ) {
    this.#plane = plane;
    this.#settings = settings;
    this.#view = view;
    this.#profile = profile;
    this.#host = host;
  }

  /** It is bound, or goes. */
  podSettled(pod: PodIx): void {
    this.#waiting.delete(pod);
  }

  /** A node of the pool joined the cluster. */
  joined(pool: NodePool, name: string): void {
    this.#coming.delete(name);
    const number = Number(name.slice(pool.name.length + 1));
    if (Number.isSafeInteger(number)) this.#numbers.set(pool.name, Math.max(number, this.#numbers.get(pool.name) ?? 0));
  }

  podWaits(pod: PodIx, at: SimTime, out: Outbox): void {
    const isNew = !this.#waiting.has(pod);
    this.#waiting.add(pod);
    if (isNew || this.#batch === null) this.wakeBatch(at, out);
  }

  /** Something that may need a machine came: the batch goes on, but not for ever. */
  wakeBatch(at: SimTime, out: Outbox): void {
    const sinceUs = this.#batch?.sinceUs ?? at;
    if (this.#batch !== null) out.withdraw(this.#batch.token);
    const { batchIdleUs, batchMaxUs } = this.#settings;
    const solveUs = Math.min(at + batchIdleUs, sinceUs + batchMaxUs);
    this.#batch = { sinceUs, token: this.#host.plan(Math.max(solveUs, at), { kind: "solve" }, out) };
  }

  #eligible(): readonly PodState[] {
    const { pods, nodes } = this.#plane.world;
    const found: PodState[] = [];
    for (const ix of this.#waiting) {
      const pod = pods.at(ix);
      if (pod === undefined || pod.binding !== null || pod.deletion !== null) continue;
      if (pod.identity.owner?.kind !== "DaemonSet" && pod.status.nominatedNodeName === "") found.push(pod);
    }
    for (const ix of this.#host.leaving())
      if (nodes.at(ix) !== undefined) found.push(...movingPods(this.#plane.world, ix));
    return found.sort(inOrder);
  }

  /** The batch is over. */
  solve(now: SimTime, out: Outbox): void {
    this.#batch = null;
    const { world } = this.#plane;
    const busy = this.#host.busy();
    const fitting = new Fitting(this.#view, this.#profile);
    const nodes = this.#view.nodes.order().filter((ix) => !busy.has(ix) && world.nodes.at(ix)?.ready === "True");
    const homeless = this.#eligible().filter((pod) => fitting.place(pod, nodes) === null);
    if (homeless.length === 0) return;
    const left = this.#beside(homeless);
    const rules = {
      pools: this.#settings.pools,
      leftOf: (pool: NodePool) => (pool.limitMilliCpu ?? Infinity) - this.#usedOf(pool),
      isUsable: (offering: Offering) => isAvailable(offering, now),
    };
    const claims = new Claims(world, this.#profile, rules, left);
    for (const pod of left) if (!claims.place(pod)) this.#cannot(pod, out);
    for (const { pool, offerings, pods } of claims.all) {
      const [offering] = [...offerings].sort(cheapestFirst);
      if (offering === undefined) continue;
      const name = this.launch({ pool, offering }, now, out);
      for (const { identity } of pods) {
        const message = `Pod should schedule on: nodeclaim/${name}, node/${name}`;
        noteKarpenter(out, "Normal", "Nominated", message, {
          kind: "Pod",
          namespace: identity.namespace,
          name: identity.name,
        });
      }
    }
  }

  /** Those that the machines on their way will not hold. */
  #beside(pods: readonly PodState[]): readonly PodState[] {
    if (this.#coming.size === 0) return pods;
    const rules = { pools: [], leftOf: () => 0, isUsable: () => false };
    const waiting = [...this.#coming.values()].map(({ pool, offering }) => {
      const only: NodePool = { ...pool, offerings: [offering] };
      return new Claims(
        this.#plane.world,
        this.#profile,
        { ...rules, pools: [only], leftOf: () => Infinity, isUsable: () => true },
        pods,
      );
    });
    return pods.filter((pod) => !waiting.some((claims) => claims.place(pod, 1)));
  }

  #usedOf(pool: NodePool): number {
    const cpu = this.#view.nodes.resource("cpu");
    let used = 0;
    for (const { node, pool: mine } of this.#host.poolNodes()) if (mine === pool) used += cpu.allocatable(node.ix);
    for (const { pool: mine, offering } of this.#coming.values()) {
      if (mine === pool) used += nodeResources(offering.template.status.allocatable).milliCpu;
    }
    return used;
  }

  #cannot({ identity }: PodState, out: Outbox): void {
    const message = "Failed to schedule pod, no nodepool has an instance type that would hold it";
    noteKarpenter(out, "Warning", "FailedScheduling", message, {
      kind: "Pod",
      namespace: identity.namespace,
      name: identity.name,
    });
  }

  /** Buys a machine; the name of the node it will be. */
  launch({ pool, offering }: Replacement, now: SimTime, out: Outbox): string {
    const number = (this.#numbers.get(pool.name) ?? 0) + 1;
    this.#numbers.set(pool.name, number);
    const name = `${pool.name}-${String(number)}`;
    const coming: Coming = { pool, offering, name };
    this.#coming.set(name, coming);
    const takesUs = sample(pool.provision, this.#plane.draw("karpenter/provision", name, 0));
    this.#host.plan(now + takesUs, { kind: "arrive", coming }, out);
    noteKarpenter(out, "Normal", "Launched", `Launched ${offering.name}`, { kind: "NodeClaim", namespace: "", name });
    return name;
  }

  arrive({ name, offering }: Coming, out: Outbox): void {
    if (!this.#coming.has(name)) return;
    const nodeIx = this.#plane.world.nodes.nextIx;
    out.record(nodeAdded, nodeIx, { nodeIx, object: nodeOf(offering.template, name) });
  }
}
