// Behaviours while changes of them are in force: as said anyway, and over it what the changes say.
import { containerCount } from "@podsim/core";
import type { Behavior, BehaviorChange, PodTemplateSpec } from "@podsim/core";
import type { BehaviorOf } from "@podsim/scheduler";
import { NOTHING_SAID } from "./annotations.js";
import { ruleOf } from "./behavior-rule.js";
import type { Rule } from "./behavior-rule.js";
import type { ChangedBehavior } from "./behavior-spec.js";
import { mergeBehavior } from "./merge-behavior.js";

type BaseOf = (template: PodTemplateSpec, container: number) => Behavior;
/** `of`: the entry of spec.behaviors that the container has to have, by its position. */
type Matches = (rule: Rule, template: PodTemplateSpec, container: number, of: number | undefined) => boolean;

/** Of several changes about one container, what the latest says counts. */
export const changingBehaviors = (baseOf: BaseOf, matches: Matches): BehaviorOf => {
  const rules = new WeakMap<BehaviorChange, Rule>();
  const ruleOfChange = (change: BehaviorChange): Rule => {
    let rule = rules.get(change);
    if (rule === undefined) {
      const { match, set } = change.change as ChangedBehavior;
      rules.set(change, (rule = ruleOf({ ...set, name: change.name, match }, 0)));
    }
    return rule;
  };

  const amid = (template: PodTemplateSpec, ix: number, changes: readonly BehaviorChange[]): Behavior =>
    changes.reduce(
      (behavior, change) => {
        const rule = ruleOfChange(change);
        if (!matches(rule, template, ix, (change.change as ChangedBehavior).of)) return behavior;
        return mergeBehavior(rule.spec, NOTHING_SAID, behavior, `${behavior.name}, changed by ${rule.name}`);
      },
      baseOf(template, ix),
    );

  // A list of changes that differs is another object.
  const known = new WeakMap<readonly BehaviorChange[], WeakMap<PodTemplateSpec, readonly Behavior[]>>();
  return (template, ix, changes) => {
    if (changes === undefined || changes.length === 0) return baseOf(template, ix);
    let byTemplate = known.get(changes);
    if (byTemplate === undefined) known.set(changes, (byTemplate = new WeakMap()));
    let all = byTemplate.get(template);
    if (all === undefined) {
      all = Array.from({ length: containerCount(template.spec) }, (_, at) => amid(template, at, changes));
      byTemplate.set(template, all);
    }
    const found = all[ix];
    if (found === undefined) throw new RangeError(`no container ${String(ix)} in this template`);
    return found;
  };
};
