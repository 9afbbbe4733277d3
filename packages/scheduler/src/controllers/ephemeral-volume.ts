// Makes the claims of pods whose volumes are made for them, and deletes those claims when the pod is gone.
import { claimDeletionRequested } from "@podsim/core";
import type { ClaimState, PersistentVolumeClaim, PodState, Volume } from "@podsim/core";
import { RANK } from "../actor.js";
import { createClaim } from "../api-server/create-claim.js";
import type { ControllerDefinition } from "../controller.js";
import { hearsOf } from "../hearing.js";

const claimFor = (
  { identity }: PodState,
  { name }: Volume,
  template: NonNullable<Volume["ephemeral"]>,
): PersistentVolumeClaim => {
  const { metadata, spec } = template.volumeClaimTemplate;
  const owner = { apiVersion: "v1", kind: "Pod", name: identity.name, uid: identity.uid, controller: true };
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name: `${identity.name}-${name}`,
      namespace: identity.namespace,
      labels: metadata.labels,
      annotations: metadata.annotations,
      ownerReferences: [owner],
    },
    spec,
    status: { phase: "Pending" },
  };
};

/** The uid of the pod that owns the claim; undefined where none does. */
const owningPod = ({ object }: ClaimState): string | undefined =>
  object.metadata.ownerReferences?.find(({ kind, controller }) => kind === "Pod" && controller === true)?.uid;

export const ephemeralVolume: ControllerDefinition = {
  name: "ephemeral-volume-controller",
  rank: RANK.volumes,
  hears: hearsOf(["PodCreated", "ClaimApplied", "PodRemoved"]),
  build: (plane) => {
    const { world } = plane;
    /** Claims of pods by the pod's uid, as far as they were seen. */
    const owned = new Map<string, Set<number>>();
    const note = (claim: ClaimState | undefined): void => {
      const uid = claim === undefined ? undefined : owningPod(claim);
      if (claim === undefined || uid === undefined) return;
      const claims = owned.get(uid);
      if (claims === undefined) owned.set(uid, new Set([claim.ix]));
      else claims.add(claim.ix);
    };
    for (const claim of world.claims.values()) note(claim);
    const deleteOrphans = (out: Parameters<ReturnType<ControllerDefinition["build"]>["sync"]>[2]): void => {
      for (const [uid, claims] of owned) {
        for (const ix of claims) {
          const claim = world.claims.at(ix);
          if (claim === undefined) {
            claims.delete(ix);
            continue;
          }
          const owner = claim.object.metadata.ownerReferences?.find((each) => each.uid === uid);
          const pod = world.pods.find(claim.object.metadata.namespace, owner?.name ?? "");
          if (pod?.identity.uid !== uid && claim.deletingSinceUs === null) out.record(claimDeletionRequested, ix, {});
        }
        if (claims.size === 0) owned.delete(uid);
      }
    };
    return {
      watch: ({ definition, subject }, enqueue) => {
        if (definition.type === "PodCreated") {
          const volumes = world.pods.at(subject)?.identity.template.spec.volumes ?? [];
          if (volumes.some(({ ephemeral }) => ephemeral !== undefined)) enqueue(subject);
        } else if (definition.type === "ClaimApplied") note(world.claims.at(subject));
        else if (definition.type === "PodRemoved" && owned.size > 0) enqueue(subject);
      },
      sync: (key, _now, out) => {
        const pod = world.pods.at(key);
        if (pod === undefined) return deleteOrphans(out);
        if (pod.deletion !== null) return;
        let claimIx = world.claims.nextIx;
        for (const volume of pod.identity.template.spec.volumes ?? []) {
          if (volume.ephemeral === undefined) continue;
          const claim = claimFor(pod, volume, volume.ephemeral);
          const { namespace, name } = claim.metadata;
          if (world.claims.find(namespace, name) === undefined) createClaim(claim, plane, out, claimIx++);
        }
      },
    };
  },
};
