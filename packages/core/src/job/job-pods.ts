// What ties a Job and its pods together: the labels and selector a server fills in, and what an indexed pod carries.
import type { Job, JobSpec } from "../api/job.js";
import type { Container, PodTemplateSpec } from "../api/pod.js";
import type { PodState } from "../pod/pod-state.js";

const INDEX_KEY = "batch.kubernetes.io/job-completion-index";
const FAILURE_COUNT_KEY = "batch.kubernetes.io/job-index-failure-count";
const IGNORED_COUNT_KEY = "batch.kubernetes.io/job-index-ignored-failure-count";
const INDEX_VARIABLE = "JOB_COMPLETION_INDEX";

/** The Job as the server keeps it: its pods carry its name and UID, by which it knows them. */
export const withGeneratedSelector = (job: Job, uid: string): Job => {
  const { metadata, spec } = job;
  const { template } = spec;
  const own = {
    "batch.kubernetes.io/controller-uid": uid,
    "batch.kubernetes.io/job-name": metadata.name,
    "controller-uid": uid,
    "job-name": metadata.name,
  };
  const isManual = spec.manualSelector === true;
  const labels = isManual ? template.metadata.labels : { ...template.metadata.labels, ...own };
  return {
    ...job,
    // A Job without labels gets those of its template.
    metadata: Object.keys(metadata.labels).length === 0 ? { ...metadata, labels } : metadata,
    spec: {
      ...spec,
      ...(isManual ? {} : { selector: { matchLabels: { "batch.kubernetes.io/controller-uid": uid } } }),
      template: { metadata: { ...template.metadata, labels }, spec: template.spec },
    },
  };
};

const annotationNumber = (pod: PodState, key: string): number => {
  const text = pod.identity.template.metadata.annotations[key];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : 0;
};

/** -1 for a pod without one. */
export const completionIndex = ({ identity }: PodState): number => {
  const text = identity.template.metadata.annotations[INDEX_KEY];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : -1;
};

export interface IndexFailures {
  /** Failures of the index before this pod that counted. */
  readonly counted: number;
  /** Those that a podFailurePolicy ignored. */
  readonly ignored: number;
}

export const indexFailures = (pod: PodState): IndexFailures => ({
  counted: annotationNumber(pod, FAILURE_COUNT_KEY),
  ignored: annotationNumber(pod, IGNORED_COUNT_KEY),
});

/** The variables as they were written, and the index; one that is there already stays. */
const withIndexVariable = (container: Container): Container => {
  const { env = [] } = container;
  if (env.some(({ name }) => name === INDEX_VARIABLE)) return container;
  const fieldRef = { apiVersion: "v1", fieldPath: `metadata.labels['${INDEX_KEY}']` };
  return { ...container, env: [...env, { name: INDEX_VARIABLE, valueFrom: { fieldRef } }] };
};

/** The template of the pod of one index; `failures` = null unless the Job counts failures by index. */
export const indexedTemplate = (
  { metadata, spec }: Job,
  index: number,
  failures: IndexFailures | null,
): PodTemplateSpec => {
  const { template } = spec;
  const text = String(index);
  const counts =
    failures === null
      ? {}
      : {
          [FAILURE_COUNT_KEY]: String(failures.counted),
          ...(failures.ignored > 0 ? { [IGNORED_COUNT_KEY]: String(failures.ignored) } : {}),
        };
  return {
    metadata: {
      labels: { ...template.metadata.labels, [INDEX_KEY]: text },
      annotations: { ...template.metadata.annotations, [INDEX_KEY]: text, ...counts },
    },
    spec: {
      ...template.spec,
      initContainers: template.spec.initContainers.map(withIndexVariable),
      containers: template.spec.containers.map(withIndexVariable),
      // Kept like every field of a pod that is passed through without being looked into.
      ...{ hostname: `${metadata.name}-${text}` },
    },
  };
};

const INDEXED_BASE_MAX = 63 - 5;

/** What a pod's name begins with; of a long name the end is cut, not the index. */
export const podNameBase = (jobName: string, index: number | null): string => {
  if (index === null) return `${jobName}-`;
  const ending = `-${String(index)}-`;
  return `${jobName.slice(0, INDEXED_BASE_MAX - ending.length)}${ending}`;
};

export const isIndexed = ({ completionMode }: Pick<JobSpec, "completionMode">): boolean => completionMode === "Indexed";
