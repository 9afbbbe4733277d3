// Taking in what admission goes by: each such object counts for the cluster as a whole.
import { limitRangeApplied, priorityClassApplied, resourceQuotaApplied, runtimeClassApplied } from "@podsim/core";
import type { KubernetesObject } from "@podsim/core";
import type { Outbox } from "../actor.js";

type Rule = Extract<KubernetesObject, { kind: "LimitRange" | "ResourceQuota" | "PriorityClass" | "RuntimeClass" }>;

export const applyRule = (object: Rule, out: Outbox): void => {
  switch (object.kind) {
    case "LimitRange":
      return out.record(limitRangeApplied, 0, { object });
    case "ResourceQuota":
      return out.record(resourceQuotaApplied, 0, { object });
    case "PriorityClass":
      return out.record(priorityClassApplied, 0, { object });
    case "RuntimeClass":
      return out.record(runtimeClassApplied, 0, { object });
  }
};
