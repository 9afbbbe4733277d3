// Where volumes come from, of pods and PersistentVolumes alike: what kubectl calls each kind of source, and its lines.
import { defaultPullPolicy } from "@podsim/core";
import { fieldsOf, textOf, textsOf } from "../objects/as-written.js";
import type { Fields } from "../objects/as-written.js";
import { goText } from "../text/go-value.js";
import { NONE, UNSET } from "../text/none.js";

/** A line's title, and how its value is told from the source: of a pod's volume, or of a PersistentVolume. */
type Line = readonly [title: string, value: (source: Fields, isPersistent: boolean) => string];

interface VolumeSource {
  readonly type: string;
  readonly lines: readonly Line[];
}

/** The field as Go prints it; `absent` is what the server fills in, or how Go prints that there is nothing. */
const at =
  (key: string, absent = "") =>
  (source: Fields): string =>
    source[key] === undefined ? absent : goText(source[key]);

const FS_TYPE: Line = ["FSType:", at("fsType")];
const READ_ONLY: Line = ["ReadOnly:", at("readOnly", "false")];
const OPTIONAL: Line = ["Optional:", at("optional", "false")];
const PARTITION: Line = ["Partition:", at("partition", "0")];

/** A reference to a Secret, as its Go type prints itself: that of a PersistentVolume says a namespace too. */
const SECRET_REF: Line = [
  "SecretRef:",
  ({ secretRef }: Fields, isPersistent: boolean): string => {
    if (secretRef === undefined) return "nil";
    const { name, namespace } = fieldsOf(secretRef);
    return isPersistent
      ? `&SecretReference{Name:${textOf(name)},Namespace:${textOf(namespace)},}`
      : `&LocalObjectReference{Name:${textOf(name)},}`;
  },
];

type Sources = Readonly<Record<string, VolumeSource>>;

const ISCSI: readonly Line[] = [
  ["TargetPortal:", at("targetPortal")],
  ["IQN:", at("iqn")],
  ["Lun:", at("lun", "0")],
  ["ISCSIInterface", at("iscsiInterface", "default")],
  FS_TYPE,
  READ_ONLY,
  ["Portals:", at("portals", "[]")],
  ["DiscoveryCHAPAuth:", at("chapAuthDiscovery", "false")],
  ["SessionCHAPAuth:", at("chapAuthSession", "false")],
];

const SHARED_SOURCES: Sources = {
  hostPath: {
    type: "HostPath (bare host directory volume)",
    lines: [
      ["Path:", at("path")],
      ["HostPathType:", at("type")],
    ],
  },
  gcePersistentDisk: {
    type: "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)",
    lines: [["PDName:", at("pdName")], FS_TYPE, PARTITION, READ_ONLY],
  },
  awsElasticBlockStore: {
    type: "AWSElasticBlockStore (a Persistent Disk resource in AWS)",
    lines: [["VolumeID:", at("volumeID")], FS_TYPE, PARTITION, READ_ONLY],
  },
  nfs: {
    type: "NFS (an NFS mount that lasts the lifetime of a pod)",
    lines: [["Server:", at("server")], ["Path:", at("path")], READ_ONLY],
  },
  iscsi: {
    type: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
    lines: [...ISCSI, SECRET_REF, ["InitiatorName:", at("initiatorName", NONE)]],
  },
  rbd: {
    type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    lines: [
      ["CephMonitors:", at("monitors")],
      ["RBDImage:", at("image")],
      FS_TYPE,
      ["RBDPool:", at("pool", "rbd")],
      ["RadosUser:", at("user", "admin")],
      ["Keyring:", at("keyring", "/etc/ceph/keyring")],
      SECRET_REF,
      READ_ONLY,
    ],
  },
  quobyte: {
    type: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
    lines: [["Registry:", at("registry")], ["Volume:", at("volume")], READ_ONLY],
  },
  azureDisk: {
    type: "AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)",
    lines: [
      ["DiskName:", at("diskName")],
      ["DiskURI:", at("diskURI")],
      ["Kind: ", at("kind", "Shared")],
      ["FSType:", at("fsType", "ext4")],
      ["CachingMode:", at("cachingMode", "ReadWrite")],
      READ_ONLY,
    ],
  },
  vsphereVolume: {
    type: "vSphereVolume (a Persistent Disk resource in vSphere)",
    lines: [["VolumePath:", at("volumePath")], FS_TYPE, ["StoragePolicyName:", at("storagePolicyName")]],
  },
  cinder: {
    type: "Cinder (a Persistent Disk resource in OpenStack)",
    lines: [["VolumeID:", at("volumeID")], FS_TYPE, READ_ONLY, SECRET_REF],
  },
  photonPersistentDisk: {
    type: "PhotonPersistentDisk (a Persistent Disk resource in photon platform)",
    lines: [["PdID:", at("pdID")], FS_TYPE],
  },
  portworxVolume: { type: "PortworxVolume (a Portworx Volume resource)", lines: [["VolumeID:", at("volumeID")]] },
  cephfs: {
    type: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    lines: [
      ["Monitors:", at("monitors")],
      ["Path:", at("path")],
      ["User:", at("user")],
      ["SecretFile:", at("secretFile")],
      SECRET_REF,
      READ_ONLY,
    ],
  },
  storageos: {
    type: "StorageOS (a StorageOS Persistent Disk resource)",
    lines: [["VolumeName:", at("volumeName")], ["VolumeNamespace:", at("volumeNamespace")], FS_TYPE, READ_ONLY],
  },
  fc: {
    type: "FC (a Fibre Channel disk)",
    lines: [
      ["TargetWWNs:", ({ targetWWNs }: Fields): string => textsOf(targetWWNs).join(", ")],
      ["LUN:", at("lun", NONE)],
      FS_TYPE,
      READ_ONLY,
    ],
  },
  flexVolume: {
    type: "FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)",
    lines: [["Driver:", at("driver")], FS_TYPE, SECRET_REF, READ_ONLY, ["Options:", at("options", "map[]")]],
  },
  flocker: {
    type: "Flocker (a Flocker volume mounted by the Flocker agent)",
    lines: [
      ["DatasetName:", at("datasetName")],
      ["DatasetUUID:", at("datasetUUID")],
    ],
  },
};

const SCALE_IO = "ScaleIO (a persistent volume backed by a block device in ScaleIO)";

const SCALE_IO_LINES: readonly Line[] = [
  ["Gateway:", at("gateway")],
  ["System:", at("system")],
  ["Protection Domain:", at("protectionDomain")],
  ["Storage Pool:", at("storagePool")],
  ["Storage Mode:", at("storageMode", "ThinProvisioned")],
  ["VolumeName:", at("volumeName")],
];

const SCALE_IO_END: readonly Line[] = [["FSType:", at("fsType", "xfs")], READ_ONLY];

const AZURE_FILE = "AzureFile (an Azure File Service mount on the host and bind mount to the pod)";
const GLUSTERFS = "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)";
const CSI = "CSI (a Container Storage Interface (CSI) volume source)";

/** Sources of a pod's volumes. */
export const POD_SOURCES: Sources = {
  ...SHARED_SOURCES,
  emptyDir: {
    type: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    lines: [
      ["Medium:", at("medium")],
      ["SizeLimit:", ({ sizeLimit }: Fields): string => (/[1-9]/.test(textOf(sizeLimit)) ? textOf(sizeLimit) : UNSET)],
    ],
  },
  gitRepo: {
    type: "GitRepo (a volume that is pulled from git when the pod is created)",
    lines: [
      ["Repository:", at("repository")],
      ["Revision:", at("revision")],
    ],
  },
  secret: {
    type: "Secret (a volume populated by a Secret)",
    lines: [["SecretName:", at("secretName")], OPTIONAL],
  },
  configMap: { type: "ConfigMap (a volume populated by a ConfigMap)", lines: [["Name:", at("name")], OPTIONAL] },
  downwardAPI: { type: "DownwardAPI (a volume populated by information about the pod)", lines: [] },
  projected: { type: "Projected (a volume that contains injected data from multiple sources)", lines: [] },
  glusterfs: { type: GLUSTERFS, lines: [["EndpointsName:", at("endpoints")], ["Path:", at("path")], READ_ONLY] },
  persistentVolumeClaim: {
    type: "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
    lines: [["ClaimName:", at("claimName")], READ_ONLY],
  },
  ephemeral: {
    type: "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)",
    lines: [],
  },
  scaleIO: { type: SCALE_IO, lines: [...SCALE_IO_LINES, ...SCALE_IO_END] },
  azureFile: {
    type: AZURE_FILE,
    lines: [["SecretName:", at("secretName")], ["ShareName:", at("shareName")], READ_ONLY],
  },
  csi: { type: CSI, lines: [["Driver:", at("driver")], FS_TYPE, READ_ONLY] },
  image: {
    type: "Image (a container image or OCI artifact)",
    lines: [
      ["Reference:", at("reference")],
      [
        "PullPolicy:",
        ({ reference, pullPolicy }: Fields): string => textOf(pullPolicy) || defaultPullPolicy(textOf(reference)),
      ],
    ],
  },
};

/** Sources of a PersistentVolume. */
export const PERSISTENT_SOURCES: Sources = {
  ...SHARED_SOURCES,
  glusterfs: {
    type: GLUSTERFS,
    lines: [
      ["EndpointsName:", at("endpoints")],
      ["EndpointsNamespace:", at("endpointsNamespace", UNSET)],
      ["Path:", at("path")],
      READ_ONLY,
    ],
  },
  scaleIO: {
    type: SCALE_IO,
    lines: [
      ...SCALE_IO_LINES,
      ["SecretName:", ({ secretRef }: Fields): string => textOf(fieldsOf(secretRef)["name"])],
      ["SecretNamespace:", ({ secretRef }: Fields): string => textOf(fieldsOf(secretRef)["namespace"])],
      ...SCALE_IO_END,
    ],
  },
  local: {
    type: "LocalVolume (a persistent volume backed by local storage on a node)",
    lines: [["Path:", at("path")]],
  },
  azureFile: {
    type: AZURE_FILE,
    lines: [
      ["SecretName:", at("secretName")],
      ["SecretNamespace:", at("secretNamespace")],
      ["ShareName:", at("shareName")],
      READ_ONLY,
    ],
  },
  csi: { type: CSI, lines: [["Driver:", at("driver")], FS_TYPE, ["VolumeHandle:", at("volumeHandle")], READ_ONLY] },
};
