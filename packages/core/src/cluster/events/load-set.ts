// From now on this much is asked of a workload, or this is what a metric shows; it takes the place of what was said before
// of the same target, metric and container, shared or not.
import type { UsagePoint } from "../../behavior.js";
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";
import { isSameLoad } from "../load.js";
import type { Load } from "../load.js";

export interface LoadSet {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly metric: string;
  readonly container: string | null;
  readonly spread: "shared" | "each";
  readonly points: readonly UsagePoint[];
  readonly periodUs: number | null;
}

export const loadSet: EventDefinition<"LoadSet", LoadSet, ClusterState> = {
  type: "LoadSet",
  entity: "cluster",
  revision: 1,
  fields: {
    kind: "string",
    namespace: "string",
    name: "string",
    metric: "string",
    container: "string?",
    spread: { oneOf: ["shared", "each"] },
    points: "json",
    periodUs: "int?",
  },
  evolve: (s, { kind, namespace, name, ...rest }, at) => {
    const said = { target: { kind, namespace, name }, ...rest, sinceUs: at };
    const loads = s.loads ?? [];
    const before = loads.find((old) => isSameLoad(old, said)) ?? null;
    const load: Load = { before, knownSinceUs: before?.knownSinceUs ?? at, ...said };
    return { ...s, loads: [...loads.filter((old) => old !== before), load] };
  },
  example: {
    kind: "Deployment",
    namespace: "default",
    name: "web",
    metric: "cpu",
    container: null,
    spread: "shared",
    points: [
      { atUs: 0, amount: 2_000, until: "ramp" },
      { atUs: 60_000_000, amount: 6_000, until: "step" },
    ],
    periodUs: null,
  },
};
