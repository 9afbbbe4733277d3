// What must agree between a recorded decision and ours.
import type { CaseDecision, RejectedGroup } from "./case-file.js";

/** "node-1 by NodeResourcesFit: Insufficient cpu" for every rejected node, sorted. */
const rejections = (groups: readonly RejectedGroup[]): readonly string[] =>
  groups
    .flatMap(({ plugin, reasons, code, nodes }) =>
      nodes.map((node) => `${node} by ${plugin}: ${reasons.join(", ")}${plugin === "NodeResourcesFit" ? "" : ` (${code})`}`),
    )
    .sort();

/** The text up to what preemption, or another postFilter, has to say. */
const withoutSuffix = (message = ""): string => message.replace(/ ?(preemption: |no new claims to deallocate|(?<=\. )not found$).*$/s, "");

/** Of plugins whose score differs between nodes: the score of every node. */
const differing = (scores: CaseDecision["scores"]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(scores)
      .filter(([, byNode]) => new Set(Object.values(byNode)).size > 1)
      .map(([plugin, byNode]) => [plugin, JSON.stringify(Object.entries(byNode).sort(([a], [b]) => (a < b ? -1 : 1)))]),
  );

const differences = (what: string, recorded: unknown, ours: unknown): readonly string[] => {
  const [a, b] = [JSON.stringify(recorded), JSON.stringify(ours)];
  return a === b ? [] : [`${what}: recorded ${a}, ours ${b}`];
};

/** One sentence per disagreement. */
export const compareDecisions = (recorded: CaseDecision, ours: CaseDecision): readonly string[] => {
  const [recordedScores, ourScores] = [differing(recorded.scores), differing(ours.scores)];
  const plugins = [...new Set([...Object.keys(recordedScores), ...Object.keys(ourScores)])];
  return [
    ...differences("node", recorded.node, ours.node),
    ...differences("feasible", recorded.feasible, ours.feasible),
    ...differences("ties", recorded.ties, ours.ties),
    ...differences("filter", rejections(recorded.filter), rejections(ours.filter)),
    ...differences("nominated", recorded.preemption?.nominated ?? null, ours.preemption?.nominated ?? null),
    ...differences("victims", recorded.preemption?.victims ?? [], ours.preemption?.victims ?? []),
    ...differences("message", withoutSuffix(recorded.message), withoutSuffix(ours.message)),
    ...plugins.flatMap((plugin) => differences(`score of ${plugin}`, recordedScores[plugin], ourScores[plugin])),
  ];
};
