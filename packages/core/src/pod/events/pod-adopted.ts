// A controller took over a pod that had none: its selector matches the pod's labels.
import type { EventDefinition } from "../../event.js";
import type { PodState } from "../pod-state.js";
import { withIdentity } from "../pod-state.js";

export interface PodAdopted {
  readonly ownerKind: string;
  readonly ownerName: string;
  readonly ownerIx: number;
}

export const podAdopted: EventDefinition<"PodAdopted", PodAdopted, PodState> = {
  type: "PodAdopted",
  entity: "pod",
  revision: 1,
  fields: { ownerKind: "string", ownerName: "string", ownerIx: "int" },
  evolve: (pod, d) => withIdentity(pod, pod.identity.template, { kind: d.ownerKind, name: d.ownerName, ix: d.ownerIx }),
  example: { ownerKind: "ReplicaSet", ownerName: "frontend", ownerIx: 0 },
};
