// Makes room for a pod that fits nowhere by taking less important pods off one node: as few and as unimportant as will do.
import { defaultedPointer, findCondition, int32 } from "@podsim/core";
import type { NodeIx, PodState } from "@podsim/core";
import type { ClusterView, PlacedPod } from "../cluster/cluster-view.js";
import { ACTION, fitErrorText, pluginArgs, rejectedNodes, unresolvable } from "../framework/plugin.js";
import type { DryRun, Leftovers, PodView, Rescue, SchedulerPlugin, Verdict } from "../framework/plugin.js";
import { splitByBudgets } from "./preemption/budgets.js";
import { bestCandidates } from "./preemption/candidate.js";
import type { Candidate } from "./preemption/candidate.js";
import { byImportance, priorityOf } from "./preemption/importance.js";

export interface DefaultPreemptionArgs {
  /** 0..100, of the nodes that might do: so many candidates are enough … */
  readonly minCandidateNodesPercentage: number;
  /** … but at least so many; >= 0. */
  readonly minCandidateNodesAbsolute: number;
}

const isLess = (placed: PlacedPod, pod: PodView): boolean => priorityOf(placed.pod) < pod.spec.priority;

/** Somebody is already making room there: the victims have still to go. */
const isTerminatingForPreemption = (pod: PodState): boolean => {
  if (pod.deletion === null) return false;
  const target = findCondition(pod.status, "DisruptionTarget");
  return target?.status === "True" && target.reason === "PreemptionByScheduler";
};

/** Why the pod may not ask for room now; null = it may. */
const ineligibility = (pod: PodView, { nodes, pods }: ClusterView, { resolvable }: Leftovers): string | null => {
  if (pod.spec.preemptionPolicy === "Never") return "not eligible due to preemptionPolicy=Never.";
  const { nominatedNodeName } = pod.state.status;
  const promised = nominatedNodeName === "" ? undefined : nodes.ixOf(nominatedNodeName);
  if (promised === undefined || !resolvable.includes(promised)) return null;
  const isWaiting = pods
    .on(promised)
    .some((placed) => isLess(placed, pod) && isTerminatingForPreemption(pods.stateOf(placed)));
  return isWaiting ? "not eligible due to a terminating pod on the nominated node." : null;
};

const NO_VICTIMS = unresolvable("No preemption victims found for incoming pod");
const NOT_HELPFUL = unresolvable("Preemption is not helpful for scheduling");

type Attempt = { readonly candidate: Candidate } | { readonly verdict: Verdict } | null;

/**
 * `potential`: the pods on the node that are less important. They all go, then whoever is not in the way comes back, first
 * those that budgets protect.
 */
const tryNode = (
  node: NodeIx,
  potential: readonly PlacedPod[],
  { pods, objects }: ClusterView,
  dryRun: DryRun,
): Attempt => {
  const stateOf = (placed: PlacedPod): PodState => pods.stateOf(placed);
  dryRun.begin(node);
  for (const placed of potential) dryRun.remove(placed);
  const objection = dryRun.objection();
  if (objection !== null) return { verdict: objection.verdict };
  const { violating, others } = splitByBudgets(byImportance(potential, stateOf), stateOf, objects.budgets());
  const victims: PlacedPod[] = [];
  const spare = (placed: PlacedPod): void => {
    dryRun.add(placed);
    if (dryRun.objection() === null) return;
    dryRun.remove(placed);
    victims.push(placed);
  };
  for (const placed of violating) spare(placed);
  const violations = victims.length;
  for (const placed of others) spare(placed);
  if (victims.length === 0) return null;
  const isMixed = violating.length > 0 && others.length > 0;
  const ordered = isMixed ? byImportance(victims, stateOf) : victims;
  return { candidate: { node, victims: ordered.map(stateOf), violations } };
};

interface Search {
  /** Those that break no budget first. */
  readonly candidates: readonly Candidate[];
  readonly verdicts: readonly Verdict[];
}

const search = (
  pod: PodView,
  cluster: ClusterView,
  { resolvable, offset, dryRun }: Leftovers,
  { minCandidateNodesPercentage, minCandidateNodesAbsolute }: DefaultPreemptionArgs,
): Search => {
  const { length } = resolvable;
  if (length === 0) return { candidates: [], verdicts: [] };
  const share = Math.floor((length * minCandidateNodesPercentage) / 100);
  const enough = Math.min(length, Math.max(share, minCandidateNodesAbsolute));
  let trial: DryRun | null = null;
  const start = offset(length);
  const harmless: Candidate[] = [];
  const violating: Candidate[] = [];
  const verdicts: Verdict[] = [];
  for (let i = 0; i < length; i++) {
    const node = resolvable[(start + i) % length];
    if (node === undefined) continue;
    const potential = cluster.pods.on(node).filter((placed) => isLess(placed, pod));
    if (potential.length === 0) {
      verdicts.push(NO_VICTIMS);
      continue;
    }
    const attempt = tryNode(node, potential, cluster, (trial ??= dryRun()));
    if (attempt === null) continue;
    if ("verdict" in attempt) {
      verdicts.push(attempt.verdict);
      continue;
    }
    const list = attempt.candidate.violations === 0 ? harmless : violating;
    if (list.length < enough) list.push(attempt.candidate);
    if (harmless.length > 0 && harmless.length + violating.length >= enough) break;
  }
  return { candidates: [...harmless, ...violating], verdicts };
};

const nothingHelps = (nodeCount: number, verdicts: readonly Verdict[]): string => {
  const rejected = verdicts.map((verdict) => rejectedNodes(verdict, 1));
  if (verdicts.length < nodeCount) rejected.push(rejectedNodes(NOT_HELPFUL, nodeCount - verdicts.length));
  return fitErrorText({ nodeCount, preFilterMessage: "", rejected, postFilterMessage: "" });
};

const rescue = (pod: PodView, cluster: ClusterView, leftovers: Leftovers, args: DefaultPreemptionArgs): Rescue => {
  const objection = ineligibility(pod, cluster, leftovers);
  if (objection !== null) return { kind: "failed", message: `preemption: ${objection}`, clears: false };
  const { candidates, verdicts } = search(pod, cluster, leftovers, args);
  if (candidates.length === 0) {
    const message = `preemption: ${nothingHelps(leftovers.nodeCount, verdicts)}`;
    return { kind: "failed", message, clears: true };
  }
  const best = bestCandidates(candidates);
  const node = leftovers.pick(best.map((candidate) => candidate.node));
  const victims = best.find((candidate) => candidate.node === node)?.victims ?? [];
  return { kind: "made-room", node, victims };
};

export const defaultPreemption: SchedulerPlugin<DefaultPreemptionArgs> = {
  name: "DefaultPreemption",
  points: ["preEnqueue", "postFilter"],
  config: pluginArgs<DefaultPreemptionArgs>("DefaultPreemptionArgs", {
    minCandidateNodesPercentage: defaultedPointer(int32, 10),
    minCandidateNodesAbsolute: defaultedPointer(int32, 100),
  }),
  defaults: { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 },
  check: ({ minCandidateNodesPercentage: percentage, minCandidateNodesAbsolute: absolute }, check, at) => {
    if (percentage < 0 || percentage > 100) {
      check.invalid([...at, "minCandidateNodesPercentage"], percentage, "not in valid range [0, 100]", {
        fix: "write a whole number from 0 to 100",
      });
    }
    if (absolute < 0) {
      check.invalid([...at, "minCandidateNodesAbsolute"], absolute, "not in valid range [0, inf)", {
        fix: "write 0 or more",
      });
    }
    if (percentage === 0 && absolute === 0) {
      check.invalid(at, "0", "cannot be zero at the same time as minCandidateNodesAbsolute", {
        fix: "make one of the two more than 0",
      });
    }
  },
  build: (args) => ({
    admit: (pod, { isMakingRoom }) =>
      isMakingRoom(pod) ? "waiting for the preemption for this pod to be finished" : null,
    postFilter: (pod, cluster, leftovers) => rescue(pod, cluster, leftovers, args),
    // What brings the pod back is for the plugins to say that rejected it; this only lets them be asked.
    wakesOn: [{ resource: "Pod", actions: ACTION.delete, hint: () => false }],
  }),
};
