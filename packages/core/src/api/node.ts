// Node (core/v1): the fields podsim reads after defaulting, its codec and its rules.
import { isRecord, listOf } from "./api-type.js";
import type { ApiType } from "./api-type.js";
import type { ObjectMeta, ResourceList, Taint } from "./meta.js";
import { clusterMeta, taint } from "./meta-codec.js";
import { checkMeta, checkTaints } from "./meta-validation.js";
import { cidr, ipFamilyOf } from "./ip-address.js";
import { dns1123Subdomain } from "./names.js";
import { checkAmount, resourceList } from "./resource-list.js";
import { constant, int64, text, texts, yesOrNo } from "./scalars.js";
import { completed, defaulted, optional, struct } from "./struct.js";
import type { NotModelled } from "./struct.js";
import type { Validity } from "./validity.js";

export interface ContainerImage {
  readonly names: readonly string[];
  readonly sizeBytes: number;
}

export interface NodeSpec {
  readonly unschedulable: boolean;
  readonly taints: readonly Taint[];
  readonly providerID?: string;
  readonly podCIDR?: string;
  readonly podCIDRs?: readonly string[];
}

export interface NodeStatus {
  readonly capacity: ResourceList;
  /** capacity where the manifest gives none. */
  readonly allocatable: ResourceList;
  readonly images: readonly ContainerImage[];
}

export interface Node {
  readonly apiVersion: "v1";
  readonly kind: "Node";
  readonly metadata: ObjectMeta;
  readonly spec: NodeSpec;
  readonly status: NodeStatus;
}

const nodeSpec = struct<NodeSpec>(
  "NodeSpec",
  {
    unschedulable: defaulted(yesOrNo, false),
    taints: defaulted(listOf(taint), []),
    providerID: optional(text),
    podCIDR: optional(text),
    podCIDRs: optional(texts),
  },
  { inert: ["configSource", "externalID"] },
);

const containerImage = struct<ContainerImage>("ContainerImage", {
  names: defaulted(texts, []),
  sizeBytes: defaulted(int64, 0),
});

type StatusDraft = Omit<NodeStatus, "allocatable"> & { readonly allocatable?: ResourceList };

/** Ready is what a node starts as: only a condition that says otherwise gets lost. */
const conditions: NotModelled = {
  consequence: "the node starts as ready and under no pressure",
  matters: (value) =>
    Array.isArray(value) &&
    value.some((each) => isRecord(each) && each["status"] !== (each["type"] === "Ready" ? "True" : "False")),
};

const statusDraft = struct<StatusDraft>(
  "NodeStatus",
  {
    capacity: defaulted(resourceList, {}),
    allocatable: optional(resourceList),
    images: defaulted(listOf(containerImage), []),
  },
  {
    notModelled: { conditions },
    inert: [
      "addresses",
      "config",
      "daemonEndpoints",
      "features",
      "nodeInfo",
      "phase",
      "runtimeHandlers",
      "volumesAttached",
      "volumesInUse",
    ],
  },
);

const nodeStatus: ApiType<NodeStatus> = completed(statusDraft, (draft) =>
  Object.assign(draft, { allocatable: draft.allocatable ?? draft.capacity }),
);

export const nodeCodec = struct<Node>("Node", {
  apiVersion: defaulted(constant("v1"), "v1"),
  kind: defaulted(constant("Node"), "Node"),
  metadata: defaulted(clusterMeta, {}),
  spec: defaulted(nodeSpec, {}),
  status: defaulted(nodeStatus, {}),
});

const checkPodCidrs = (check: Validity, { podCIDR, podCIDRs = [] }: NodeSpec): void => {
  if (podCIDR !== undefined)
    check.namesAt(["spec"], "podCIDR", podCIDR, cidr(podCIDR), { field: ["spec", "podCIDRs", 0] });
  const families = podCIDRs.map((range) => ipFamilyOf(range.slice(0, range.lastIndexOf("/"))));
  for (const [i, range] of podCIDRs.entries()) {
    if (i > 0 || range !== podCIDR) check.namesAt(["spec", "podCIDRs"], i, range, cidr(range));
  }
  if (podCIDRs.length > 1 && !families.includes(null) && new Set(families).size < podCIDRs.length) {
    check.invalid(["spec", "podCIDRs"], podCIDRs, "may specify no more than one CIDR for each IP family");
  }
};

export const checkNode = (check: Validity, { metadata, spec, status }: Node): void => {
  checkMeta(check, metadata, dns1123Subdomain);
  checkTaints(check, ["spec", "taints"], spec.taints);
  checkPodCidrs(check, spec);
  for (const name of ["capacity", "allocatable"] as const) {
    // Where allocatable is capacity's own list, its problems have been said.
    if (name === "allocatable" && status.allocatable === status.capacity) continue;
    for (const resource of Object.keys(status[name])) {
      checkAmount(check, ["status", name], resource, status[name][resource] ?? "0");
    }
  }
};
