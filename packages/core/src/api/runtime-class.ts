// RuntimeClass (node.k8s.io/v1): the fields podsim reads after defaulting, its codec and its rules.
import { listOf } from "./api-type.js";
import type { ObjectMeta, ResourceList, Toleration } from "./meta.js";
import { clusterMeta, toleration } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Label, dns1123Subdomain } from "./names.js";
import { checkResourceList, resourceList } from "./resource-list.js";
import { constant, text, textMap } from "./scalars.js";
import { defaulted, optional, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export interface RuntimeClass {
  readonly apiVersion: "node.k8s.io/v1";
  readonly kind: "RuntimeClass";
  readonly metadata: ObjectMeta;
  /** What the node's runtime calls it; every node is taken to have it. */
  readonly handler: string;
  /** What a pod of the class takes beside its containers. */
  readonly overhead?: { readonly podFixed: ResourceList };
  /** Where its pods may run. */
  readonly scheduling?: {
    readonly nodeSelector: Readonly<Record<string, string>>;
    readonly tolerations: readonly Toleration[];
  };
}

const overhead = struct<NonNullable<RuntimeClass["overhead"]>>("Overhead", { podFixed: defaulted(resourceList, {}) });

const scheduling = struct<NonNullable<RuntimeClass["scheduling"]>>("Scheduling", {
  nodeSelector: defaulted(textMap, {}),
  tolerations: defaulted(listOf(toleration), []),
});

export const runtimeClassCodec = struct<RuntimeClass>("RuntimeClass", {
  apiVersion: defaulted(constant("node.k8s.io/v1"), "node.k8s.io/v1"),
  kind: defaulted(constant("RuntimeClass"), "RuntimeClass"),
  metadata: defaulted(clusterMeta, {}),
  handler: defaulted(text, ""),
  overhead: optional(overhead),
  scheduling: optional(scheduling),
});

export const checkRuntimeClass = (check: Validity, given: RuntimeClass): void => {
  checkMeta(check, given.metadata, dns1123Subdomain);
  check.names(["handler"], given.handler, dns1123Label(given.handler));
  checkResourceList(check, ["overhead", "podFixed"], given.overhead?.podFixed ?? {});
};
