// Which kinds of objects a Kubernetes 1.34 server knows, in which versions, and what a run lacks without them.

const POD = "pods it would create are missing from the run";
const VOLUME = "volumes are attached at once, and drivers have room for any number of them";
const TRAFFIC = "traffic is not modelled";
const ACCESS = "access rights are not modelled: everything is allowed";
const EXTENSION = "extensions of the API server are not modelled: no webhook is called, no policy applied";
const RECORD = "nothing in a run reads it";
const DEVICE = "devices are not modelled: no claim is allocated";

export interface KnownKind {
  /** apiVersions that serve the kind, the preferred one first. */
  readonly apiVersions: readonly string[];
  /** What a run without the object does; null for the kinds podsim models. */
  readonly consequence: string | null;
}

type Row = readonly [apiVersions: string, kinds: string, consequence: string | null];

const ROWS: readonly Row[] = [
  [
    "v1",
    "ConfigMap LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod ResourceQuota Secret Service",
    null,
  ],
  ["apps/v1", "DaemonSet Deployment ReplicaSet StatefulSet", null],
  ["autoscaling/v2 autoscaling/v1", "HorizontalPodAutoscaler", null],
  ["batch/v1", "CronJob Job", null],
  ["coordination.k8s.io/v1", "Lease", null],
  ["policy/v1", "PodDisruptionBudget", null],
  ["scheduling.k8s.io/v1", "PriorityClass", null],
  ["node.k8s.io/v1", "RuntimeClass", null],
  ["storage.k8s.io/v1", "CSINode StorageClass", null],
  ["v1", "ReplicationController", POD],
  ["v1", "PodTemplate", RECORD],
  ["v1", "ServiceAccount", ACCESS],
  ["v1", "Endpoints", "endpoints follow from the Service's selector alone"],
  ["v1", "Binding", "only the scheduler and spec.nodeName bind pods"],
  ["v1", "ComponentStatus", RECORD],
  ["events.k8s.io/v1 v1", "Event", RECORD],
  ["networking.k8s.io/v1", "Ingress IngressClass NetworkPolicy IPAddress ServiceCIDR", TRAFFIC],
  ["discovery.k8s.io/v1", "EndpointSlice", "endpoints follow from the Service's selector alone"],
  ["storage.k8s.io/v1", "CSIDriver CSIStorageCapacity VolumeAttachment VolumeAttributesClass", VOLUME],
  ["rbac.authorization.k8s.io/v1", "ClusterRole ClusterRoleBinding Role RoleBinding", ACCESS],
  ["authentication.k8s.io/v1", "SelfSubjectReview TokenReview", ACCESS],
  [
    "authorization.k8s.io/v1",
    "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
    ACCESS,
  ],
  ["certificates.k8s.io/v1", "CertificateSigningRequest", ACCESS],
  ["certificates.k8s.io/v1beta1", "ClusterTrustBundle", ACCESS],
  ["certificates.k8s.io/v1alpha1", "PodCertificateRequest", ACCESS],
  ["policy/v1", "Eviction", "evictions come from the scenario, not from manifests"],
  ["coordination.k8s.io/v1beta1", "LeaseCandidate", RECORD],
  ["apps/v1", "ControllerRevision", RECORD],
  ["apiextensions.k8s.io/v1", "CustomResourceDefinition", "objects of its kind have no effect on the run"],
  ["apiregistration.k8s.io/v1", "APIService", EXTENSION],
  [
    "admissionregistration.k8s.io/v1",
    "MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration",
    EXTENSION,
  ],
  ["admissionregistration.k8s.io/v1beta1", "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding", EXTENSION],
  ["flowcontrol.apiserver.k8s.io/v1", "FlowSchema PriorityLevelConfiguration", "the API server answers every request"],
  ["internal.apiserver.k8s.io/v1alpha1", "StorageVersion", RECORD],
  ["storagemigration.k8s.io/v1alpha1", "StorageVersionMigration", RECORD],
  [
    "resource.k8s.io/v1 resource.k8s.io/v1beta2 resource.k8s.io/v1beta1",
    "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice",
    DEVICE,
  ],
];

/** Groups that once were Kubernetes' own and are served no longer. */
const REMOVED_GROUPS = ["extensions"];

export const KNOWN_KINDS: ReadonlyMap<string, KnownKind> = new Map(
  ROWS.flatMap(([apiVersions, kinds, consequence]) =>
    kinds.split(" ").map((kind): [string, KnownKind] => [kind, { apiVersions: apiVersions.split(" "), consequence }]),
  ),
);

/** "apps" of "apps/v1"; "" of "v1". */
const groupOf = (apiVersion: string): string => apiVersion.slice(0, Math.max(0, apiVersion.indexOf("/")));

const KNOWN_GROUPS: ReadonlySet<string> = new Set([
  ...REMOVED_GROUPS,
  ...[...KNOWN_KINDS.values()].flatMap(({ apiVersions }) => apiVersions.map(groupOf)),
]);

/** Whether the version is in a group of Kubernetes' own; kinds of any other group come from somebody's extension. */
export const isKubernetesGroup = (apiVersion: string): boolean => KNOWN_GROUPS.has(groupOf(apiVersion));

/** Groups of widely installed extensions: their kinds are common enough in manifests not to be taken for mistakes. */
const EXTENSION_GROUPS = [
  "argoproj.io",
  "cert-manager.io",
  "cilium.io",
  "cloud.google.com",
  "coreos.com",
  "crossplane.io",
  "external-secrets.io",
  "fluxcd.io",
  "gke.io",
  "istio.io",
  "k8s.aws",
  "k8s.io",
  "karpenter.sh",
  "keda.sh",
  "knative.dev",
  "kyverno.io",
  "linkerd.io",
  "openshift.io",
  "projectcalico.org",
  "traefik.io",
  "velero.io",
  "x-k8s.io",
];

/** Whether the version is in a group of a widely installed extension, or of one below it (networking.istio.io). */
export const isExtensionGroup = (apiVersion: string): boolean => {
  const group = groupOf(apiVersion);
  return EXTENSION_GROUPS.some((known) => group === known || group.endsWith(`.${known}`));
};
