// Pod (core/v1): the fields podsim reads, after defaulting.
import type { PersistentVolumeClaimSpec } from "./claim-spec.js";
import type { LabelSelector, NodeSelectorTerm, ObjectMeta, ResourceList, TemplateMeta, Toleration } from "./meta.js";
import type { PodHost } from "./pod-host.js";

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly hostIP?: string;
  readonly protocol: "TCP" | "UDP" | "SCTP";
}

export interface ExecAction {
  readonly command: readonly string[];
}
export interface HttpGetAction {
  readonly path: string;
  readonly port: number | string;
  readonly host?: string;
  readonly scheme: "HTTP" | "HTTPS";
  readonly httpHeaders?: readonly { readonly name: string; readonly value: string }[];
}
export interface TcpSocketAction {
  readonly port: number | string;
  readonly host?: string;
}
export interface GrpcAction {
  readonly port: number;
  readonly service: string;
}

export interface Probe {
  readonly exec?: ExecAction;
  readonly httpGet?: HttpGetAction;
  readonly tcpSocket?: TcpSocketAction;
  readonly grpc?: GrpcAction;
  readonly initialDelaySeconds: number;
  readonly timeoutSeconds: number;
  readonly periodSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
  readonly terminationGracePeriodSeconds?: number;
}

export interface LifecycleHandler {
  readonly exec?: ExecAction;
  readonly httpGet?: HttpGetAction;
  readonly tcpSocket?: TcpSocketAction;
  readonly sleep?: { readonly seconds: number };
}

export interface ResourceRequirements {
  /**
   * In a pod, a limit without a request has become the request. In a template they are as written: the pod gets them
   * on creation (admitPod).
   */
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

export type PullPolicy = "Always" | "IfNotPresent" | "Never";

export interface VolumeMount {
  /** Of one of the pod's volumes. */
  readonly name: string;
  readonly mountPath: string;
  /** In the volume; its root without it. */
  readonly subPath?: string;
  readonly subPathExpr?: string;
  readonly readOnly?: boolean;
  readonly mountPropagation?: "Bidirectional" | "HostToContainer" | "None";
  readonly recursiveReadOnly?: "Disabled" | "Enabled" | "IfPossible";
}

/** A key of a ConfigMap or Secret in the pod's namespace. */
export interface KeyReference {
  readonly name: string;
  readonly key: string;
  /** The variable is left out where the object or the key is missing; otherwise the container does not start. */
  readonly optional?: boolean;
}

/** A whole ConfigMap or Secret in the pod's namespace. */
export interface ObjectReference {
  readonly name: string;
  readonly optional?: boolean;
}

/** A field of the pod itself, e.g. metadata.labels['tier']. */
export interface FieldReference {
  readonly apiVersion: string;
  readonly fieldPath: string;
}

/** A request or limit of a container of the pod, such as limits.cpu. */
export interface ResourceReference {
  readonly containerName?: string;
  readonly resource: string;
  readonly divisor?: string;
}

export interface EnvVarSource {
  readonly fieldRef?: FieldReference;
  readonly configMapKeyRef?: KeyReference;
  readonly secretKeyRef?: KeyReference;
  readonly resourceFieldRef?: ResourceReference;
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: EnvVarSource;
}

export interface EnvFromSource {
  readonly prefix?: string;
  readonly configMapRef?: ObjectReference;
  readonly secretRef?: ObjectReference;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy: PullPolicy;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  /** Its input stays open, so that who reads from it waits. */
  readonly stdin?: boolean;
  readonly ports: readonly ContainerPort[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly EnvFromSource[];
  readonly resources: ResourceRequirements;
  /** By resource, whether a resize restarts the container; it does not where nothing is said. */
  readonly resizePolicy?: readonly ContainerResizePolicy[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly lifecycle?: { readonly postStart?: LifecycleHandler; readonly preStop?: LifecycleHandler };
  readonly terminationMessagePath: string;
  readonly terminationMessagePolicy: "File" | "FallbackToLogsOnError";
  /** Takes the place of the pod's. "Always" on an init container makes it a sidecar. */
  readonly restartPolicy?: RestartPolicy;
  /** Looked at in order before restartPolicy, when it exits. Absent where restartPolicy is. */
  readonly restartPolicyRules?: readonly ContainerRestartRule[];
}

export interface ContainerResizePolicy {
  readonly resourceName: "cpu" | "memory";
  readonly restartPolicy: "NotRequired" | "RestartContainer";
}

/** One way of ending after which a container is started again whatever its restartPolicy. */
export interface ContainerRestartRule {
  readonly action: "Restart";
  readonly exitCodes?: { readonly operator: "In" | "NotIn"; readonly values: readonly number[] };
}

export interface PreferredSchedulingTerm {
  readonly weight: number;
  readonly preference: NodeSelectorTerm;
}

export interface NodeAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms: readonly NodeSelectorTerm[] };
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PreferredSchedulingTerm[];
}

export interface PodAffinityTerm {
  readonly labelSelector?: LabelSelector;
  readonly namespaces?: readonly string[];
  readonly namespaceSelector?: LabelSelector;
  readonly topologyKey: string;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

export interface WeightedPodAffinityTerm {
  readonly weight: number;
  readonly podAffinityTerm: PodAffinityTerm;
}

export interface PodAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[];
}

export interface Affinity {
  readonly nodeAffinity?: NodeAffinity;
  readonly podAffinity?: PodAffinity;
  readonly podAntiAffinity?: PodAffinity;
}

export interface TopologySpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway";
  readonly labelSelector?: LabelSelector;
  readonly minDomains?: number;
  readonly nodeAffinityPolicy?: "Honor" | "Ignore";
  readonly nodeTaintsPolicy?: "Honor" | "Ignore";
  readonly matchLabelKeys?: readonly string[];
}

export type RestartPolicy = "Always" | "OnFailure" | "Never";

export interface KeyToPath {
  readonly key: string;
  readonly path: string;
  readonly mode?: number;
}

export interface ConfigMapSource {
  readonly name: string;
  /** Only these keys; every one without it. */
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
  readonly defaultMode?: number;
}

export interface SecretSource {
  readonly secretName: string;
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
  readonly defaultMode?: number;
}

export interface EmptyDirSource {
  /** "Memory", or "" for the node's disk. */
  readonly medium?: string;
  /** More than this and the pod is evicted. */
  readonly sizeLimit?: string;
}

/** A file that tells a container about its own pod. */
export interface DownwardFile {
  readonly path: string;
  readonly fieldRef?: FieldReference;
  readonly resourceFieldRef?: ResourceReference;
  readonly mode?: number;
}

export interface VolumeProjection {
  readonly configMap?: ConfigMapSource;
  /** A projected Secret is named as a ConfigMap is. */
  readonly secret?: ConfigMapSource;
  readonly downwardAPI?: { readonly items: readonly DownwardFile[] };
  readonly serviceAccountToken?: {
    readonly audience?: string;
    readonly expirationSeconds?: number;
    readonly path: string;
  };
}

/** A claim that is made for the pod and goes with it. */
export interface EphemeralClaim {
  readonly metadata: TemplateMeta;
  readonly spec: PersistentVolumeClaimSpec;
}

/** A file or directory of the node. */
export interface HostPathSource {
  readonly path: string;
  /** What has to be there, and whether it is made where it is missing: File, FileOrCreate, Directory …; "" = anything. */
  readonly type?: string;
}

/** A volume, with at most one source. Sources that are not listed are there when the pod starts. */
export interface Volume {
  readonly name: string;
  readonly emptyDir?: EmptyDirSource;
  readonly hostPath?: HostPathSource;
  readonly configMap?: ConfigMapSource;
  readonly secret?: SecretSource;
  readonly projected?: { readonly sources: readonly VolumeProjection[]; readonly defaultMode?: number };
  readonly downwardAPI?: { readonly items: readonly DownwardFile[]; readonly defaultMode?: number };
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly: boolean };
  readonly ephemeral?: { readonly volumeClaimTemplate: EphemeralClaim };
  readonly gcePersistentDisk?: { readonly pdName: string; readonly readOnly: boolean };
  readonly awsElasticBlockStore?: { readonly volumeID: string; readonly readOnly: boolean };
  readonly iscsi?: { readonly iqn: string; readonly readOnly: boolean };
  readonly rbd?: {
    readonly monitors: readonly string[];
    readonly image: string;
    readonly pool: string;
    readonly readOnly: boolean;
  };
}

type NotOfEphemeral =
  | "livenessProbe"
  | "readinessProbe"
  | "startupProbe"
  | "lifecycle"
  | "resizePolicy"
  | "restartPolicy"
  | "restartPolicyRules";

/** It has no probes and hooks, neither ports nor resources, and is never started again. */
export interface EphemeralContainer extends Omit<Container, NotOfEphemeral> {
  /** Whose processes it sees; "" = its own alone. */
  readonly targetContainerName: string;
}

export interface PodSpec extends PodHost {
  readonly volumes?: readonly Volume[];
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  /** Added to a pod that is there already; absent while there is none. */
  readonly ephemeralContainers?: readonly EphemeralContainer[];
  readonly restartPolicy: RestartPolicy;
  readonly terminationGracePeriodSeconds: number;
  readonly activeDeadlineSeconds?: number;
  /** Set = bound without the scheduler. */
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: Affinity;
  readonly tolerations: readonly Toleration[];
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
  readonly schedulerName: string;
  readonly schedulingGates?: readonly { readonly name: string }[];
  readonly priorityClassName?: string;
  /** Resolved at admission from priorityClassName; 0 where nothing says otherwise. */
  readonly priority: number;
  readonly preemptionPolicy: "PreemptLowerPriority" | "Never";
  readonly runtimeClassName?: string;
  readonly hostNetwork?: boolean;
  readonly readinessGates?: readonly { readonly conditionType: string }[];
  /** What its RuntimeClass adds to what its containers ask for; filled in at admission. */
  readonly overhead?: ResourceList;
  /** Requests and limits of the pod as a whole; where given they take the place of the containers' sum. */
  readonly resources?: ResourceRequirements;
}

export interface PodTemplateSpec {
  readonly metadata: TemplateMeta;
  readonly spec: PodSpec;
}

export interface Pod {
  readonly apiVersion: "v1";
  readonly kind: "Pod";
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
}
