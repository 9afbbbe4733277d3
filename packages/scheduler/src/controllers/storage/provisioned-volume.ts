// The volume a provisioner makes for a claim, and where it can be reached from.
import { isNodeLocal } from "@podsim/core";
import type {
  ClaimState,
  NodeSelectorRequirement,
  NodeState,
  PersistentVolume,
  PersistentVolumeSpec,
  StorageClass,
} from "@podsim/core";
import type { ControlPlane } from "../../actor.js";

const ZONE = "topology.kubernetes.io/zone";
const HOSTNAME = "kubernetes.io/hostname";

/** The labels that say from where a volume of the provisioner can be reached: its driver's word counts most. */
const topologyKeys = (provisioner: string, node: NodeState, { world }: ControlPlane): readonly string[] => {
  const drivers = world.csiNodes.find("", node.name)?.object.spec.drivers ?? [];
  const driver = drivers.find(({ name }) => name === provisioner);
  if (driver !== undefined) return driver.topologyKeys;
  return isNodeLocal(provisioner) ? [HOSTNAME] : [ZONE];
};

const isAllowed = ({ allowedTopologies }: StorageClass, { labels }: NodeState): boolean =>
  allowedTopologies.length === 0 ||
  allowedTopologies.some(({ matchLabelExpressions }) =>
    matchLabelExpressions.every(({ key, values }) => values.includes(labels[key] ?? "")),
  );

/** The node in whose neighbourhood the volume is made: the one selected, else one of those allowed, as it falls. */
const siteOf = (claim: ClaimState, storageClass: StorageClass, plane: ControlPlane): NodeState | undefined => {
  const { world, draw } = plane;
  if (claim.selectedNode !== "") {
    const ix = world.nodes.ixOf(claim.selectedNode);
    return ix === undefined ? undefined : world.nodes.at(ix);
  }
  const byZone = new Map<string, NodeState>();
  for (const node of world.nodes.values()) {
    const zone = node.labels[ZONE] ?? "";
    if (!byZone.has(zone) && isAllowed(storageClass, node)) byZone.set(zone, node);
  }
  const zones = [...byZone.keys()].sort();
  const zone = zones[Math.floor(draw("volume/zone", claim.uid, 0) * zones.length)];
  return zone === undefined ? undefined : byZone.get(zone);
};

const nodeAffinityAt = (keys: readonly string[], site: NodeState): Pick<PersistentVolumeSpec, "nodeAffinity"> => {
  const matchExpressions = keys.flatMap((key): NodeSelectorRequirement[] => {
    const value = site.labels[key];
    return value === undefined ? [] : [{ key, operator: "In", values: [value] }];
  });
  if (matchExpressions.length === 0) return {};
  return { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } } };
};

export const provisionedVolume = (
  claim: ClaimState,
  storageClass: StorageClass,
  plane: ControlPlane,
): PersistentVolume => {
  const { metadata, spec } = claim.object;
  const name = `pvc-${claim.uid}`;
  const { provisioner, reclaimPolicy } = storageClass;
  const site = siteOf(claim, storageClass, plane);
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: {
      name,
      namespace: "",
      labels: {},
      annotations: { "pv.kubernetes.io/provisioned-by": provisioner },
    },
    spec: {
      capacity: { storage: spec.resources.requests["storage"] ?? "0" },
      accessModes: spec.accessModes,
      claimRef: { namespace: metadata.namespace, name: metadata.name, uid: claim.uid },
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: storageClass.metadata.name,
      volumeMode: spec.volumeMode,
      ...(site === undefined ? {} : nodeAffinityAt(topologyKeys(provisioner, site, plane), site)),
      csi: { driver: provisioner, volumeHandle: name },
    },
  };
};
