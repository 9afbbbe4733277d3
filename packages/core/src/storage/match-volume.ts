// Which volume a claim gets: the one that is kept for it, else the smallest that will do.
import { isLeft } from "fp-ts/lib/Either.js";
import type { PersistentVolume } from "../api/persistent-volume.js";
import { quantityFrom } from "../api/quantity-text.js";
import { compileNodeSelector } from "../api/node-selectors.js";
import { compileLabelSelector } from "../api/selectors.js";
import type { LabelTest } from "../api/requirement.js";
import type { NodeState } from "../node/node-state.js";
import { compareQuantities } from "../quantity.js";
import type { Quantity } from "../quantity.js";
import { claimClassOf } from "./claim-state.js";
import type { ClaimState } from "./claim-state.js";
import { volumeClassOf } from "./volume-state.js";
import type { VolumeState } from "./volume-state.js";

const NOTHING = quantityFrom("0");

export const claimSize = ({ object }: ClaimState): Quantity =>
  quantityFrom(object.spec.resources.requests["storage"] ?? "0");

const capacityOf = ({ object }: VolumeState): Quantity => quantityFrom(object.spec.capacity["storage"] ?? "0");

/** Whether the volume is kept for the claim. */
export const isKeptFor = ({ object }: VolumeState, { uid, object: { metadata } }: ClaimState): boolean => {
  const { claimRef } = object.spec;
  if (claimRef?.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false;
  return claimRef.uid === undefined || claimRef.uid === uid;
};

const nodeTests = new WeakMap<PersistentVolume, (node: NodeState) => boolean>();

/** Whether the volume can be reached from the node. */
export const isReachableFrom = ({ object }: VolumeState, node: NodeState): boolean => {
  let test = nodeTests.get(object);
  if (test === undefined) {
    const required = object.spec.nodeAffinity?.required;
    const selects = required === undefined ? null : compileNodeSelector(required.nodeSelectorTerms).test;
    test = selects === null ? () => true : ({ labels, name }) => selects(labels, name);
    nodeTests.set(object, test);
  }
  return test(node);
};

const selectorOf = ({ object }: ClaimState): LabelTest | null => {
  const { selector } = object.spec;
  if (selector === undefined) return null;
  const compiled = compileLabelSelector(selector);
  return isLeft(compiled) ? () => false : compiled.right;
};

const hasModes = ({ object }: ClaimState, volume: VolumeState): boolean =>
  object.spec.accessModes.every((mode) => volume.object.spec.accessModes.includes(mode));

/** Why a volume that the claim names cannot be its volume; null if it can. */
export const mismatchOf = (claim: ClaimState, volume: VolumeState): string | null => {
  if (compareQuantities(capacityOf(volume), claimSize(claim)) < 0) return "requested PV is too small";
  if (volumeClassOf(volume.object) !== claimClassOf(claim.object)) return "storageClassName does not match";
  if (volume.object.spec.volumeMode !== claim.object.spec.volumeMode) return "incompatible volumeMode";
  return hasModes(claim, volume) ? null : "incompatible accessMode";
};

export interface VolumeSearch {
  /** The node on which the claim's pod is to run; null = not known: only volumes kept for the claim are for one that waits. */
  readonly node: NodeState | null;
  /** Volumes promised to other claims of the same pod, by name. */
  readonly taken: ReadonlySet<string>;
  /** The claim's class binds when a pod was placed. */
  readonly isDelayed: boolean;
}

/** The volume for the claim, of those given; of equally small ones the first. */
export const findVolume = (
  claim: ClaimState,
  volumes: Iterable<VolumeState>,
  { node, taken, isDelayed }: VolumeSearch,
): VolumeState | null => {
  const size = claimSize(claim);
  const storageClass = claimClassOf(claim.object);
  const selects = selectorOf(claim);
  let best: VolumeState | null = null;
  let bestCapacity = NOTHING;
  for (const volume of volumes) {
    const { metadata, spec } = volume.object;
    if (taken.has(metadata.name)) continue;
    const isKept = isKeptFor(volume, claim);
    if (spec.claimRef !== undefined && !isKept) continue;
    const capacity = capacityOf(volume);
    if (compareQuantities(capacity, size) < 0 || spec.volumeMode !== claim.object.spec.volumeMode) continue;
    if (volume.deletingSinceUs !== null) continue;
    const isReachable = node === null || isReachableFrom(volume, node);
    if (isKept) return isReachable ? volume : null;
    if (node === null && isDelayed) continue;
    if (volume.phase !== "Available" || selects?.(metadata.labels) === false) continue;
    if (volumeClassOf(volume.object) !== storageClass || !isReachable || !hasModes(claim, volume)) continue;
    if (best !== null && compareQuantities(bestCapacity, capacity) <= 0) continue;
    best = volume;
    bestCapacity = capacity;
  }
  return best;
};
