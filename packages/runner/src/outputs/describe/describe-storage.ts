// `describe pvc` and `describe pv`: kubectl's fields in kubectl's order.
import { claimClassOf, claimsOfPod, volumeClassOf } from "@podsim/core";
import type { ClaimState, NodeSelectorRequirement, VolumeState } from "@podsim/core";
import { volumeOf } from "../objects/storage-objects.js";
import { accessModesText } from "../text/access-modes-text.js";
import { ageText } from "../text/age.js";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { NONE, orNone } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import { describeDataSource } from "./data-source.js";
import { describeEvents } from "./describe-events.js";
import { describePersistentSource } from "./describe-volumes.js";

/** Where it stands, and how long somebody has waited for it to go. */
const statusText = ({ phase, deletingSinceUs }: ClaimState | VolumeState, { nowUs }: RunView): string =>
  deletingSinceUs === null ? phase : `Terminating (lasts ${ageText(deletingSinceUs, nowUs)})`;

/** Pods with a volume of the claim, whether they run or not. */
const usersOf = ({ object: { metadata } }: ClaimState, { world }: RunView): readonly string[] => {
  const names: string[] = [];
  for (const ix of world.pods.inNamespace(metadata.namespace)) {
    const pod = world.pods.at(ix);
    if (pod === undefined) continue;
    const { name, template } = pod.identity;
    if (claimsOfPod(name, template.spec).some((claim) => claim.name === metadata.name)) names.push(name);
  }
  return names.sort();
};

export const describeClaim = (claim: ClaimState, view: RunView, out: IndentedWriter): void => {
  const { metadata, spec } = claim.object;
  const bound = volumeOf(claim, view.world)?.object.spec;
  out.line(0, "Name:", metadata.name);
  out.line(0, "Namespace:", metadata.namespace);
  out.line(0, "StorageClass:", claimClassOf(claim.object));
  out.line(0, "Status:", statusText(claim, view));
  out.line(0, "Volume:", spec.volumeName ?? "");
  out.values("Labels", keyValues(metadata.labels));
  out.values("Annotations", annotationTexts(metadata.annotations));
  out.line(0, "Finalizers:", "[kubernetes.io/pvc-protection]");
  out.line(0, "Capacity:", bound?.capacity["storage"] ?? "");
  out.line(0, "Access Modes:", accessModesText(bound?.accessModes ?? []));
  out.line(0, "VolumeMode:", spec.volumeMode);
  describeDataSource(spec, 0, out);
  out.values("Used By", usersOf(claim, view));
  describeEvents(view, "PersistentVolumeClaim", metadata.namespace, metadata.name, out);
};

const describeTerm = (title: string, requirements: readonly NodeSelectorRequirement[], out: IndentedWriter): void => {
  const texts = requirements.map(({ key, operator, values = [] }) =>
    [key, operator.toLowerCase(), ...(values.length === 0 ? [] : [`[${values.join(", ")}]`])].join(" "),
  );
  out.values(title, texts, "    ");
};

const describeNodeAffinity = ({ object }: VolumeState, out: IndentedWriter): void => {
  const required = object.spec.nodeAffinity?.required;
  if (required === undefined) return out.line(0, "Node Affinity:", NONE);
  out.line(0, "Node Affinity:", "");
  const { nodeSelectorTerms: terms } = required;
  out.line(1, "Required Terms:", terms.length === 0 ? NONE : "");
  for (const [i, { matchExpressions = [] }] of terms.entries()) describeTerm(`Term ${i}`, matchExpressions, out);
};

export const describeVolume = (volume: VolumeState, view: RunView, out: IndentedWriter): void => {
  const { metadata, spec } = volume.object;
  out.line(0, "Name:", metadata.name);
  out.values("Labels", keyValues(metadata.labels));
  out.values("Annotations", annotationTexts(metadata.annotations));
  out.line(0, "Finalizers:", "[kubernetes.io/pv-protection]");
  out.line(0, "StorageClass:", volumeClassOf(volume.object));
  out.line(0, "Status:", statusText(volume, view));
  out.line(0, "Claim:", spec.claimRef === undefined ? "" : `${spec.claimRef.namespace}/${spec.claimRef.name}`);
  out.line(0, "Reclaim Policy:", spec.persistentVolumeReclaimPolicy);
  out.line(0, "Access Modes:", accessModesText(spec.accessModes));
  out.line(0, "VolumeMode:", spec.volumeMode);
  out.line(0, "Capacity:", orNone(spec.capacity["storage"] ?? ""));
  describeNodeAffinity(volume, out);
  out.line(0, "Message:", "");
  describePersistentSource(spec, out);
  describeEvents(view, "PersistentVolume", "", metadata.name, out);
};
