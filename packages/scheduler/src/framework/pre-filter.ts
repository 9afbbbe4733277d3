// The first half of a try: what each plugin makes of the pod before any node is looked at.
import type { ClusterView } from "../cluster/cluster-view.js";
import type { PodView } from "./pod-view.js";
import type { Basis, Filtering, NodeFilter } from "./plugin.js";
import type { Profile } from "./profile.js";
import type { Verdict } from "./verdict.js";
import { unresolvable } from "./verdict.js";

export interface NamedFilter {
  readonly plugin: string;
  /** Its place among the profile's filters. */
  readonly number: number;
  readonly basis: Basis | undefined;
  /** See PluginHooks. */
  readonly isInterned: boolean;
  readonly filter: NodeFilter;
}

/** Nodes are to be looked at. */
export interface NodesToFilter {
  readonly kind: "nodes";
  readonly filters: readonly NamedFilter[];
  /** The only nodes to be looked at; null = all. */
  readonly only: ReadonlySet<string> | null;
  /** The plugins that said so. */
  readonly narrowedBy: readonly string[];
}

/** No node has to be looked at to know that the pod fits nowhere. */
export interface Refused {
  readonly kind: "refused";
  readonly verdict: Verdict;
  readonly rejectedBy: readonly string[];
}

const intersect = (a: ReadonlySet<string> | null, b: ReadonlySet<string>): ReadonlySet<string> =>
  a === null ? b : new Set([...a].filter((name) => b.has(name)));

const listText = (names: readonly string[]): string =>
  names.length === 1 ? `plugin ${names[0]}` : `plugin(s) [${names.join(" ")}] simultaneously`;

/** By place among a profile's filters: the place among its preFilters of the same plugin; -1 = it is none. */
const preFilterPlaces = new WeakMap<Profile, readonly number[]>();

const placesOf = (profile: Profile): readonly number[] => {
  let places = preFilterPlaces.get(profile);
  if (places === undefined) {
    places = profile.filter.map(({ name }) => profile.preFilter.findIndex((plugin) => plugin.name === name));
    preFilterPlaces.set(profile, places);
  }
  return places;
};

/** Runs the preFilter point, then gathers what the filter point has to do. */
export const runPreFilters = (pod: PodView, cluster: ClusterView, profile: Profile): NodesToFilter | Refused => {
  const filterings: (Filtering | undefined)[] = [];
  const narrowedBy: string[] = [];
  let only: ReadonlySet<string> | null = null;
  let refusal: Refused | null = null;
  for (const { name, hooks } of profile.preFilter) {
    const filtering = hooks.filter?.(pod, cluster);
    filterings.push(filtering);
    if (filtering === undefined) continue;
    if (filtering.kind === "nothing") continue;
    if (filtering.kind === "refusal") {
      const refused: Refused = { kind: "refused", verdict: filtering.verdict, rejectedBy: [...narrowedBy, name] };
      if (filtering.verdict.code === "UnschedulableAndUnresolvable") return refused;
      refusal = refused;
      continue;
    }
    if (filtering.only === undefined) continue;
    narrowedBy.push(name);
    only = intersect(only, filtering.only);
    if (only.size > 0) continue;
    const reason = `node(s) didn't satisfy ${listText(narrowedBy)}`;
    return { kind: "refused", verdict: unresolvable(reason), rejectedBy: narrowedBy };
  }
  if (refusal !== null) return refusal;
  const filters: NamedFilter[] = [];
  const places = placesOf(profile);
  for (let number = 0; number < places.length; number++) {
    const plugin = profile.filter[number];
    if (plugin === undefined) continue;
    const { name, hooks } = plugin;
    const filtering = filterings[places[number] ?? -1] ?? hooks.filter?.(pod, cluster);
    if (filtering?.kind !== "nodes") continue;
    const basis = filtering.isOfThisPod === true ? undefined : hooks.filtersBy;
    filters.push({ plugin: name, number, basis, isInterned: hooks.isInterned === true, filter: filtering });
  }
  return { kind: "nodes", filters, only, narrowedBy };
};
