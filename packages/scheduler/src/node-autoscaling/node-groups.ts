// The groups as the provider has them: machines that are there, machines that are on their way, and how patient one has to
// be after some did not come.
import { nodeAdded, nodeGroupBackedOff, nodeGroupResized } from "@podsim/core";
import type { Duration, NodeGroupResized, NodeState, SimTime } from "@podsim/core";
import type { ControlPlane, Outbox } from "../actor.js";
import { sample } from "../engine/distribution.js";
import { BACK_OFF, GROUP_LABEL, nodeOf } from "./node-group.js";
import type { NodeGroup } from "./node-group.js";

/** A machine that was asked for and is not there yet. */
export interface Upcoming {
  readonly group: NodeGroup;
  readonly name: string;
  readonly requestedAtUs: SimTime;
  /** When it will be Ready; null = never. */
  readonly arrivesAtUs: SimTime | null;
  /** The provider says that there is none, at the next look. */
  readonly isRefused: boolean;
}

interface BackOff {
  readonly untilUs: SimTime;
  readonly lengthUs: Duration;
  readonly failedAtUs: SimTime;
}

export class NodeGroups {
  readonly #plane: ControlPlane;
  readonly groups: readonly NodeGroup[];
  readonly #upcoming = new Map<string, Upcoming>();
  readonly #backOffs = new Map<string, BackOff>();
  readonly #numbers = new Map<string, number>();
  readonly #members = new Map<string, Set<number>>();

  constructor(plane: ControlPlane, groups: readonly NodeGroup[]) {
    this.#plane = plane;
    this.groups = groups;
    for (const { name } of groups) this.#members.set(name, new Set());
  }

  groupOf({ labels }: NodeState): NodeGroup | undefined {
    const name = labels[GROUP_LABEL];
    return name === undefined ? undefined : this.groups.find((group) => group.name === name);
  }

  /** A node came. */
  joined(node: NodeState): void {
    this.#upcoming.delete(node.name);
    const group = this.groupOf(node);
    if (group === undefined) return;
    this.#members.get(group.name)?.add(node.ix);
    const number = Number(node.name.slice(group.name.length + 1));
    if (Number.isSafeInteger(number))
      this.#numbers.set(group.name, Math.max(number, this.#numbers.get(group.name) ?? 0));
  }

  /** A node is gone; the group it was of. */
  left(nodeIx: number): NodeGroup | undefined {
    return this.groups.find(({ name }) => this.#members.get(name)?.delete(nodeIx) === true);
  }

  membersOf({ name }: NodeGroup): ReadonlySet<number> {
    return this.#members.get(name) ?? new Set();
  }

  get upcoming(): readonly Upcoming[] {
    return [...this.#upcoming.values()];
  }

  /** What the provider was asked for: machines that are there and those that are to come. */
  sizeOf(group: NodeGroup): number {
    let coming = 0;
    for (const one of this.#upcoming.values()) if (one.group === group) coming += 1;
    return this.membersOf(group).size + coming;
  }

  isBackedOff({ name }: NodeGroup, now: SimTime): boolean {
    return (this.#backOffs.get(name)?.untilUs ?? -1) > now;
  }

  /** When the first of the groups that are backed off may be tried again; null = none is. */
  nextReturnUs(now: SimTime): SimTime | null {
    const ends = [...this.#backOffs.values()].flatMap(({ untilUs }) => (untilUs > now ? [untilUs] : []));
    return ends.length === 0 ? null : Math.min(...ends);
  }

  /** Asks for `count` machines more; what becomes of each is known from the start, though nobody is told. */
  grow(group: NodeGroup, count: number, podCount: number, now: SimTime, out: Outbox): readonly Upcoming[] {
    const from = this.sizeOf(group);
    const shortage = group.shortages.find(({ fromUs, untilUs }) => fromUs <= now && now < untilUs);
    const asked = Array.from({ length: count }, (): Upcoming => {
      const number = (this.#numbers.get(group.name) ?? 0) + 1;
      this.#numbers.set(group.name, number);
      const name = `${group.name}-${String(number)}`;
      const takesUs = sample(group.provision, this.#plane.draw("node-group/provision", name, 0));
      return {
        group,
        name,
        requestedAtUs: now,
        arrivesAtUs: shortage === undefined ? now + takesUs : null,
        isRefused: shortage?.isTold === true,
      };
    });
    for (const one of asked) this.#upcoming.set(one.name, one);
    this.#resized(group, from, from + count, "scale-up", podCount, out);
    return asked;
  }

  /** The machine is there and Ready, if it is still waited for. */
  arrive({ name, group }: Upcoming, out: Outbox): void {
    if (!this.#upcoming.has(name)) return;
    const nodeIx = this.#plane.world.nodes.nextIx;
    out.record(nodeAdded, nodeIx, { nodeIx, object: nodeOf(group.template, name) });
  }

  /** Gives up machines that did not come, and for a while the group with them. */
  fail(group: NodeGroup, failed: readonly Upcoming[], now: SimTime, out: Outbox): void {
    const from = this.sizeOf(group);
    for (const { name } of failed) this.#upcoming.delete(name);
    this.#resized(group, from, from - failed.length, "failed", 0, out);
    const old = this.#backOffs.get(group.name);
    const isFresh = old === undefined || now - old.failedAtUs > BACK_OFF.resetUs;
    const lengthUs = isFresh ? BACK_OFF.firstUs : Math.min(BACK_OFF.maxUs, 2 * old.lengthUs);
    this.#backOffs.set(group.name, { untilUs: now + lengthUs, lengthUs, failedAtUs: now });
    out.record(nodeGroupBackedOff, 0, { group: group.name, untilUs: now + lengthUs });
  }

  /** The node is about to be removed by whoever resizes the group. */
  shrink(group: NodeGroup, why: NodeGroupResized["why"], out: Outbox): void {
    const from = this.sizeOf(group);
    this.#resized(group, from, from - 1, why, 0, out);
  }

  define(out: Outbox): void {
    for (const group of this.groups) {
      const size = this.sizeOf(group);
      this.#resized(group, size, size, "defined", 0, out);
    }
  }

  #resized(group: NodeGroup, from: number, to: number, why: NodeGroupResized["why"], pods: number, out: Outbox): void {
    out.record(nodeGroupResized, 0, { group: group.name, from, to, max: group.max, why, pods });
  }
}
