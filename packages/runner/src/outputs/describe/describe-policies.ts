// `describe quota` and `describe limits`: kubectl's tables, which `describe namespace` shows of all that it holds.
import type { LimitRange, QuotaScope, ResourceQuota } from "@podsim/core";
import { quotaUsed } from "../objects/quota-used.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import type { RunView } from "../view/run-view.js";

const SCOPE_TEXTS: Readonly<Partial<Record<QuotaScope, string>>> = {
  Terminating:
    "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.",
  NotTerminating:
    "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.",
  BestEffort:
    "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.",
  NotBestEffort:
    "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.",
};

/** Its scopes, each explained behind `mark`; then what is taken of what. */
const describeAmounts = (
  quota: ResourceQuota,
  view: RunView,
  level: number,
  mark: string,
  line: string,
  out: IndentedWriter,
): void => {
  const { hard, scopes } = quota.spec;
  if (scopes.length > 0) {
    const sorted = [...scopes].sort();
    out.line(level, "Scopes:", sorted.join(", "));
    for (const scope of sorted) {
      const text = SCOPE_TEXTS[scope];
      if (text !== undefined) out.line(level, `${mark} ${text}`);
    }
  }
  out.line(level, "Resource", "Used", "Hard");
  out.line(level, "--------", line, line);
  for (const [resource, amount] of Object.entries(quotaUsed(quota, view))) {
    out.line(level, resource, amount, hard[resource] ?? "");
  }
};

export const describeResourceQuota = (quota: ResourceQuota, view: RunView, out: IndentedWriter): void => {
  out.line(0, "Name:", quota.metadata.name);
  out.line(0, "Namespace:", quota.metadata.namespace);
  describeAmounts(quota, view, 0, " *", "----", out);
};

const HEADINGS = ["Type", "Resource", "Min", "Max", "Default Request", "Default Limit", "Max Limit/Request Ratio"];

const describeLimits = (ranges: readonly LimitRange[], space: string, out: IndentedWriter): void => {
  const line = ([first = "", ...rest]: readonly string[]): void => out.line(0, `${space}${first}`, ...rest);
  line(HEADINGS);
  line(HEADINGS.map((heading) => "-".repeat(heading.length)));
  for (const item of ranges.flatMap(({ spec }) => spec.limits)) {
    const lists = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio];
    const resources = new Set(lists.flatMap((list) => Object.keys(list)));
    for (const resource of [...resources].sort()) {
      line([item.type, resource, ...lists.map((list) => list[resource] ?? "-")]);
    }
  }
};

export const describeLimitRange = (range: LimitRange, out: IndentedWriter): void => {
  out.line(0, "Name:", range.metadata.name);
  out.line(0, "Namespace:", range.metadata.namespace);
  describeLimits([range], "", out);
};

/** What limits the pods of a namespace. */
export const describePoliciesIn = (namespace: string, view: RunView, out: IndentedWriter): void => {
  const { resourceQuotas = [], limitRanges = [] } = view.world.cluster;
  const quotas = resourceQuotas.filter(({ object }) => object.metadata.namespace === namespace);
  out.line(0, quotas.length === 0 ? "No resource quota." : "Resource Quotas");
  for (const { object } of quotas) {
    out.line(1, "Name:", object.metadata.name);
    describeAmounts(object, view, 1, "*", "---", out);
  }
  out.line(0, "");
  const ranges = limitRanges.filter(({ object }) => object.metadata.namespace === namespace);
  out.line(0, ranges.length === 0 ? "No LimitRange resource." : "Resource Limits");
  if (ranges.length > 0)
    describeLimits(
      ranges.map(({ object }) => object),
      " ",
      out,
    );
};
