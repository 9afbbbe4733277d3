// The smallest Job, for the examples that event definitions carry.
import type { Job } from "../api/job.js";
import { EXAMPLE_TEMPLATE } from "../pod/example-template.js";

export const EXAMPLE_JOB: Job = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "pi", namespace: "default", labels: {}, annotations: {} },
  spec: {
    parallelism: 1,
    completions: 1,
    completionMode: "NonIndexed",
    backoffLimit: 6,
    podReplacementPolicy: "TerminatingOrFailed",
    suspend: false,
    template: { metadata: EXAMPLE_TEMPLATE.metadata, spec: { ...EXAMPLE_TEMPLATE.spec, restartPolicy: "Never" } },
  },
};
