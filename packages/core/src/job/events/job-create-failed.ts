// The API server refused a Job's pods; its controller tries again, later each time.
import type { EventDefinition } from "../../event.js";
import { aboutJob } from "../announce.js";
import type { JobState } from "../job-state.js";

export interface JobCreateFailed {
  /** What the server answered. */
  readonly message: string;
}

export const jobCreateFailed: EventDefinition<"JobCreateFailed", JobCreateFailed, JobState> = {
  type: "JobCreateFailed",
  entity: "job",
  revision: 1,
  fields: { message: "string" },
  evolve: (s, { message }) => ({ ...s, failure: message }),
  announce: (s, d) => [aboutJob(s, "Warning", "FailedCreate", `Error creating: ${d.message}`)],
  example: { message: 'pods "pi-" is forbidden: no PriorityClass with name high was found' },
};
