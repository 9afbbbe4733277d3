// A pod that exists is written again: what may change of it changes, anything else is refused in the API server's words.
import {
  isHeldByFinalizers,
  isSameValue,
  keepPullPolicies,
  podRemoved,
  podResizeObjections,
  podUpdated,
  podUpdateObjections,
  specOf,
} from "@podsim/core";
import type { EphemeralContainer, Pod, PodSpec, PodState, PodTemplateSpec } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import type { ControlPlane, Outbox } from "../actor.js";
import { admitTemplate } from "./admission.js";
import { refuse } from "./object-ref.js";
import { PodLimits } from "./pod-limits.js";

/** "a" alone, several as [a, b]. */
const listed = (objections: readonly string[]): string =>
  objections.length === 1 ? objections.join("") : `[${objections.join(", ")}]`;

export const refusePodUpdate = ({ identity }: PodState, objections: readonly string[], out: Outbox): void => {
  const { namespace, name } = identity;
  refuse({ kind: "Pod", namespace, name }, `Pod "${name}" is invalid: ${listed(objections)}`, out);
};

type Metadata = PodTemplateSpec["metadata"];

/** What of `next` a pod keeps; `old` itself where nothing changes. */
const metadataUnder = (old: Metadata, { labels, annotations, finalizers = [] }: Metadata): Metadata => {
  const kept = { labels, annotations, ...(finalizers.length === 0 ? {} : { finalizers }) };
  return isSameValue(kept, old) ? old : kept;
};

/** Records the pod's next labels, annotations and spec, unless they are what it has. */
const recordPodUpdate = (
  pod: PodState,
  next: { readonly metadata: PodTemplateSpec["metadata"]; readonly spec: PodSpec },
  out: Outbox,
): void => {
  const { template } = pod.identity;
  const metadata = metadataUnder(template.metadata, next.metadata);
  const spec = isSameValue(next.spec, template.spec) ? template.spec : next.spec;
  if (metadata === template.metadata && spec === template.spec) return;
  out.record(podUpdated, pod.identity.ix, { template: { metadata, spec } });
  const waited = isHeldByFinalizers(pod) && pod.deletion?.graceSeconds === 0;
  if (waited && (metadata.finalizers ?? []).length === 0) out.record(podRemoved, pod.identity.ix, {});
};

/** What the resize subresource takes: other amounts of cpu and memory, and nothing else. */
export const resizePod = (old: PodState, pod: Pod, { world }: ControlPlane, out: Outbox): void => {
  const objections = podResizeObjections(specOf(old), pod.spec);
  if (objections.length > 0) return refusePodUpdate(old, objections, out);
  const { namespace, name } = old.identity;
  const refusal = new PodLimits(world, namespace, world.nowUs).resize(specOf(old), pod.spec);
  if (refusal !== "") return refuse({ kind: "Pod", namespace, name }, `pods "${name}" is forbidden: ${refusal}`, out);
  recordPodUpdate(old, { metadata: old.identity.template.metadata, spec: pod.spec }, out);
};

const ephemeralObjections = (spec: PodSpec, { name, targetContainerName: target }: EphemeralContainer): string[] => {
  const at = `spec.ephemeralContainers[${spec.ephemeralContainers?.length ?? 0}]`;
  const own = [...spec.initContainers, ...spec.containers];
  const names = [...own, ...(spec.ephemeralContainers ?? [])].map((each) => each.name);
  return [
    ...(names.includes(name) ? [`${at}.name: Duplicate value: "${name}"`] : []),
    ...(target === "" || own.some((each) => each.name === target)
      ? []
      : [`${at}.targetContainerName: Not found: "${target}"`]),
  ];
};

/** What the ephemeralcontainers subresource takes: one container more, for good. */
export const addEphemeralContainer = (old: PodState, container: EphemeralContainer, out: Outbox): void => {
  const spec = specOf(old);
  const objections = ephemeralObjections(spec, container);
  if (objections.length > 0) return refusePodUpdate(old, objections, out);
  const ephemeralContainers = [...(spec.ephemeralContainers ?? []), container];
  recordPodUpdate(old, { metadata: old.identity.template.metadata, spec: { ...spec, ephemeralContainers } }, out);
};

/** `pod`: as a manifest or a patch has it, before admission. */
export const updatePod = (old: PodState, pod: Pod, plane: ControlPlane, out: Outbox): void => {
  const { namespace, name } = old.identity;
  const { labels, annotations, finalizers = [] } = pod.metadata;
  const known = old.identity.template.metadata.finalizers ?? [];
  const added = finalizers.filter((each) => !known.includes(each));
  if (old.deletion !== null && added.length > 0) {
    const because = "no new finalizers can be added if the object is being deleted, found new finalizers";
    return refusePodUpdate(old, [`metadata.finalizers: Forbidden: ${because} ${JSON.stringify(added)}`], out);
  }
  const before = specOf(old);
  const asked: PodSpec = {
    ...pod.spec,
    containers: keepPullPolicies(pod.spec.containers, before.containers),
    initContainers: keepPullPolicies(pod.spec.initContainers, before.initContainers),
    // A manifest never has them: they come through a subresource of their own, and stay.
    ...(before.ephemeralContainers === undefined ? {} : { ephemeralContainers: before.ephemeralContainers }),
  };
  const admitted = admitTemplate({ metadata: { labels, annotations }, spec: asked }, plane, namespace);
  if (isLeft(admitted)) {
    return refuse({ kind: "Pod", namespace, name }, `pods "${name}" is forbidden: ${admitted.left}`, out);
  }
  const { spec } = admitted.right;
  const objections = podUpdateObjections(before, spec);
  if (objections.length > 0) return refusePodUpdate(old, objections, out);
  recordPodUpdate(old, { metadata: pod.metadata, spec }, out);
};
