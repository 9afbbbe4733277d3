// Pods that a run begins with: found where they are, as they are, with everything their kubelet knows of them.
import { podBound, podCreated, podFound } from "@podsim/core";
import type { PodFound, PodTemplateSpec } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface FoundPod extends Omit<PodFound, "ownerKind" | "ownerName" | "ownerIx"> {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly template: PodTemplateSpec;
  readonly owner: { readonly kind: string; readonly name: string } | null;
  /** null = it is bound to none. */
  readonly node: string | null;
}

export interface FindPodsRequest extends ApiRequest {
  readonly verb: "find-pods";
  readonly pods: readonly FoundPod[];
}

/** An owner that nobody here acts for: of a kind that is not modelled, or one that is missing. */
const NOBODY_IX = -1;

/** Dense index of an owner among its kind. */
const ownerIxOf = (world: WorldView, namespace: string, { kind, name }: NonNullable<FoundPod["owner"]>): number => {
  switch (kind) {
    case "ReplicaSet":
      return world.replicaSets.ixOf(namespace, name) ?? NOBODY_IX;
    case "StatefulSet":
      return world.statefulSets.ixOf(namespace, name) ?? NOBODY_IX;
    case "DaemonSet":
      return world.daemonSets.ixOf(namespace, name) ?? NOBODY_IX;
    case "Job":
      return world.jobs.ixOf(namespace, name) ?? NOBODY_IX;
    default:
      return NOBODY_IX;
  }
};

export const findPods: RequestDefinition<FindPodsRequest> = {
  verb: "find-pods",
  perform: ({ pods }, { plane: { world } }, _now, out) => {
    for (const [k, pod] of pods.entries()) {
      const { namespace, name, uid, template, owner, node, ...found } = pod;
      const podIx = world.pods.nextIx + k;
      const nobody = { ownerKind: null, ownerName: null, ownerIx: null };
      // Whose it is is found as well: its owner does not create it now.
      out.record(podCreated, podIx, { podIx, namespace, name, uid, template, ...nobody });
      const nodeIx = node === null ? undefined : world.nodes.ixOf(node);
      if (node !== null && nodeIx !== undefined) out.record(podBound, podIx, { node, nodeIx, by: "manifest" });
      const owned =
        owner === null
          ? nobody
          : { ownerKind: owner.kind, ownerName: owner.name, ownerIx: ownerIxOf(world, namespace, owner) };
      out.record(podFound, podIx, { ...owned, ...found });
    }
  },
};
