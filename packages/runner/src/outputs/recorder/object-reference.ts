// The object an Event is about, as the component that reports it refers to it: not all of them say which one it is.
import { KNOWN_KINDS } from "@podsim/core";
import type { Announcement, NodeState, PodState, Profile } from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";
import { nodeUid, uidOf } from "../objects/object-uid.js";
import type { Step } from "../view/replay.js";
import type { ObjectReference } from "./recorded-event.js";

/** Of kinds that Kubernetes itself does not know. */
const OTHER_API_VERSIONS: ReadonlyMap<string, string> = new Map([
  ["NodeClaim", "karpenter.sh/v1"],
  ["Scenario", "podsim.dev/v1alpha1"],
]);

const apiVersionOf = (kind: string): string =>
  KNOWN_KINDS.get(kind)?.apiVersions[0] ?? OTHER_API_VERSIONS.get(kind) ?? "";

/** The object the fact is about may be gone by now; any other is found by its name. */
const realUid = ({ kind, namespace, name }: Announcement["object"], step: Step, world: WorldView): string => {
  const { entity } = step.fact.definition;
  const own = step.after ?? step.before;
  if (kind === "Pod" && entity === "pod") return (own as PodState).identity.uid;
  if (kind === "Node" && entity === "node") return nodeUid(own as NodeState);
  return uidOf(world, kind, namespace, name);
};

/** `world`: as it is after the step. */
export const referenceOf = (
  { object, from }: Announcement,
  step: Step,
  world: WorldView,
  { kubernetes }: Profile,
): ObjectReference => {
  const { kind } = object;
  // A kubelet knows its Node by name alone. Up to 1.34 it gave that for the UID, and no version of the API.
  if (kind === "Node" && from === "kubelet") {
    return kubernetes === "1.34"
      ? { apiVersion: "", uid: object.name, ...object }
      : { apiVersion: apiVersionOf(kind), uid: "", ...object };
  }
  const isNameAll = kind === "Pod" && from === "taint-eviction-controller";
  return { apiVersion: apiVersionOf(kind), uid: isNameAll ? "" : realUid(object, step, world), ...object };
};

/** Stands in no name and no message. */
export const APART = "\u0000";

/** The same for two references if they mean the same object, whatever part of it. */
export const identityOf = ({ kind, namespace, name, uid }: ObjectReference): string =>
  kind + APART + (uid === "" ? namespace + APART + name : uid);
