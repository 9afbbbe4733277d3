// What every benchmark of whole runs begins with: a namespace and nodes in three zones.
import { decodeObject } from "@podsim/core";
import type { KubernetesObject } from "@podsim/core";
import type { ApplyRequest, TimelineEntry } from "@podsim/scheduler";

export const MEBIBYTE = 1024 * 1024;

const decoded = (manifest: unknown): KubernetesObject => {
  const { object, problems } = decodeObject(manifest);
  if (object === null) throw new TypeError(`the benchmark's own manifest is wrong: ${problems[0]?.message ?? ""}`);
  return object;
};

const nodeManifest = (ix: number): unknown => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: {
    name: `node-${String(ix)}`,
    labels: { "kubernetes.io/hostname": `node-${String(ix)}`, "topology.kubernetes.io/zone": `zone-${String(ix % 3)}` },
  },
  status: { allocatable: { cpu: "8", memory: "32Gi", pods: "110" } },
});

export const applying = (manifest: unknown): ApplyRequest => ({ verb: "apply", object: decoded(manifest) });

/** The namespace and the nodes, at the start of the run. */
export const startingCluster = (nodes: number): TimelineEntry => {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" } };
  const requests = [namespace, ...Array.from({ length: nodes }, (_, ix) => nodeManifest(ix))].map(applying);
  return { atUs: 0, name: "cluster", text: "", requests };
};
