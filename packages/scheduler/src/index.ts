// The front door of scheduler: a cluster that runs, its world to read, and what can be asked of it.
export { createCluster } from "./model.js";
export { applyFact } from "./cluster/apply-fact.js";
export { createWorld } from "./cluster/world.js";
export { DEFAULT_LATENCIES } from "./settings.js";
export { Agenda } from "./engine/agenda.js";
export { draw } from "./engine/draw.js";
export { sample } from "./engine/distribution.js";
export { registryOf } from "./kubelet/image-pulls.js";

export type { Cluster, ClusterParts } from "./model.js";
export type { World, WorldView } from "./cluster/world.js";
export type { KubernetesVersion, Latencies, Settings } from "./settings.js";
export type { BehaviorOf } from "./kubelet/container-life.js";
export type { RunLimits, Simulation, StopReason } from "./engine/simulation.js";
export type { ApiRequest, TimelineEntry } from "./api-server/request.js";
export type { NodeQuery } from "./api-server/node-query.js";
export type { ObjectRef } from "./api-server/object-ref.js";
export type { AddNodesRequest } from "./api-server/requests/add-nodes.js";
export type { ApplyRequest } from "./api-server/requests/apply.js";
export type { CordonRequest } from "./api-server/requests/cordon.js";
export type { DeleteObjectRequest } from "./api-server/requests/delete-object.js";
export type { DrainNodesRequest } from "./api-server/requests/drain-nodes.js";
export type { FailNodesRequest } from "./api-server/requests/fail-nodes.js";
export type { RegistryOutageRequest } from "./api-server/requests/registry-outage.js";
export type { RemoveNodesRequest } from "./api-server/requests/remove-nodes.js";
export type { RolloutUndoRequest } from "./api-server/requests/rollout-undo.js";
export type { ScaleRequest } from "./api-server/requests/scale.js";
export type { SetTemplateRequest } from "./api-server/requests/set-template.js";
