// The door for manifests: any value in, a defaulted and valid Kubernetes object out, or every problem it has.
import { isRecord } from "./api-type.js";
import type { ApiType, JsonRecord } from "./api-type.js";
import { checkConfigMap, configMapCodec } from "./config-map.js";
import { decodeChecked } from "./decode-checked.js";
import { checkCsiNode, csiNodeCodec } from "./csi-node.js";
import { checkCronJob, cronJobCodec } from "./cron-job.js";
import { checkDaemonSet, daemonSetCodec } from "./daemon-set.js";
import { checkDeployment, deploymentCodec } from "./deployment.js";
import { didYouMean } from "./did-you-mean.js";
import { showValue } from "./errors.js";
import type { IgnoredField, Path, Problem } from "./errors.js";
import { horizontalPodAutoscalerCodec, horizontalPodAutoscalerV1Codec } from "./horizontal-pod-autoscaler.js";
import { checkHorizontalPodAutoscaler } from "./horizontal-pod-autoscaler-validation.js";
import { jobCodec } from "./job.js";
import { checkJob } from "./job-validation.js";
import { isExtensionGroup, isKubernetesGroup, KNOWN_KINDS } from "./known-kinds.js";
import { checkLease, leaseCodec } from "./lease.js";
import { checkLimitRange, limitRangeCodec } from "./limit-range.js";
import { checkResourceQuota, resourceQuotaCodec } from "./resource-quota.js";
import { checkNamespace, ignoredOfNamespace, namespaceCodec } from "./namespace.js";
import { checkNode, nodeCodec } from "./node.js";
import type { Kind, KubernetesObject } from "./object.js";
import { checkPersistentVolume, persistentVolumeCodec } from "./persistent-volume.js";
import { checkPersistentVolumeClaim, persistentVolumeClaimCodec } from "./persistent-volume-claim.js";
import { podCodec } from "./pod-codec.js";
import { checkPodDisruptionBudget, podDisruptionBudgetCodec } from "./pod-disruption-budget.js";
import { checkPod } from "./pod-validation.js";
import { checkPriorityClass, priorityClassCodec } from "./priority-class.js";
import { checkRuntimeClass, runtimeClassCodec } from "./runtime-class.js";
import { checkReplicaSet, replicaSetCodec } from "./replica-set.js";
import { checkSecret, secretCodec } from "./secret.js";
import { checkStatefulSet, statefulSetCodec } from "./stateful-set.js";
import { checkService, serviceCodec } from "./service.js";
import { checkStorageClass, storageClassCodec } from "./storage-class.js";
import { Validity } from "./validity.js";

export interface Decoded {
  /** Null if there are problems, or if the object is of a kind that is not modelled. */
  readonly object: KubernetesObject | null;
  /** All of them: of shape first, then of validity, each group in the order of the object's fields. */
  readonly problems: readonly Problem[];
  readonly ignored: readonly IgnoredField[];
}

type Decode = (value: unknown) => Decoded;

const decoderOf =
  <Draft extends object>(
    kind: Kind,
    codec: ApiType<Draft>,
    check: (into: Validity, draft: Draft, written: JsonRecord) => void,
    /** What the codec cannot tell because its field is modelled. */
    ignoredBesides: (draft: Draft) => readonly IgnoredField[] = () => [],
  ): Decode =>
  (value) => {
    const { value: draft, problems, ignored } = decodeChecked(value, codec, new Validity(kind), check);
    const besides = draft === null ? [] : ignoredBesides(draft);
    // A draft without problems has everything the kind's interface promises.
    const object = draft as KubernetesObject | null;
    return { object, problems, ignored: besides.length === 0 ? ignored : [...ignored, ...besides] };
  };

const DECODERS: ReadonlyMap<string, { readonly apiVersion: string; readonly decode: Decode }> = new Map(
  Object.entries({
    ConfigMap: { apiVersion: "v1", decode: decoderOf("ConfigMap", configMapCodec, checkConfigMap) },
    CSINode: { apiVersion: "storage.k8s.io/v1", decode: decoderOf("CSINode", csiNodeCodec, checkCsiNode) },
    CronJob: { apiVersion: "batch/v1", decode: decoderOf("CronJob", cronJobCodec, checkCronJob) },
    DaemonSet: { apiVersion: "apps/v1", decode: decoderOf("DaemonSet", daemonSetCodec, checkDaemonSet) },
    Deployment: { apiVersion: "apps/v1", decode: decoderOf("Deployment", deploymentCodec, checkDeployment) },
    HorizontalPodAutoscaler: {
      apiVersion: "autoscaling/v2",
      decode: decoderOf("HorizontalPodAutoscaler", horizontalPodAutoscalerCodec, checkHorizontalPodAutoscaler),
    },
    Job: { apiVersion: "batch/v1", decode: decoderOf("Job", jobCodec, checkJob) },
    Lease: { apiVersion: "coordination.k8s.io/v1", decode: decoderOf("Lease", leaseCodec, checkLease) },
    LimitRange: { apiVersion: "v1", decode: decoderOf("LimitRange", limitRangeCodec, checkLimitRange) },
    ResourceQuota: { apiVersion: "v1", decode: decoderOf("ResourceQuota", resourceQuotaCodec, checkResourceQuota) },
    Namespace: { apiVersion: "v1", decode: decoderOf("Namespace", namespaceCodec, checkNamespace, ignoredOfNamespace) },
    Node: { apiVersion: "v1", decode: decoderOf("Node", nodeCodec, checkNode) },
    PersistentVolume: {
      apiVersion: "v1",
      decode: decoderOf("PersistentVolume", persistentVolumeCodec, checkPersistentVolume),
    },
    PersistentVolumeClaim: {
      apiVersion: "v1",
      decode: decoderOf("PersistentVolumeClaim", persistentVolumeClaimCodec, checkPersistentVolumeClaim),
    },
    Pod: { apiVersion: "v1", decode: decoderOf("Pod", podCodec, checkPod) },
    PodDisruptionBudget: {
      apiVersion: "policy/v1",
      decode: decoderOf("PodDisruptionBudget", podDisruptionBudgetCodec, checkPodDisruptionBudget),
    },
    PriorityClass: {
      apiVersion: "scheduling.k8s.io/v1",
      decode: decoderOf("PriorityClass", priorityClassCodec, checkPriorityClass),
    },
    RuntimeClass: {
      apiVersion: "node.k8s.io/v1",
      decode: decoderOf("RuntimeClass", runtimeClassCodec, checkRuntimeClass),
    },
    ReplicaSet: { apiVersion: "apps/v1", decode: decoderOf("ReplicaSet", replicaSetCodec, checkReplicaSet) },
    Secret: { apiVersion: "v1", decode: decoderOf("Secret", secretCodec, checkSecret) },
    StatefulSet: { apiVersion: "apps/v1", decode: decoderOf("StatefulSet", statefulSetCodec, checkStatefulSet) },
    Service: { apiVersion: "v1", decode: decoderOf("Service", serviceCodec, checkService) },
    StorageClass: {
      apiVersion: "storage.k8s.io/v1",
      decode: decoderOf("StorageClass", storageClassCodec, checkStorageClass),
    },
  } satisfies Record<Kind, { apiVersion: string; decode: Decode }>),
);

/** Versions that are read as another one: "apiVersion kind". */
const OLDER_DECODERS: ReadonlyMap<string, Decode> = new Map([
  [
    "autoscaling/v1 HorizontalPodAutoscaler",
    decoderOf("HorizontalPodAutoscaler", horizontalPodAutoscalerV1Codec, checkHorizontalPodAutoscaler),
  ],
]);

const refused = (...problems: readonly Problem[]): Decoded => ({ object: null, problems, ignored: [] });

const mustBe = (path: Path, expected: string, value: unknown, why: string): Problem => ({
  path,
  code: "E104",
  expected,
  got: showValue(value),
  message: `expected ${expected}, got ${showValue(value)}`,
  why,
});

const missing = (field: "apiVersion" | "kind", value: unknown, fix: string | null): Problem => ({
  path: [field],
  code: value === undefined || value === null || value === "" ? "E302" : "E104",
  expected: "a text",
  got: showValue(value),
  message:
    typeof value === "string" || value === undefined || value === null ? `${field} not set` : `${field} must be a text`,
  why: "apiVersion and kind say what the object is",
  ...(fix === null ? {} : { fix }),
});

const typeProblems = (apiVersion: unknown, kind: unknown): readonly Problem[] => {
  const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
  const problems: Problem[] = [];
  if (!isText(apiVersion)) {
    const preferred = isText(kind) ? KNOWN_KINDS.get(kind)?.apiVersions[0] : undefined;
    problems.push(missing("apiVersion", apiVersion, preferred === undefined ? null : `add apiVersion: ${preferred}`));
  }
  if (!isText(kind)) problems.push(missing("kind", kind, null));
  return problems;
};

const noMatches = (apiVersion: string, kind: string): Problem => {
  const known = KNOWN_KINDS.get(kind);
  const meant = known === undefined ? didYouMean(kind, KNOWN_KINDS.keys()) : null;
  const message = `no matches for kind "${kind}" in version "${apiVersion}"`;
  const common = { expected: "a kind and version that a 1.34 server serves", message, code: "E310" } as const;
  if (known === undefined) {
    const why = `${apiVersion} belongs to Kubernetes itself, and has no such kind`;
    const fix = meant === null ? {} : { fix: `did you mean ${meant}?` };
    return { ...common, path: ["kind"], got: showValue(kind), why, ...fix };
  }
  const why = `a 1.34 server serves ${kind} in ${known.apiVersions.join(", ")} only`;
  return {
    ...common,
    path: ["apiVersion"],
    got: showValue(apiVersion),
    why,
    fix: `write apiVersion: ${known.apiVersions[0] ?? ""}`,
  };
};

/** A kind of nobody the server knows: a typing error, or the definition is missing. */
const undefinedKind = (apiVersion: string, kind: string): Problem => ({
  path: ["kind"],
  code: "E310",
  expected: "a kind of Kubernetes, or one that a CustomResourceDefinition before it defines",
  got: showValue(kind),
  message: `no matches for kind "${kind}" in version "${apiVersion}"`,
  why: "it is not a kind of Kubernetes, and no CustomResourceDefinition before it defines it: a server refuses it",
  fix: "correct apiVersion and kind, put its CustomResourceDefinition before it, or leave the object out",
});

const NO_KINDS: ReadonlySet<string> = new Set();

const notModelled = (kind: string, consequence: string): Decoded => ({
  object: null,
  problems: [],
  ignored: [{ path: ["kind"], field: `kind ${kind}`, code: "W502", consequence }],
});

/** The kind that a CustomResourceDefinition defines, as "group/Kind"; null if the value is not one. */
export const kindDefinedBy = (value: unknown): string | null => {
  if (!isRecord(value) || value["kind"] !== "CustomResourceDefinition" || !isRecord(value["spec"])) return null;
  const { group, names } = value["spec"];
  return typeof group === "string" && isRecord(names) && typeof names["kind"] === "string"
    ? `${group}/${names["kind"]}`
    : null;
};

/** Whether the kind is a list of objects: List, PodList, DeploymentList … */
export const isListKind = (kind: unknown): kind is string => typeof kind === "string" && kind.endsWith("List");

/**
 * Decodes one object: default values filled in as the API server does, names of unknown fields and everything the
 * server would refuse reported at once. Fields and kinds that Kubernetes knows and podsim does not model are kept, or
 * passed over, and named in `ignored`. A decoded object shares the parts that were not looked into with its input.
 * Lists go through expandList first. `definedKinds` are the kinds, as "group/Kind", that CustomResourceDefinitions define.
 */
export const decodeObject = (value: unknown, definedKinds: ReadonlySet<string> = NO_KINDS): Decoded => {
  if (!isRecord(value))
    return refused(mustBe([], "an object", value, "a manifest is an object with apiVersion and kind"));
  const { apiVersion, kind } = value;
  if (typeof apiVersion !== "string" || apiVersion === "" || typeof kind !== "string" || kind === "") {
    return refused(...typeProblems(apiVersion, kind));
  }
  const modelled = DECODERS.get(kind);
  if (modelled?.apiVersion === apiVersion) return modelled.decode(value);
  const older = OLDER_DECODERS.get(`${apiVersion} ${kind}`);
  if (older !== undefined) return older(value);
  if (!isKubernetesGroup(apiVersion)) {
    const group = apiVersion.slice(0, Math.max(0, apiVersion.indexOf("/")));
    if (!isExtensionGroup(apiVersion) && !definedKinds.has(`${group}/${kind}`))
      return refused(undefinedKind(apiVersion, kind));
    return notModelled(
      kind,
      `podsim does not know what a ${apiVersion} ${kind} does; if it creates pods, they are missing`,
    );
  }
  if (isListKind(kind)) {
    const expected = Array.isArray(value["items"]) ? "one object" : "a list of objects";
    return refused(mustBe(["items"], expected, value["items"], "the items of a list are decoded one by one"));
  }
  const known = KNOWN_KINDS.get(kind);
  if (known?.apiVersions.includes(apiVersion) !== true || known.consequence === null)
    return refused(noMatches(apiVersion, kind));
  return notModelled(kind, known.consequence);
};
