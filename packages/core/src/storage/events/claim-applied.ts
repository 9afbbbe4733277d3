// A PersistentVolumeClaim was created or its object replaced.
import type { PersistentVolumeClaim } from "../../api/persistent-volume-claim.js";
import type { EventDefinition } from "../../event.js";
import type { ClaimIx } from "../../ids.js";
import { BIND_COMPLETED, SELECTED_NODE } from "../annotations.js";
import type { ClaimState } from "../claim-state.js";
import { SAMPLE_CLAIM } from "../sample-storage.js";

export interface ClaimApplied {
  readonly claimIx: number;
  readonly uid: string;
  readonly object: PersistentVolumeClaim;
}

/** A manifest of a claim that was bound elsewhere is bound here: it says so in the annotation. */
const initialPhase = ({ metadata, spec, status }: PersistentVolumeClaim): ClaimState["phase"] => {
  if (status.phase === "Lost") return "Lost";
  return (spec.volumeName ?? "") !== "" && BIND_COMPLETED in metadata.annotations ? "Bound" : "Pending";
};

export const claimApplied: EventDefinition<"ClaimApplied", ClaimApplied, ClaimState | undefined> = {
  type: "ClaimApplied",
  entity: "claim",
  revision: 1,
  fields: { claimIx: "int", uid: "string", object: "json" },
  evolve: (old, { claimIx, uid, object }, at) => ({
    ix: claimIx as ClaimIx,
    uid,
    createdAtUs: old?.createdAtUs ?? object.metadata.found?.createdAtUs ?? at,
    object,
    phase: old?.phase ?? initialPhase(object),
    selectedNode: old?.selectedNode ?? object.metadata.annotations[SELECTED_NODE] ?? "",
    provisioningSinceUs: old?.provisioningSinceUs ?? null,
    waiting: old?.waiting ?? "",
    deletingSinceUs: old?.deletingSinceUs ?? null,
  }),
  example: { claimIx: 0, uid: "9f0c…", object: SAMPLE_CLAIM },
};
