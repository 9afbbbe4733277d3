// A behaviour as a rule: whom it is about, and what it says.
import type { BehaviorSpec } from "./behavior-spec.js";
import { compileMatch } from "./matching.js";
import type { Matcher } from "./matching.js";

export interface Rule {
  readonly spec: BehaviorSpec;
  readonly name: string;
  readonly matcher: Matcher | null;
  readonly isFallback: boolean;
}

export const ruleOf = (spec: BehaviorSpec, ix: number): Rule => ({
  spec,
  name: spec.name ?? `behavior-${String(ix + 1)}`,
  matcher: spec.match === null ? null : compileMatch(spec.match),
  isFallback: spec.match !== null && Object.values(spec.match).every((part) => part === null),
});
