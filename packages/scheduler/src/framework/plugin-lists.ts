// Which plugins run at which extension point, and in which order: a profile's lists merged with the defaults, as
// kube-scheduler merges them.
import type { PluginEntry } from "./default-plugins.js";
import type { ExtensionPoint } from "./plugin.js";

export interface PluginSet {
  readonly enabled?: readonly PluginEntry[];
  /** "*" = every one that is there by default. */
  readonly disabled?: readonly { readonly name: string }[];
}

/** plugins of a KubeSchedulerProfile: per extension point, and "multiPoint" for all points a plugin takes part in. */
export type PluginLists = Readonly<Partial<Record<ExtensionPoint | "multiPoint", PluginSet>>>;

const namesOf = (entries: readonly { readonly name: string }[] = []): ReadonlySet<string> =>
  new Set(entries.map(({ name }) => name));

/** The defaults without the disabled ones; an enabled one takes the place of its namesake, the rest follow. */
export const mergeWithDefaults = (defaults: readonly PluginEntry[], custom: PluginSet = {}): readonly PluginEntry[] => {
  const { enabled = [] } = custom;
  const disabled = namesOf(custom.disabled);
  const replaced = new Set<PluginEntry>();
  const kept = disabled.has("*") ? [] : defaults.filter(({ name }) => !disabled.has(name));
  const merged = kept.map((entry) => {
    const own = enabled.findLast(({ name }) => name === entry.name);
    if (own !== undefined) replaced.add(own);
    return own ?? entry;
  });
  return [...merged, ...enabled.filter((entry) => !replaced.has(entry))];
};

/**
 * The plugins of one point, in order: those of the point's own list that multiPoint names too, then the rest of
 * multiPoint, then the rest of the point's own list.
 */
export const expandPoint = (
  point: ExtensionPoint,
  multiPoint: readonly PluginEntry[],
  own: PluginSet = {},
  takesPart: (name: string, point: ExtensionPoint) => boolean,
): readonly string[] => {
  const listed = [...namesOf(own.enabled)];
  const disabled = namesOf(own.disabled);
  if (disabled.has("*")) return listed;
  const offered = multiPoint.map(({ name }) => name).filter((name) => takesPart(name, point) && !disabled.has(name));
  const isOffered = new Set(offered);
  const isListed = new Set(listed);
  return [
    ...listed.filter((name) => isOffered.has(name)),
    ...offered.filter((name) => !isListed.has(name)),
    ...listed.filter((name) => !isOffered.has(name)),
  ];
};
