// `describe quota` and `describe limits`: kubectl's tables.
import type { LimitRange, ResourceQuota } from "@podsim/core";
import type { IndentedWriter } from "../text/indented-writer.js";

export const describeResourceQuota = (
  { metadata, spec }: ResourceQuota,
  used: Readonly<Record<string, string>>,
  out: IndentedWriter,
): void => {
  out.line(0, "Name:", metadata.name);
  out.line(0, "Namespace:", metadata.namespace);
  if (spec.scopes.length > 0) out.line(0, "Scopes:", spec.scopes.join(", "));
  out.line(0, "Resource", "Used", "Hard");
  out.line(0, "--------", "----", "----");
  for (const [resource, amount] of Object.entries(used)) out.line(0, resource, amount, spec.hard[resource] ?? "");
};

const HEADINGS = ["Type", "Resource", "Min", "Max", "Default Request", "Default Limit", "Max Limit/Request Ratio"];

export const describeLimitRange = ({ metadata, spec }: LimitRange, out: IndentedWriter): void => {
  out.line(0, "Name:", metadata.name);
  out.line(0, "Namespace:", metadata.namespace);
  out.line(0, ...HEADINGS);
  out.line(0, ...HEADINGS.map((heading) => heading.replaceAll(/[^ ]/g, "-").replaceAll(" ", "-")));
  for (const item of spec.limits) {
    const lists = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio];
    const resources = new Set(lists.flatMap((list) => Object.keys(list)));
    for (const resource of [...resources].sort()) {
      out.line(0, item.type, resource, ...lists.map((list) => list[resource] ?? "-"));
    }
  }
};
