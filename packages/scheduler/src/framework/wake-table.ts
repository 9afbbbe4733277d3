// Which plugins wake for which event: the rules of every profile, looked up by event.
import type { Profile, Wake } from "./profile.js";
import { ACTION, matchesEvent } from "./wake.js";
import type { ClusterEvent } from "./wake.js";

/** By scheduler name: the rules an event matches; names without any are absent. */
export type Matching = ReadonlyMap<string, readonly Wake[]>;

export const NOTHING_MATCHES: Matching = new Map();

/** A plugin that wakes for new nodes wakes for every change of taints too, whether it says so or not. */
const withTaintChanges = (wakes: readonly Wake[]): readonly Wake[] => {
  const asksFor = (plugin: string, action: number): boolean =>
    wakes.some((wake) => wake.plugin === plugin && wake.rule.resource === "Node" && (wake.rule.actions & action) !== 0);
  const plugins = [...new Set(wakes.map(({ plugin }) => plugin))];
  const added = plugins.filter((plugin) => asksFor(plugin, ACTION.add) && !asksFor(plugin, ACTION.updateNodeTaint));
  return [
    ...wakes,
    ...added.map((plugin): Wake => ({ plugin, rule: { resource: "Node", actions: ACTION.updateNodeTaint } })),
  ];
};

export class WakeTable {
  readonly #byName: ReadonlyMap<string, readonly Wake[]>;

  constructor(profiles: readonly Profile[]) {
    this.#byName = new Map(profiles.map(({ schedulerName, wakes }) => [schedulerName, withTaintChanges(wakes)]));
  }

  matching(event: ClusterEvent): Matching {
    if (event.resource === "*") return NOTHING_MATCHES;
    const matching = new Map<string, readonly Wake[]>();
    for (const [name, wakes] of this.#byName) {
      const matched = wakes.filter(({ rule }) => matchesEvent(rule, event));
      if (matched.length > 0) matching.set(name, matched);
    }
    return matching;
  }
}
