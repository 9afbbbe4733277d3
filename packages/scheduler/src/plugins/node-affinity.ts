// Keeps pods to the nodes their nodeSelector and required node affinity select, and prefers those they would like.
import { isLeft } from "fp-ts/lib/Either.js";
import {
  checkNodeAffinity,
  compileNodeSelector,
  compileNodeSelectorTerm,
  compileRequiredNodes,
  defaulted,
  int32,
  listOf,
  nodeSelectorTerm,
  optional,
  selectorErrorText,
  struct,
} from "@podsim/core";
import type { NodeAffinity, NodeState, NodeTest, PodSpec, PreferredSchedulingTerm } from "@podsim/core";
import type { NodesView } from "../cluster/cluster-view.js";
import {
  ACTION,
  ContentMemo,
  FITS,
  keptWhileLabelled,
  NO_TRAITS,
  normalizeScores,
  notKept,
  NOTHING_TO_FILTER,
  perCluster,
  pluginArgs,
  unresolvable,
} from "../framework/plugin.js";
import type {
  Filtering,
  NodeFilter,
  NodeNumber,
  NodeNumbers,
  Refusal,
  SchedulerPlugin,
  Trait,
} from "../framework/plugin.js";

export interface NodeAffinityArgs {
  /** Asked of every pod's nodes besides the pod's own affinity. */
  readonly addedAffinity?: NodeAffinity;
}

type Required = NonNullable<NodeAffinity["requiredDuringSchedulingIgnoredDuringExecution"]>;
type Terms = Required["nodeSelectorTerms"];

const addedAffinity = struct<NodeAffinity>("NodeAffinity", {
  requiredDuringSchedulingIgnoredDuringExecution: optional(
    struct<Required>("NodeSelector", { nodeSelectorTerms: defaulted(listOf(nodeSelectorTerm), []) }),
  ),
  preferredDuringSchedulingIgnoredDuringExecution: optional(
    listOf(
      struct<PreferredSchedulingTerm>("PreferredSchedulingTerm", {
        weight: defaulted(int32, 0),
        preference: defaulted(nodeSelectorTerm, {}),
      }),
    ),
  ),
});

const OTHER_BY_PROFILE = 1;
const OTHER_BY_POD = 2;
const PROFILE_VERDICT = unresolvable("node(s) didn't match scheduler-enforced node affinity");
const POD_VERDICT = unresolvable("node(s) didn't match Pod's node affinity/selector");
/** Contents of affinity whose answers are kept, each with a number per node. */
const KEPT_MAX = 256;

const CONFLICT: Refusal = { kind: "refusal", verdict: unresolvable("pod affinity terms conflict") };

const requiredTermsOf = (affinity: NodeAffinity | undefined): Terms | undefined =>
  affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;

/** The only nodes that terms can select, by their fields; null = any, as some term names none. */
const namedNodes = (terms: Terms): ReadonlySet<string> | null => {
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const lists = matchFields
      .filter(({ key, operator }) => key === "metadata.name" && operator === "In")
      .map(({ values = [] }) => values);
    const [first, ...rest] = lists;
    if (first === undefined) return null;
    for (const name of first) if (rest.every((list) => list.includes(name))) names.add(name);
  }
  return names;
};

interface Wish {
  readonly weight: number;
  readonly test: NodeTest;
}

/** Preferred terms ready to be tried; or what is wrong with them. */
const compileWishes = (terms: readonly PreferredSchedulingTerm[]): readonly Wish[] | { readonly error: string } => {
  const wishes: Wish[] = [];
  for (const { weight, preference } of terms) {
    const { matchExpressions = [], matchFields = [] } = preference;
    if (weight === 0 || matchExpressions.length + matchFields.length === 0) continue;
    const test = compileNodeSelectorTerm(preference);
    if (isLeft(test)) return { error: selectorErrorText(test.left) };
    wishes.push({ weight, test: test.right });
  }
  return wishes;
};

/** What one spec asks of nodes. */
interface Asked {
  readonly filtering: Filtering;
  /** The weights of the wishes a node fulfils; null = there are none. */
  readonly preferred: NodeNumbers | { readonly error: string } | null;
  readonly traits: readonly Trait[];
}

/** The profile's share in every pod's affinity. */
interface Added {
  readonly test: NodeTest | null;
  readonly preferred: readonly PreferredSchedulingTerm[];
}

const addedBy = ({ addedAffinity }: NodeAffinityArgs): Added => {
  const terms = requiredTermsOf(addedAffinity);
  return {
    test: terms === undefined ? null : compileNodeSelector(terms).test,
    preferred: addedAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [],
  };
};

const rejectionBy =
  (added: NodeTest | null, own: NodeTest) =>
  ({ labels, name }: NodeState): number => {
    if (added !== null && !added(labels, name)) return OTHER_BY_PROFILE;
    return own(labels, name) ? FITS : OTHER_BY_POD;
  };

const weigh =
  (wishes: readonly Wish[]) =>
  ({ labels, name }: NodeState): number =>
    wishes.reduce((sum, { weight, test }) => (test(labels, name) ? sum + weight : sum), 0);

const filterBy = (required: NodeNumbers, only: ReadonlySet<string> | null): NodeFilter => ({
  kind: "nodes",
  ...(only === null ? {} : { only }),
  narrow: (candidates) => {
    candidates.keep(required.read());
  },
  verdictOf: (rejection) => (rejection === OTHER_BY_PROFILE ? PROFILE_VERDICT : POD_VERDICT),
});

const readSpec = ({ nodeSelector, affinity }: PodSpec, added: Added, nodes: NodesView): Asked => {
  const terms = requiredTermsOf(affinity?.nodeAffinity);
  const only = terms === undefined || terms.length === 0 ? null : namedNodes(terms);
  const asksNothing = terms === undefined && nodeSelector === undefined && added.test === null;
  const rejection = rejectionBy(added.test, compileRequiredNodes(nodeSelector, terms));
  // Where nodes are named there are few to look at, and many pods that each name others.
  const directly: NodeNumber = (node) => {
    const state = nodes.at(node);
    return state === undefined ? OTHER_BY_POD : rejection(state);
  };
  const own = affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const preferred = [...own, ...added.preferred];
  const wishes = compileWishes(preferred);
  const weights = preferred.length === 0 || "error" in wishes ? null : keptWhileLabelled(nodes, weigh(wishes));
  const required = only === null ? keptWhileLabelled(nodes, rejection) : notKept(directly);
  return {
    filtering: asksNothing ? NOTHING_TO_FILTER : only?.size === 0 ? CONFLICT : filterBy(required, only),
    preferred: "error" in wishes ? wishes : weights,
    traits:
      weights === null ? NO_TRAITS : [{ id: `wishes ${JSON.stringify(preferred)}`, isOfNode: true, numbers: weights }],
  };
};

const matches = ({ nodeSelector, affinity }: PodSpec, added: Added, { labels, name }: NodeState): boolean =>
  (added.test === null || added.test(labels, name)) &&
  compileRequiredNodes(nodeSelector, requiredTermsOf(affinity?.nodeAffinity))(labels, name);

export const nodeAffinity: SchedulerPlugin<NodeAffinityArgs> = {
  name: "NodeAffinity",
  points: ["preFilter", "filter", "preScore", "score"],
  config: pluginArgs<NodeAffinityArgs>("NodeAffinityArgs", { addedAffinity: optional(addedAffinity) }),
  defaults: {},
  check: ({ addedAffinity: nodeAffinity }, check, at) => {
    if (nodeAffinity !== undefined) checkNodeAffinity(check, [...at, "addedAffinity"], nodeAffinity);
  },
  build: (args) => {
    const added = addedBy(args);
    const memory = perCluster(
      ({ nodes }) =>
        new ContentMemo<PodSpec, Asked>({
          keyOf: ({ nodeSelector, affinity }) => JSON.stringify([nodeSelector, affinity?.nodeAffinity]),
          compute: (spec) => readSpec(spec, added, nodes),
          keptMax: KEPT_MAX,
        }),
    );
    return {
      filtersBy: "node",
      scoresBy: "traits",
      traits: ({ spec }, cluster) => memory(cluster).of(spec).traits,
      isInterned: true,
      filter: ({ spec }, cluster) => memory(cluster).of(spec).filtering,
      score: ({ spec }, cluster, candidates, scores) => {
        const { preferred } = memory(cluster).of(spec);
        if (preferred === null) return "skipped";
        if ("error" in preferred) return preferred;
        const weightOn = preferred.read();
        for (let k = 0; k < candidates.size; k++) scores[k] = weightOn(candidates.at(k));
        normalizeScores(scores, candidates.size, "more");
        return "scored";
      },
      wakesOn: [
        {
          resource: "Node",
          actions: ACTION.add | ACTION.updateNodeLabel,
          hint: ({ spec }, { before, after }) =>
            after !== null && matches(spec, added, after) && (before === null || !matches(spec, added, before)),
        },
      ],
    };
  },
};
