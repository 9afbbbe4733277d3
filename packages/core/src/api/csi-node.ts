// CSINode (storage.k8s.io/v1): which volume drivers a node has and how many volumes each can attach.
import { listOf } from "./api-type.js";
import type { ObjectMeta } from "./meta.js";
import { clusterMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import { constant, int32, text, texts } from "./scalars.js";
import { defaulted, optional, optionalPointer, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export interface CsiNodeDriver {
  readonly name: string;
  /** Node labels by which the driver tells apart where a volume can be reached from. */
  readonly topologyKeys: readonly string[];
  /** count absent = no limit. */
  readonly allocatable?: { readonly count?: number };
}

export interface CSINode {
  readonly apiVersion: "storage.k8s.io/v1";
  readonly kind: "CSINode";
  /** Its name is the node's. */
  readonly metadata: ObjectMeta;
  readonly spec: { readonly drivers: readonly CsiNodeDriver[] };
}

const driver = struct<CsiNodeDriver>(
  "CSINodeDriver",
  {
    name: defaulted(text, ""),
    topologyKeys: defaulted(texts, []),
    allocatable: optional(
      struct<{ readonly count?: number }>("VolumeNodeResources", { count: optionalPointer(int32) }),
    ),
  },
  { inert: ["nodeID"] },
);

const csiNodeSpec = struct<CSINode["spec"]>("CSINodeSpec", { drivers: defaulted(listOf(driver), []) });

export const csiNodeCodec = struct<CSINode>("CSINode", {
  apiVersion: defaulted(constant("storage.k8s.io/v1"), "storage.k8s.io/v1"),
  kind: defaulted(constant("CSINode"), "CSINode"),
  metadata: defaulted(clusterMeta, {}),
  spec: defaulted(csiNodeSpec, {}),
});

export const checkCsiNode = (check: Validity, { metadata, spec }: CSINode): void => {
  checkMeta(check, metadata, dns1123Subdomain);
  const names = new Set<string>();
  for (const [i, { name, allocatable }] of spec.drivers.entries()) {
    const at = ["spec", "drivers", i];
    if (name === "") check.required([...at, "name"]);
    else check.names([...at, "name"], name, dns1123Subdomain(name.toLowerCase()));
    if (names.has(name)) check.duplicate([...at, "name"], name);
    names.add(name);
    check.nonNegative([...at, "allocatable"], "count", allocatable?.count);
  }
};
