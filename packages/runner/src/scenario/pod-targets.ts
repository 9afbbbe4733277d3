// How the timeline names single pods, and what is said when nothing ever makes such a pod.
import { isLeft } from "fp-ts/lib/Either.js";
import { compileLabelSelector, formatLabelSelector, selectorErrorText } from "@podsim/core";
import type { LabelSelector, LabelSelectorRequirement, Labels } from "@podsim/core";
import type { PodQuery } from "@podsim/scheduler";
import type { Path } from "../input/located.js";
import type { Planning } from "./intervention.js";
import { checked, mapped } from "./schema/collections.js";
import { labelRequirements, labels } from "./schema/label-selector.js";
import { optional, record, withDefault } from "./schema/record.js";
import { flag, integer, text } from "./schema/scalars.js";
import type { Schema } from "./schema/schema.js";
import { flagText, namespaceField, resolveTarget } from "./targets.js";

/** Which pods an intervention is about. */
export interface PodsParam {
  readonly query: PodQuery;
  readonly allowEmpty: boolean;
  /** As a person would type it. */
  readonly text: string;
}

interface PodsDraft {
  readonly name: string | null;
  readonly namespace: string;
  readonly matchLabels: Labels | null;
  readonly matchExpressions: readonly LabelSelectorRequirement[] | null;
  readonly count: number | null;
  readonly allowEmpty: boolean;
}

const selectorOf = ({ matchLabels, matchExpressions }: PodsDraft): LabelSelector | null =>
  matchLabels === null && matchExpressions === null
    ? null
    : {
        ...(matchLabels === null ? {} : { matchLabels }),
        ...(matchExpressions === null ? {} : { matchExpressions }),
      };

const textOf = ({ name, namespace, count }: PodsDraft, selector: LabelSelector | null): string => {
  if (name !== null) return `pod/${name}${flagText(namespace)}`;
  const some = count === null ? "" : `${String(count)} of `;
  const labelled = selector === null ? "all pods" : `pods -l ${formatLabelSelector(selector)}`;
  return `${some}${labelled}${flagText(namespace)}`;
};

/** A name, or labels and a number: of several, so many drawn at random. */
export const pods: Schema<PodsParam> = mapped(
  checked(
    record<PodsDraft>("pods", {
      name: optional(text),
      namespace: namespaceField,
      matchLabels: optional(labels),
      matchExpressions: optional(labelRequirements),
      count: optional(integer({ min: 1, of: "a pod" })),
      allowEmpty: withDefault(flag, false),
    }),
    ({ name, matchLabels, matchExpressions, count }) =>
      name === null || (matchLabels === null && matchExpressions === null && count === null)
        ? null
        : {
            code: "E108",
            message: "one pod is named, and others are chosen as well",
            why: "either one pod by name, or those with some labels",
            fix: "remove name, or the rest",
          },
  ),
  (draft): PodsParam => {
    const selector = selectorOf(draft);
    const { name, namespace, count, allowEmpty } = draft;
    return { query: { namespace, pod: name, selector, count }, allowEmpty, text: textOf(draft, selector) };
  },
);

/** The query of a pods parameter; reported where nothing in the scenario makes such a pod. */
export const resolvePods = ({ query, allowEmpty }: PodsParam, planning: Planning, path: Path): PodQuery => {
  const { namespace, pod, selector } = query;
  if (pod !== null) {
    resolveTarget({ kind: "Pod", name: pod, text: `pod/${pod}` }, namespace, planning, [...path, "name"]);
    return query;
  }
  const compiled = compileLabelSelector(selector ?? {});
  if (isLeft(compiled)) {
    const message = selectorErrorText(compiled.left);
    const why = "Kubernetes refuses the selector";
    planning.report({ code: "E304", message, why, fix: "write a valid label selector", path });
  } else if (!allowEmpty) planning.pods({ namespace, labels: compiled.right, path });
  return query;
};

/** A word for the pods, for names. */
export const podsSubject = ({ query }: PodsParam): string =>
  query.pod ?? Object.values(query.selector?.matchLabels ?? {})[0] ?? "pods";
