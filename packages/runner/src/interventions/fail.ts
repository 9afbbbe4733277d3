// fail: machines, or the processes of single pods, stop working or get slow, for a while or for good.
import type { Duration, FailureMode, PodTrouble } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { ApiRequest, FailNodesRequest, SlowNodesRequest, TroublePodsRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import type { Planning } from "../scenario/intervention.js";
import { pods, podsSubject, resolvePods } from "../scenario/pod-targets.js";
import type { PodsParam } from "../scenario/pod-targets.js";
import { checked } from "../scenario/schema/collections.js";
import { optional, record } from "../scenario/schema/record.js";
import { integer, number, oneOf } from "../scenario/schema/scalars.js";
import type { Explanation } from "../scenario/schema/schema.js";
import { listed, shortTime } from "../scenario/schema/shown.js";
import { duration } from "../scenario/schema/times.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";

type Mode = FailureMode | PodTrouble;

interface FailParams {
  readonly nodes: NodesParam | null;
  readonly pods: PodsParam | null;
  /** Null = power-off of nodes, crash of pods. */
  readonly mode: Mode | null;
  /** Null = for good. */
  readonly for: Duration | null;
  readonly factor: number | null;
  readonly answersAfter: Duration | null;
  readonly exitCode: number | null;
}

const OF_NODES: readonly Mode[] = ["power-off", "kubelet-down", "partition", "hang", "vm-gone", "slow"];
const OF_PODS: readonly Mode[] = ["crash", "hang", "slow"];
const MODES = [...new Set([...OF_NODES, ...OF_PODS])];

/** What a slow node's work takes, and a slow pod's answers, where nobody says it. */
const USUAL_FACTOR = 10;
const USUAL_ANSWER: Duration = 5 * SECOND;
/** As of a process that was killed. */
const KILLED = 137;

const modeOf = ({ mode, pods: of }: FailParams): Mode => mode ?? (of === null ? "power-off" : "crash");

const refused = (message: string, why: string, fix: string): Explanation => ({ code: "E108", message, why, fix });

/** Fields that one mode alone has. */
const strayField = (given: FailParams, mode: Mode): Explanation | null => {
  const isOfPods = given.pods !== null;
  const stray =
    given.factor !== null && (isOfPods || mode !== "slow")
      ? (["factor", "says how slow nodes are"] as const)
      : given.answersAfter !== null && (!isOfPods || mode !== "slow")
        ? (["answersAfter", "says how slow pods are"] as const)
        : given.exitCode !== null && mode !== "crash"
          ? (["exitCode", "is that of pods that crash"] as const)
          : null;
  return stray === null
    ? null
    : refused(`${stray[0]} means nothing here`, `${stray[0]} ${stray[1]}`, `remove ${stray[0]}`);
};

const objection = (given: FailParams): Explanation | null => {
  const { nodes: machines, pods: single } = given;
  if ((machines === null) === (single === null)) {
    const why = "either machines fail, with all that runs on them, or single pods";
    return refused(
      "it does not say what fails",
      why,
      "write nodes: { zone: a }, or pods: { matchLabels: { app: web } }",
    );
  }
  const mode = modeOf(given);
  const [kind, modes] = machines === null ? ["pods", OF_PODS] : ["nodes", OF_NODES];
  if (!modes.includes(mode)) {
    return refused(
      `${kind} cannot fail by ${mode}`,
      `${kind} fail by ${listed(modes)}`,
      `write mode: ${String(modes[0])}`,
    );
  }
  if (mode === "crash" && given.for !== null) {
    return refused("a crash takes no time", "containers that crash are started anew by their kubelet", "remove for");
  }
  return strayField(given, mode);
};

const podsRequest = (given: FailParams, of: PodsParam, planning: Planning): TroublePodsRequest => ({
  verb: "trouble-pods",
  pods: resolvePods(of, planning, ["pods"]),
  trouble: modeOf(given) as PodTrouble,
  exitCode: given.exitCode ?? KILLED,
  answersAfterUs: given.answersAfter ?? USUAL_ANSWER,
  forUs: given.for,
});

const nodesRequest = (given: FailParams, of: NodesParam, planning: Planning): FailNodesRequest | SlowNodesRequest => {
  const meant = resolveNodes(of, planning, ["nodes"]);
  const mode = modeOf(given);
  return mode === "slow"
    ? { verb: "slow-nodes", nodes: meant, factor: given.factor ?? USUAL_FACTOR, forUs: given.for }
    : { verb: "fail-nodes", nodes: meant, mode: mode as FailureMode, forUs: given.for };
};

export const fail = defineIntervention<FailParams>({
  name: "fail",
  doc: `make machines fail (nodes: ${OF_NODES.join(", ")}) or single pods (pods: ${OF_PODS.join(", ")}); with for: they recover`,
  example: { nodes: { zone: "a" }, mode: "power-off", for: "35m" },
  params: checked(
    record<FailParams>("fail", {
      nodes: optional(nodes),
      pods: optional(pods),
      mode: optional(oneOf<Mode>(MODES)),
      for: optional(duration),
      factor: optional(number({ min: 1, max: 1000 })),
      answersAfter: optional(duration),
      exitCode: optional(integer({ min: 1, max: 255, of: "an exit code" })),
    }),
    objection,
  ),
  text: (given) => {
    const whom = given.nodes?.text ?? given.pods?.text ?? "";
    return `fail ${whom} (${modeOf(given)})${given.for === null ? "" : ` for ${shortTime(given.for)}`}`;
  },
  subject: (given) =>
    given.nodes === null ? (given.pods === null ? "" : podsSubject(given.pods)) : nodesSubject(given.nodes),
  plan: (given, planning): readonly ApiRequest[] => [
    ...(given.nodes === null ? [] : [nodesRequest(given, given.nodes, planning)]),
    ...(given.pods === null ? [] : [podsRequest(given, given.pods, planning)]),
  ],
});
