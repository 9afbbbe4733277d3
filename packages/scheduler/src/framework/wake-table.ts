// Which plugins wake for which event: the rules of every profile, looked up by event.
import type { Profile, Wake } from "./profile.js";
import { ACTION, matchesEvent } from "./wake.js";
import type { ClusterEvent } from "./wake.js";

/** The rules an event matches. */
export interface Matching {
  /** By scheduler name; names without any are absent. */
  readonly byName: ReadonlyMap<string, readonly Wake[]>;
  /** Whose rules they are, each once. */
  readonly plugins: readonly string[];
}

export const NOTHING_MATCHES: Matching = { byName: new Map(), plugins: [] };

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
  /** What was found for each kind of event, by resource and action: nothing else of an event counts. */
  readonly #known = new Map<ClusterEvent["resource"], Map<number, Matching>>();

  constructor(profiles: readonly Profile[]) {
    this.#byName = new Map(profiles.map(({ schedulerName, wakes }) => [schedulerName, withTaintChanges(wakes)]));
  }

  matching(event: ClusterEvent): Matching {
    if (event.resource === "*") return NOTHING_MATCHES;
    let ofResource = this.#known.get(event.resource);
    if (ofResource === undefined) this.#known.set(event.resource, (ofResource = new Map()));
    let matching = ofResource.get(event.action);
    if (matching === undefined) ofResource.set(event.action, (matching = this.#find(event)));
    return matching;
  }

  #find(event: ClusterEvent): Matching {
    const byName = new Map<string, readonly Wake[]>();
    const plugins = new Set<string>();
    for (const [name, wakes] of this.#byName) {
      const matched = wakes.filter(({ rule }) => matchesEvent(rule, event));
      if (matched.length === 0) continue;
      byName.set(name, matched);
      for (const { plugin } of matched) plugins.add(plugin);
    }
    return { byName, plugins: [...plugins] };
  }
}
