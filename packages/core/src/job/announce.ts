// Wording the Kubernetes Events that are about a Job.
import type { Announcement } from "../event.js";
import type { JobState } from "./job-state.js";

export const aboutJob = (
  { object }: JobState,
  type: Announcement["type"],
  reason: string,
  message: string,
): Announcement => ({
  type,
  reason,
  message,
  from: "job-controller",
  object: { kind: "Job", namespace: object.metadata.namespace, name: object.metadata.name },
});
