// Node (core/v1): the fields podsim reads, after defaulting.
import type { ObjectMeta, ResourceList, Taint } from "./meta.js";

export interface ContainerImage {
  readonly names: readonly string[];
  readonly sizeBytes: number;
}

export interface Node {
  readonly apiVersion: "v1";
  readonly kind: "Node";
  readonly metadata: ObjectMeta;
  readonly spec: { readonly unschedulable: boolean; readonly taints: readonly Taint[]; readonly providerID?: string };
  readonly status: {
    readonly capacity: ResourceList;
    /** capacity where the manifest gives none (scheduler 5.12). */
    readonly allocatable: ResourceList;
    readonly images: readonly ContainerImage[];
  };
}
