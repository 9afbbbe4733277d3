// The workloads known by name.
export const WORKLOAD_NAMES = [
  "basic",
  "spread",
  "spread-host",
  "preferred-spread",
  "antiaffinity",
  "affinity",
  "preferred-affinity",
  "preferred-antiaffinity",
  "node-affinity",
  "taints",
  "mixed",
  "preemption",
  "unschedulable",
  "churn",
] as const;

export type WorkloadName = (typeof WORKLOAD_NAMES)[number];
