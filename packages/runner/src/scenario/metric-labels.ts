// Labels in the selector of a metric: one that the metric does not have, or a value that no series can have, is refused.
import { closest } from "../input/closest.js";
import type { Path } from "../input/located.js";
import { ARRIVALS } from "../run/measure/causes.js";
import type { LabelDomain, MetricDefinition, OpenDomain } from "../run/measure/metric.js";
import type { Issue } from "./schema/schema.js";
import { firstFew, listed } from "./schema/shown.js";

/** What labels of metrics can name in this scenario. */
export interface KnownNames {
  readonly deployments: readonly string[];
  readonly namespaces: readonly string[];
  readonly services: readonly string[];
  readonly interventions: readonly string[];
}

const isOpen = (domain: LabelDomain): domain is OpenDomain => typeof domain === "object" && "usual" in domain;

/** What the label can be, of an open domain as far as it is known; null = nobody can tell. */
const namesIn = (metric: MetricDefinition, label: string, known: KnownNames | null): readonly string[] | null => {
  const domain = metric.labels[label];
  if (domain === undefined || domain === "anything") return null;
  if (typeof domain !== "string") return isOpen(domain) ? domain.usual : domain;
  if (known === null) return null;
  switch (domain) {
    case "deployment":
      return known.deployments;
    case "namespace":
      return known.namespaces;
    case "service":
      return known.services;
    case "intervention":
      return known.interventions;
    case "cause":
      return ["start", ARRIVALS, ...known.interventions];
  }
};

/** What to write instead of a value that no series has; null = there may be one. */
const otherValue = (
  metric: MetricDefinition,
  label: string,
  value: string,
  known: KnownNames | null,
): string | null => {
  const names = namesIn(metric, label, known);
  if (names === null || names.includes(value)) return null;
  const meant = closest(value, names);
  if (meant !== null) return `did you mean "${meant}"?`;
  const domain = metric.labels[label];
  if (domain !== undefined && isOpen(domain)) return null;
  return `known here: ${names.length === 0 ? "none" : firstFew(names)}`;
};

/** What is wrong with one label of a selector; `path`: where the selector stands. */
export const labelIssue = (
  metric: MetricDefinition,
  [label, value]: readonly [string, string],
  known: KnownNames | null,
  path: Path,
): Issue | null => {
  const labels = Object.keys(metric.labels);
  const why = "a threshold on a series that never exists would say nothing about the run";
  if (!labels.includes(label)) {
    const meant = closest(label, labels);
    const has = labels.length === 0 ? "it has no labels" : `its labels are ${listed(labels, "and")}`;
    const fix = meant === null ? "remove the label" : `did you mean ${meant}?`;
    return {
      code: "E105",
      message: `${metric.name} has no label "${label}"; ${has}`,
      why,
      fix,
      path,
      part: "key",
      token: label,
    };
  }
  const fix = otherValue(metric, label, value, known);
  if (fix === null) return null;
  return {
    code: "E105",
    message: `${metric.name} has no series with ${label}="${value}"`,
    why,
    fix,
    path,
    part: "key",
    token: value,
  };
};
