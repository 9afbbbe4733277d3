// The parts of describe that pods and pod templates share: node selectors, tolerations, spreading.
import { formatLabelSelector, namedServiceAccount } from "@podsim/core";
import type { PodSpec, PodTemplateSpec, Taint, Toleration } from "@podsim/core";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import type { WallClock } from "../view/wall-clock.js";
import { describeContainers } from "./describe-container.js";
import { describeVolumes } from "./describe-volumes.js";

/** "key=value:NoExecute op=Exists for 300s" */
const tolerationText = ({ key, value, effect, operator, tolerationSeconds }: Toleration): string => {
  let text = key;
  if (value !== "") text += `=${value}`;
  if (effect !== "") text += `:${effect}`;
  if (operator === "Exists" && value === "") text += key === "" && effect === "" ? "op=Exists" : " op=Exists";
  return tolerationSeconds === undefined ? text : `${text} for ${tolerationSeconds}s`;
};

/** "key=value:NoSchedule" */
export const taintText = ({ key, value, effect }: Taint): string =>
  value === "" ? `${key}:${effect}` : `${key}=${value}:${effect}`;

const spreadTexts = ({ topologySpreadConstraints = [] }: PodSpec): readonly string[] =>
  [...topologySpreadConstraints]
    .sort((a, b) => (a.topologyKey < b.topologyKey ? -1 : a.topologyKey > b.topologyKey ? 1 : 0))
    .map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) => {
      const selector = labelSelector === undefined ? "" : ` for selector ${formatLabelSelector(labelSelector)}`;
      return `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`;
    });

const sortedTolerations = ({ tolerations }: PodSpec): readonly string[] =>
  [...tolerations].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(tolerationText);

/** Node-Selectors, Tolerations and spread constraints, as they end the description of a pod. */
export const describePlacement = (spec: PodSpec, out: IndentedWriter): void => {
  out.values("Node-Selectors", keyValues(spec.nodeSelector ?? {}));
  out.values("Tolerations", sortedTolerations(spec));
  const spread = spreadTexts(spec);
  if (spread.length > 0) out.values("Topology Spread Constraints", spread);
};

/** "Pod Template:" of a workload. */
export const describeTemplate = ({ metadata, spec }: PodTemplateSpec, clock: WallClock, out: IndentedWriter): void => {
  const space = "  ";
  const around = { statuses: [], fieldOf: () => "", clock, space };
  out.line(0, "Pod Template:");
  out.values("Labels", keyValues(metadata.labels), space);
  if (Object.keys(metadata.annotations).length > 0)
    out.values("Annotations", annotationTexts(metadata.annotations), space);
  const account = namedServiceAccount(spec);
  if (account !== "") out.line(1, "Service Account:", account);
  if (spec.initContainers.length > 0) describeContainers("Init Containers", spec.initContainers, around, out);
  describeContainers("Containers", spec.containers, around, out);
  describeVolumes(spec, space, out);
  const spread = spreadTexts(spec);
  if (spread.length > 0) out.values("Topology Spread Constraints", spread, space);
  if (spec.priorityClassName !== undefined) out.line(1, "Priority Class Name:", spec.priorityClassName);
  out.values("Node-Selectors", keyValues(spec.nodeSelector ?? {}), space);
  out.values("Tolerations", sortedTolerations(spec), space);
};
