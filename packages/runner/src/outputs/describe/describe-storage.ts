// `describe pvc` and `describe pv`: kubectl's fields in kubectl's order.
import { claimClassOf, claimsOfPod, volumeClassOf } from "@podsim/core";
import type { ClaimState, VolumeState } from "@podsim/core";
import { volumeOf } from "../objects/storage-objects.js";
import { accessModesText } from "../text/access-modes-text.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { orNone } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";
import { annotationTexts } from "./describe-template.js";

/** Pods with a volume of the claim, whether they run or not. */
const usersOf = ({ object: { metadata } }: ClaimState, { world }: RunView): readonly string[] => {
  const names: string[] = [];
  for (const ix of world.pods.inNamespace(metadata.namespace)) {
    const pod = world.pods.at(ix);
    if (pod === undefined) continue;
    const { name, template } = pod.identity;
    if (claimsOfPod(name, template.spec).some((claim) => claim.name === metadata.name)) names.push(name);
  }
  return names;
};

export const describeClaim = (claim: ClaimState, view: RunView, out: IndentedWriter): void => {
  const { metadata, spec } = claim.object;
  const bound = volumeOf(claim, view.world)?.object.spec;
  out.line(0, "Name:", metadata.name);
  out.line(0, "Namespace:", metadata.namespace);
  out.line(0, "StorageClass:", claimClassOf(claim.object));
  out.line(0, "Status:", claim.isDeleting ? "Terminating" : claim.phase);
  out.line(0, "Volume:", spec.volumeName ?? "");
  out.values("Labels", keyValues(metadata.labels));
  out.values("Annotations", annotationTexts(metadata.annotations));
  out.line(0, "Finalizers:", "[kubernetes.io/pvc-protection]");
  out.line(0, "Capacity:", bound?.capacity["storage"] ?? "");
  out.line(0, "Access Modes:", accessModesText(bound?.accessModes ?? []));
  out.line(0, "VolumeMode:", spec.volumeMode);
  out.values("Used By", usersOf(claim, view));
  describeEvents(view, "PersistentVolumeClaim", metadata.namespace, metadata.name, out);
};

const describeNodeAffinity = ({ object }: VolumeState, out: IndentedWriter): void => {
  const terms = object.spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  if (terms.length === 0) return out.line(0, "Node Affinity:", "<none>");
  out.line(0, "Node Affinity:");
  out.line(1, "Required Terms:");
  for (const [i, { matchExpressions = [] }] of terms.entries()) {
    const words = matchExpressions.map(
      ({ key, operator, values = [] }) => `${key} ${operator.toLowerCase()} [${values.join(", ")}]`,
    );
    for (const [k, text] of (words.length === 0 ? ["<none>"] : words).entries()) {
      out.line(2, k === 0 ? `Term ${i}:` : "", text);
    }
  }
};

export const describeVolume = (volume: VolumeState, view: RunView, out: IndentedWriter): void => {
  const { metadata, spec } = volume.object;
  out.line(0, "Name:", metadata.name);
  out.values("Labels", keyValues(metadata.labels));
  out.values("Annotations", annotationTexts(metadata.annotations));
  out.line(0, "Finalizers:", "[kubernetes.io/pv-protection]");
  out.line(0, "StorageClass:", volumeClassOf(volume.object));
  out.line(0, "Status:", volume.isDeleting ? "Terminating" : volume.phase);
  out.line(0, "Claim:", spec.claimRef === undefined ? "" : `${spec.claimRef.namespace}/${spec.claimRef.name}`);
  out.line(0, "Reclaim Policy:", spec.persistentVolumeReclaimPolicy);
  out.line(0, "Access Modes:", accessModesText(spec.accessModes));
  out.line(0, "VolumeMode:", spec.volumeMode);
  out.line(0, "Capacity:", orNone(spec.capacity["storage"] ?? ""));
  describeNodeAffinity(volume, out);
  out.line(0, "Message:", "");
  describeEvents(view, "PersistentVolume", "", metadata.name, out);
};
