// Kubernetes label selectors in scenario files.
import type { LabelSelector, LabelSelectorRequirement, Labels } from "@podsim/core";
import { dictionary, list, mapped } from "./collections.js";
import { optional, record, required } from "./record.js";
import type { Schema } from "./schema.js";
import { oneOf, text } from "./scalars.js";

const requirement: Schema<LabelSelectorRequirement> = mapped(
  record<{ key: string; operator: LabelSelectorRequirement["operator"]; values: readonly string[] | null }>(
    "matchExpressions",
    {
      key: required(text),
      operator: required(oneOf(["In", "NotIn", "Exists", "DoesNotExist"])),
      values: optional(list(text)),
    },
  ),
  ({ key, operator, values }) => ({ key, operator, ...(values === null ? {} : { values }) }),
);

export const labels: Schema<Labels> = dictionary(text);

export const labelRequirements: Schema<readonly LabelSelectorRequirement[]> = list(requirement);

/** matchLabels and matchExpressions. */
export const labelSelector: Schema<LabelSelector> = mapped(
  record<{ matchLabels: Labels | null; matchExpressions: readonly LabelSelectorRequirement[] | null }>(
    "labelSelector",
    {
      matchLabels: optional(labels),
      matchExpressions: optional(labelRequirements),
    },
  ),
  ({ matchLabels, matchExpressions }) => ({
    ...(matchLabels === null ? {} : { matchLabels }),
    ...(matchExpressions === null ? {} : { matchExpressions }),
  }),
);
