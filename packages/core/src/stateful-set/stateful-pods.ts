// What makes each pod of a StatefulSet itself: its ordinal in name, labels and hostname, its claims, its revision.
import type { PodTemplateSpec } from "../api/pod.js";
import type { StatefulSet } from "../api/stateful-set.js";
import { REVISION_LABEL } from "../daemon-set/daemon-pods.js";
import type { PodState } from "../pod/pod-state.js";

export const podNameAt = ({ metadata }: StatefulSet, ordinal: number): string => `${metadata.name}-${String(ordinal)}`;

/** The ordinal in the pod's name; -1 if it is not a name of the set. */
export const ordinalOf = (
  name: string,
  { metadata }: { readonly metadata: Pick<StatefulSet["metadata"], "name"> },
): number => {
  const text = name.startsWith(`${metadata.name}-`) ? name.slice(metadata.name.length + 1) : "";
  return /^\d+$/.test(text) ? Number(text) : -1;
};

export const revisionOf = ({ identity }: PodState): string => identity.template.metadata.labels[REVISION_LABEL] ?? "";

/** "www-web-0", the claim of a template for the pod of an ordinal. */
export const claimNameAt = (template: string, set: StatefulSet, ordinal: number): string =>
  `${template}-${podNameAt(set, ordinal)}`;

/** The template of one pod, made from one of the set's revisions. */
export const statefulTemplate = (
  set: StatefulSet,
  revision: { readonly name: string; readonly template: PodTemplateSpec },
  ordinal: number,
): PodTemplateSpec => {
  const { metadata, spec } = revision.template;
  const name = podNameAt(set, ordinal);
  const { serviceName, volumeClaimTemplates } = set.spec;
  const claims = volumeClaimTemplates.map(({ metadata: claim }) => ({
    name: claim.name,
    persistentVolumeClaim: { claimName: claimNameAt(claim.name, set, ordinal), readOnly: false },
  }));
  const others = (spec.volumes ?? []).filter((volume) => !claims.some((claim) => claim.name === volume.name));
  return {
    metadata: {
      labels: {
        ...metadata.labels,
        "apps.kubernetes.io/pod-index": String(ordinal),
        [REVISION_LABEL]: revision.name,
        "statefulset.kubernetes.io/pod-name": name,
      },
      annotations: metadata.annotations,
    },
    spec: {
      ...spec,
      ...(claims.length + others.length === 0 ? {} : { volumes: [...claims, ...others] }),
      // Kept like every field of a pod that is passed through without being looked into.
      ...{ hostname: name, ...(serviceName === "" ? {} : { subdomain: serviceName }) },
    },
  };
};
