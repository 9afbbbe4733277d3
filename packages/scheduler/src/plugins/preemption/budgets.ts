// Which pods may not go without breaking a disruption budget, if they go in this order.
import { isLeft } from "fp-ts/lib/Either.js";
import { compileLabelSelector } from "@podsim/core";
import type { BudgetState, LabelSelector, LabelTest, PodDisruptionBudget, PodState } from "@podsim/core";

const isEmpty = ({ matchLabels, matchExpressions }: LabelSelector): boolean =>
  Object.keys(matchLabels ?? {}).length + (matchExpressions ?? []).length === 0;

const tests = new WeakMap<PodDisruptionBudget, LabelTest | null>();

/** null = a budget that covers nobody here: without a selector, with an empty one, or with one that cannot be read. */
const testOf = ({ object }: BudgetState): LabelTest | null => {
  let test = tests.get(object);
  if (test !== undefined) return test;
  const { selector } = object.spec;
  const compiled = selector === undefined || isEmpty(selector) ? null : compileLabelSelector(selector);
  test = compiled === null || isLeft(compiled) ? null : compiled.right;
  tests.set(object, test);
  return test;
};

export interface Split<Item> {
  readonly violating: readonly Item[];
  readonly others: readonly Item[];
}

/** Each pod uses up one disruption of every budget that covers it; who comes when none is left violates it. */
export const splitByBudgets = <Item>(
  items: readonly Item[],
  podOf: (item: Item) => PodState,
  budgets: Iterable<BudgetState>,
): Split<Item> => {
  const left = [...budgets].map((budget) => ({ budget, allowed: budget.status.disruptionsAllowed }));
  const violating: Item[] = [];
  const others: Item[] = [];
  for (const item of items) {
    const { namespace, template } = podOf(item).identity;
    const { labels } = template.metadata;
    const hasLabels = Object.keys(labels).length > 0;
    let isViolating = false;
    for (const each of hasLabels ? left : []) {
      if (each.budget.object.metadata.namespace !== namespace || testOf(each.budget)?.(labels) !== true) continue;
      each.allowed--;
      if (each.allowed < 0) isViolating = true;
    }
    (isViolating ? violating : others).push(item);
  }
  return { violating, others };
};
