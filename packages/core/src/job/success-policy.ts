// Whether a Job's successPolicy is met: enough of its indexes, or enough of those a rule names, have succeeded.
import type { JobSpec } from "../api/job.js";
import type { IndexSet } from "./index-set.js";
import { countCommon, countIndexes, parseIndexes } from "./index-set.js";

/** Which rule is met, in the words of the condition; null = none. */
export const metSuccessRule = (
  { successPolicy, completions = 0 }: Pick<JobSpec, "successPolicy" | "completions">,
  succeeded: IndexSet,
): string | null => {
  if (successPolicy === undefined || succeeded.length === 0) return null;
  for (const [ix, { succeededIndexes, succeededCount }] of successPolicy.rules.entries()) {
    let isMet: boolean;
    if (succeededIndexes === undefined) isMet = countIndexes(succeeded) >= (succeededCount ?? Infinity);
    else {
      const wanted = parseIndexes(succeededIndexes, completions);
      if (wanted.length === 0) continue;
      const count = countCommon(wanted, succeeded);
      isMet = count === countIndexes(wanted) || count >= (succeededCount ?? Infinity);
    }
    if (isMet) return `Matched rules at index ${String(ix)}`;
  }
  return null;
};
