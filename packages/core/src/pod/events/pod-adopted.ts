// A controller took over a pod that had none: its selector matches the pod's labels.
import type { EventDefinition } from "../../event.js";
import type { PodState } from "../pod-state.js";
import { podState } from "../pod-state.js";

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
  evolve: (pod, d) => {
    const { ix, namespace, name, uid, template, createdAtUs } = pod.identity;
    const owner = { kind: d.ownerKind, name: d.ownerName, ix: d.ownerIx };
    return podState(
      { ix, namespace, name, uid, template, owner, createdAtUs },
      pod.binding,
      pod.deletion,
      pod.scheduling,
      pod.runtime,
      pod.status,
    );
  },
  example: { ownerKind: "ReplicaSet", ownerName: "frontend", ownerIx: 0 },
};
