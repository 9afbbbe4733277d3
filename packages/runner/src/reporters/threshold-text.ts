// A threshold in words, for reporters that have no columns.
import type { RunResult } from "../run/run-result.js";
import { aggregationText } from "../run/measure/expression.js";
import { readThreshold } from "../run/judge-threshold.js";
import { numberText, shareText } from "../run/value-text.js";
import type { JudgedThreshold } from "../run/verdict.js";
import { shortTime } from "../scenario/schema/shown.js";

export const thresholdTitle = ({ name, metric, expression }: JudgedThreshold): string =>
  name === null ? `${metric} ${expression}` : `${name}: ${metric} ${expression}`;

/** How many seeds met it, the worst of them, and how to look at that. */
export const thresholdStory = (threshold: JudgedThreshold, { run, seeds }: RunResult): string => {
  const { share, worst } = threshold;
  const { value, firstBreachUs, seed } = worst;
  const { expression } = readThreshold(threshold);
  const found = value === null ? "nothing was measured" : `${aggregationText(expression)} ${numberText(value)}`;
  const reference = seeds.length > 1 ? `${run}:${String(seed)}` : run;
  const at = firstBreachUs === null ? "" : ` --at ${shortTime(firstBreachUs)}`;
  const since = firstBreachUs === null ? "" : `, first at ${shortTime(firstBreachUs)}`;
  return `${shareText(share)} seeds met it; worst is seed ${String(seed)} with ${found}${since}. Look: podsim get pods -A --run ${reference}${at}`;
};
