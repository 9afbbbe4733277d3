// Where a recording, made with v1.26 code, contradicts v1.34: there the fact of v1.34 holds.
import { RECORDED_PLUGINS } from "./recorded-fit.js";

/** A decision that differs has to agree when these plugins make it. */
export const OLDER = {
  reasons: {
    "3.17":
      "v1.26 finds a node short of cpu, memory or ephemeral-storage that its pods have over-committed, even for a pod " +
      "that requests none of it",
    "3.20": "v1.26 has another sentence for a volume that the node does not reach",
    "3.61":
      "v1.26 tells after a refusal for good what preemption would do; v1.34 asks DynamicResources first, which was not " +
      'prepared and ends it with "not found" (a suffix like the other, and compared as little)',
    "3.18": "v1.26 rejects a pod whose claim for one pod is in use before it comes to nodes, and for good",
  },
  plugins: RECORDED_PLUGINS,
};

const NAMESPACE_SELECTOR = {
  fact: "7.22",
  reason:
    "v1.34 tries the namespaceSelector of a pod's own term on no labels too, so one that only excludes selects every " +
    "namespace",
};

/** Single decisions, as "family/case namespace/pod". */
export const KNOWN_DIFFERENCES: ReadonlyMap<string, { readonly fact: string; readonly reason: string }> = new Map([
  ["podaffinity/004 team-b/p00", NAMESPACE_SELECTOR],
  ["podaffinity/004 team-b/p03", NAMESPACE_SELECTOR],
  ["podaffinity/004 team-b/p06", NAMESPACE_SELECTOR],
  ["podaffinity/004 prod/p08", NAMESPACE_SELECTOR],
  ["mixed/044 default/p10", NAMESPACE_SELECTOR],
]);
