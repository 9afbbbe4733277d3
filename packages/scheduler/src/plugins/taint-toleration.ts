// Keeps pods off nodes whose taints they do not tolerate, and prefers nodes with fewer of the taints that only warn.
import { findUntoleratedTaint } from "@podsim/core";
import type { NodeState, Taint, Toleration } from "@podsim/core";
import type { NodesView } from "../cluster/cluster-view.js";
import {
  ACTION,
  ContentMemo,
  MAX_SCORE,
  NO_ARGS,
  NO_TRAITS,
  normalizeScores,
  notKept,
  NOTHING_TO_FILTER,
  perCluster,
  unresolvable,
} from "../framework/plugin.js";
import type { NodeFilter, NodeNumber, NoArgs, PodView, SchedulerPlugin, Trait, Verdict } from "../framework/plugin.js";

const keepsAway = ({ effect }: Taint): boolean => effect === "NoSchedule" || effect === "NoExecute";
const warns = ({ effect }: Taint): boolean => effect === "PreferNoSchedule";

/** Reasons by number, from 1; each is about one key and value. */
class Reasons {
  readonly #numbers = new Map<string, number>();
  readonly #verdicts: Verdict[] = [];

  numberOf({ key, value }: Taint): number {
    const reason = `node(s) had untolerated taint {${key}: ${value}}`;
    let number = this.#numbers.get(reason);
    if (number === undefined) this.#numbers.set(reason, (number = this.#verdicts.push(unresolvable(reason))));
    return number;
  }

  verdictOf(number: number): Verdict {
    return this.#verdicts[number - 1] ?? unresolvable();
  }
}

/** What one list of tolerations leaves of each list of taints. */
class Untolerated {
  /** How many taints of a node the pods would rather avoid. */
  readonly traits: readonly Trait[];
  readonly filter: NodeFilter;
  readonly #tolerations: readonly Toleration[];
  readonly #rejections: number[] = [];
  readonly #warnings: number[] = [];
  rejectsAny = false;
  warnsAny = false;

  constructor(tolerations: readonly Toleration[], nodes: NodesView, reasons: Reasons) {
    this.#tolerations = tolerations;
    const warningsOn: NodeNumber = (node) => this.warningsOf(nodes.taintSetOf(node));
    this.traits = [{ id: `taints but ${JSON.stringify(tolerations)}`, isOfNode: true, numbers: notKept(warningsOn) }];
    this.filter = {
      kind: "nodes",
      narrow: (candidates) => {
        candidates.keep((node) => this.rejectionOf(nodes.taintSetOf(node)));
      },
      verdictOf: (rejection) => reasons.verdictOf(rejection),
    };
  }

  /** Looks at lists of taints that were not there last time. */
  refresh(nodes: NodesView, reasons: Reasons): void {
    for (let set = this.#rejections.length; set < nodes.taintSetCount; set++) {
      const taints = nodes.taintsIn(set);
      const first = findUntoleratedTaint(taints, this.#tolerations, keepsAway);
      this.#rejections.push(first === null ? 0 : reasons.numberOf(first));
      const left = taints.filter((taint) => warns(taint) && findUntoleratedTaint([taint], this.#tolerations) !== null);
      this.#warnings.push(left.length);
      this.rejectsAny ||= first !== null;
      this.warnsAny ||= left.length > 0;
    }
  }

  rejectionOf(taintSet: number): number {
    return this.#rejections[taintSet] ?? 0;
  }

  warningsOf(taintSet: number): number {
    return this.#warnings[taintSet] ?? 0;
  }
}

/** Lists of tolerations kept in mind. */
const KEPT_MAX = 1_024;

class Memory {
  readonly #nodes: NodesView;
  readonly #reasons = new Reasons();
  readonly #byTolerations: ContentMemo<readonly Toleration[], Untolerated>;

  constructor(nodes: NodesView) {
    this.#nodes = nodes;
    this.#byTolerations = new ContentMemo({
      keyOf: (tolerations) => JSON.stringify(tolerations),
      compute: (tolerations) => new Untolerated(tolerations, nodes, this.#reasons),
      keptMax: KEPT_MAX,
    });
  }

  of({ spec }: PodView): Untolerated {
    const known = this.#byTolerations.of(spec.tolerations);
    known.refresh(this.#nodes, this.#reasons);
    return known;
  }
}

const isTolerated = ({ spec }: PodView, node: NodeState): boolean =>
  findUntoleratedTaint(node.taints, spec.tolerations, keepsAway) === null;

export const taintToleration: SchedulerPlugin<NoArgs> = {
  name: "TaintToleration",
  points: ["filter", "preScore", "score"],
  config: NO_ARGS,
  defaults: {},
  build: () => {
    const memory = perCluster(({ nodes }) => new Memory(nodes));
    return {
      filtersBy: "node",
      isInterned: true,
      scoresBy: "traits",
      traits: (pod, cluster) => {
        const untolerated = memory(cluster).of(pod);
        return untolerated.warnsAny ? untolerated.traits : NO_TRAITS;
      },
      filter: (pod, cluster) => {
        const untolerated = memory(cluster).of(pod);
        return untolerated.rejectsAny ? untolerated.filter : NOTHING_TO_FILTER;
      },
      score: (pod, cluster, candidates, scores) => {
        const { nodes } = cluster;
        const { size } = candidates;
        const untolerated = memory(cluster).of(pod);
        if (!untolerated.warnsAny) return MAX_SCORE;
        for (let k = 0; k < size; k++) scores[k] = untolerated.warningsOf(nodes.taintSetOf(candidates.at(k)));
        normalizeScores(scores, size, "less");
        return "scored";
      },
      wakesOn: [
        {
          resource: "Node",
          actions: ACTION.add | ACTION.updateNodeTaint,
          hint: (pod, { before, after }) =>
            after !== null && isTolerated(pod, after) && (before === null || !isTolerated(pod, before)),
        },
        {
          resource: "Pod",
          actions: ACTION.updatePodToleration,
          hint: (pod, { after }) => after?.identity.ix === pod.ix,
        },
      ],
    };
  },
};
