// What Kubernetes writes into the annotations of claims and volumes as they come together.
import type { Labels, ObjectMeta } from "../api/meta.js";

/** The binding was completed on the claim's side. */
export const BIND_COMPLETED = "pv.kubernetes.io/bind-completed";

/** On a claim or a volume: whoever wrote it had not named the other one. */
export const BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";

/** The node that the claim's volume has to be usable on. */
export const SELECTED_NODE = "volume.kubernetes.io/selected-node";

/** Who is asked to make the claim's volume: under today's name and the one of before. */
export const STORAGE_PROVISIONER = [
  "volume.kubernetes.io/storage-provisioner",
  "volume.beta.kubernetes.io/storage-provisioner",
] as const;

export const annotated = <Kind extends { readonly metadata: ObjectMeta }>(object: Kind, added: Labels): Kind => ({
  ...object,
  metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...added } },
});
