// What the pods that found no node would need: which of them a node that is there or on its way would hold, and how many
// nodes of which group would hold the others.
import type { NodeIx, PodState, SimTime } from "@podsim/core";
import { specOf } from "@podsim/core";
import type { ControlPlane } from "../actor.js";
import type { LiveView } from "../cluster/live-view.js";
import type { Profile } from "../framework/profile.js";
import { estimate, kindsOf, NewNodes } from "./estimate.js";
import type { PodKind } from "./estimate.js";
import type { ExpansionOption } from "./expander.js";
import { Fitting } from "./fitting.js";
import type { ClusterAutoscalerSettings, NodeGroup } from "./node-group.js";
import type { NodeGroups } from "./node-groups.js";

/** At most so many nodes are asked for at once. */
const NODES_PER_SCALE_UP = 1_000;

/** Why a group is no help, counted. */
export type Reasons = ReadonlyMap<string, number>;

export interface ScaleUpPlan {
  readonly options: readonly ExpansionOption[];
  /** Of pods that no group would help. */
  readonly refused: readonly { readonly pod: PodState; readonly reasons: Reasons }[];
}

export class ScaleUp {
  readonly #plane: ControlPlane;
  readonly #view: LiveView;
  readonly #profile: Profile;
  readonly #groups: NodeGroups;
  readonly #settings: ClusterAutoscalerSettings;

  constructor(
    plane: ControlPlane,
    view: LiveView,
    profile: Profile,
    groups: NodeGroups,
    settings: ClusterAutoscalerSettings,
  ) {
    this.#plane = plane;
    this.#view = view;
    this.#profile = profile;
    this.#groups = groups;
    this.#settings = settings;
  }

  /** Those that no node holds that is there or was asked for; `leaving`: nodes that are on their way out. */
  homeless(pods: readonly PodState[], leaving: ReadonlySet<NodeIx>): readonly PodState[] {
    const { world } = this.#plane;
    const inOrder = [...pods].sort((a, b) => specOf(b).priority - specOf(a).priority);
    const existing = new Fitting(this.#view, this.#profile);
    const nodes = this.#view.nodes
      .order()
      .filter((node) => !leaving.has(node) && world.nodes.at(node)?.ready === "True");
    const left = kindsOf(inOrder).flatMap((kind) => firstOnes(kind, (pod) => existing.place(pod, nodes) !== null));
    const { upcoming } = this.#groups;
    if (left.length === 0 || upcoming.length === 0) return left;
    const coming = new NewNodes(world, this.#profile, left);
    for (const { group } of upcoming) coming.open(group.template);
    return kindsOf(left).flatMap((kind) => firstOnes(kind, (pod) => coming.place(pod, 0) >= 0));
  }

  plan(pods: readonly PodState[], now: SimTime): ScaleUpPlan {
    const kinds = kindsOf(pods);
    const reasons = new Map<PodKind, Map<string, number>>(kinds.map((kind) => [kind, new Map<string, number>()]));
    const helped = new Set<PodKind>();
    const options: ExpansionOption[] = [];
    for (const group of this.#groups.groups) {
      const skipped = this.#skipReason(group, now);
      const fitting: PodKind[] = [];
      for (const kind of kinds) {
        const why = skipped === null ? this.#objections(kind, group) : [skipped];
        if (why === null) fitting.push(kind);
        else for (const reason of why) reasons.get(kind)?.set(reason, (reasons.get(kind)?.get(reason) ?? 0) + 1);
      }
      if (fitting.length === 0) continue;
      const most = Math.min(this.#roomIn(group), NODES_PER_SCALE_UP);
      const { nodeCount, pods: held } = estimate(this.#plane.world, this.#profile, fitting, group.template, most);
      for (const kind of fitting) helped.add(kind);
      if (nodeCount > 0) options.push({ group, nodeCount, pods: held });
    }
    const refused = kinds.flatMap((kind) =>
      helped.has(kind)
        ? []
        : kind.pods.map((pod) => ({ pod, reasons: reasons.get(kind) ?? new Map<string, number>() })),
    );
    return { options, refused };
  }

  #roomIn(group: NodeGroup): number {
    const { maxNodesTotal } = this.#settings;
    const room = group.max - this.#groups.sizeOf(group);
    if (maxNodesTotal === null) return room;
    return Math.min(room, maxNodesTotal - this.#view.nodes.size - this.#groups.upcoming.length);
  }

  #skipReason(group: NodeGroup, now: SimTime): string | null {
    if (this.#groups.sizeOf(group) >= group.max) return "max node group size reached";
    if (this.#groups.isBackedOff(group, now)) return "in backoff after failed scale-up";
    return this.#roomIn(group) <= 0 ? "max cluster size reached" : null;
  }

  /** Why the kind fits on no node of the group; null = it does. */
  #objections({ pods: [pod] }: PodKind, group: NodeGroup): readonly string[] | null {
    if (pod === undefined) return [];
    const nodes = new NewNodes(this.#plane.world, this.#profile, [pod]);
    return nodes.objection(pod, nodes.open(group.template));
  }
}

/** Those of a kind for which the test fails; where it failed once it fails for all that follow. */
const firstOnes = ({ pods }: PodKind, holds: (pod: PodState) => boolean): readonly PodState[] => {
  const failing = pods.findIndex((pod) => !holds(pod));
  return failing < 0 ? [] : pods.slice(failing);
};
