// The parts of describe that pods and pod templates share: volumes, node selectors, tolerations, spreading.
import { formatLabelSelector } from "@podsim/core";
import type { PodSpec, PodTemplateSpec, Taint, Toleration } from "@podsim/core";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import type { WallClock } from "../view/wall-clock.js";
import { describeContainers } from "./describe-container.js";

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

const SOURCES: Readonly<Record<string, string>> = {
  hostPath: "HostPath (bare host directory volume)",
  emptyDir: "EmptyDir (a temporary directory that shares a pod's lifetime)",
  secret: "Secret (a volume populated by a Secret)",
  configMap: "ConfigMap (a volume populated by a ConfigMap)",
  downwardAPI: "DownwardAPI (a volume populated by information about the pod)",
  projected: "Projected (a volume that contains injected data from multiple sources)",
  persistentVolumeClaim: "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
  csi: "CSI (a Container Storage Interface (CSI) volume source)",
  nfs: "NFS (an NFS mount that lasts the lifetime of a pod)",
  ephemeral: "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)",
};

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** What of a source is worth a line, by the name describe gives it. */
const sourceLines = (name: string, source: Readonly<Record<string, unknown>>): readonly (readonly string[])[] => {
  const text = (key: string): string => {
    const value = source[key];
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
  };
  switch (name) {
    case "hostPath":
      return [
        ["Path:", text("path")],
        ["HostPathType:", text("type")],
      ];
    case "emptyDir":
      return [
        ["Medium:", text("medium")],
        ["SizeLimit:", text("sizeLimit") || "<unset>"],
      ];
    case "secret":
      return [
        ["SecretName:", text("secretName")],
        ["Optional:", text("optional") || "false"],
      ];
    case "configMap":
      return [
        ["Name:", text("name")],
        ["Optional:", text("optional") || "false"],
      ];
    case "persistentVolumeClaim":
      return [
        ["ClaimName:", text("claimName")],
        ["ReadOnly:", text("readOnly") || "false"],
      ];
    default:
      return [];
  }
};

const describeVolumes = ({ volumes }: PodSpec, space: string, out: IndentedWriter): void => {
  if (volumes === undefined || volumes.length === 0) {
    out.line(0, `${space}Volumes:`, "<none>");
    return;
  }
  out.line(0, `${space}Volumes:`);
  for (const volume of volumes) {
    out.line(1, `${space === "" ? "" : " "}${volume.name}:`);
    const name = Object.keys(volume).find((key) => key !== "name");
    if (name === undefined) {
      out.line(2, "Type:", SOURCES["emptyDir"] ?? "");
      continue;
    }
    out.line(2, "Type:", SOURCES[name] ?? name);
    for (const line of sourceLines(name, fields(fields(volume)[name]))) out.line(2, ...line);
  }
};

const spreadTexts = ({ topologySpreadConstraints = [] }: PodSpec): readonly string[] =>
  [...topologySpreadConstraints]
    .sort((a, b) => (a.topologyKey < b.topologyKey ? -1 : a.topologyKey > b.topologyKey ? 1 : 0))
    .map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) => {
      const selector = labelSelector === undefined ? "" : ` for selector ${formatLabelSelector(labelSelector)}`;
      return `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`;
    });

const sortedTolerations = ({ tolerations }: PodSpec): readonly string[] =>
  [...tolerations].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(tolerationText);

export const describePodVolumes = (spec: PodSpec, out: IndentedWriter): void => describeVolumes(spec, "", out);

/** Node-Selectors, Tolerations and spread constraints, as they end the description of a pod. */
export const describePlacement = (spec: PodSpec, out: IndentedWriter): void => {
  out.values("Node-Selectors", keyValues(spec.nodeSelector ?? {}));
  out.values("Tolerations", sortedTolerations(spec));
  const spread = spreadTexts(spec);
  if (spread.length > 0) out.values("Topology Spread Constraints", spread);
};

/** "Pod Template:" of a Deployment or ReplicaSet. */
export const describeTemplate = ({ metadata, spec }: PodTemplateSpec, clock: WallClock, out: IndentedWriter): void => {
  const space = "  ";
  out.line(0, "Pod Template:");
  out.values("Labels", keyValues(metadata.labels), space);
  if (Object.keys(metadata.annotations).length > 0)
    out.values("Annotations", annotationTexts(metadata.annotations), space);
  if (spec.initContainers.length > 0) {
    describeContainers("Init Containers", spec.initContainers, [], clock, out, space);
  }
  describeContainers("Containers", spec.containers, [], clock, out, space);
  describeVolumes(spec, space, out);
  const spread = spreadTexts(spec);
  if (spread.length > 0) out.values("Topology Spread Constraints", spread, space);
  if (spec.priorityClassName !== undefined) out.line(1, "Priority Class Name:", spec.priorityClassName);
  out.values("Node-Selectors", keyValues(spec.nodeSelector ?? {}), space);
  out.values("Tolerations", sortedTolerations(spec), space);
};

const ANNOTATION_WIDTH_MAX = 140;
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** "key: value" in order of keys; a long value or one of several lines goes below its key, cut off. */
export const annotationTexts = (annotations: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(annotations)
    .filter((key) => key !== LAST_APPLIED)
    .sort()
    .flatMap((key) => {
      const value = (annotations[key] ?? "").replace(/\n$/, "");
      if (value.length + key.length + 2 <= ANNOTATION_WIDTH_MAX && !value.includes("\n")) return [`${key}: ${value}`];
      const lines = value.split("\n").map((line) => {
        const shown = line.length > ANNOTATION_WIDTH_MAX ? `${line.slice(0, ANNOTATION_WIDTH_MAX)}...` : line;
        return `  ${shown}`;
      });
      return [`${key}:`, ...lines];
    });
