// Pods, with kubectl's columns.
import { podRow } from "@podsim/core";
import type { PodState } from "@podsim/core";
import { describePod } from "../describe/describe-pod.js";
import { podObject } from "../objects/pod-object.js";
import type { RunView } from "../view/run-view.js";
import { isSameApiPod } from "../view/api-pod.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";

/** A row of `get pods`, for a state of the pod and the view it is seen in. */
const listedPod = (pod: PodState, view: RunView): Listed => ({
  namespace: pod.identity.namespace,
  name: pod.identity.name,
  labels: pod.identity.template.metadata.labels,
  cells: () => {
    const row = podRow(pod, view.nowUs);
    const { name, ready, status, restarts, age, ip, node, nominatedNode, readinessGates } = row;
    return [name, ready, status, restarts, age, ip, node, nominatedNode, readinessGates];
  },
  toObject: () => podObject(pod, view.world, view.clock),
});

export const pods = tabledKind<PodState>({
  kind: "Pod",
  group: "",
  plural: "pods",
  singular: "pod",
  shortNames: ["po"],
  namespaced: true,
  inAll: true,
  columns: [
    NAME_COLUMN,
    { name: "READY" },
    { name: "STATUS" },
    { name: "RESTARTS" },
    AGE_COLUMN,
    { name: "IP", wide: true },
    { name: "NODE", wide: true },
    { name: "NOMINATED NODE", wide: true },
    { name: "READINESS GATES", wide: true },
  ],
  entity: "pod",
  table: (world) => world.pods,
  listed: listedPod,
  describe: describePod,
  isSame: isSameApiPod,
});
