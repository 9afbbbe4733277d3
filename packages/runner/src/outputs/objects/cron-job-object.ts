// A CronJob as `get -o json` shows it.
import type { CronJobState, SimTime } from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";
import type { WallClock } from "../view/wall-clock.js";
import type { Json, KubeObject } from "./kube-object.js";
import { metadataOf, present, unlessNone } from "./kube-object.js";
import { podTemplateJson } from "./pod-spec-json.js";

export const cronJobObject = (cronJob: CronJobState, world: WorldView, clock: WallClock): KubeObject => {
  const { object, uid, createdAtUs, generation, active, lastScheduleUs, lastSuccessfulUs } = cronJob;
  const { name, namespace, labels, annotations } = object.metadata;
  const { jobTemplate, ...spec } = object.spec;
  const { template, ...jobSpec } = jobTemplate.spec;
  const stamp = (at: SimTime): string | undefined => (at < 0 ? undefined : clock.timestamp(at));
  const running = active.flatMap((ix) => world.jobs.at(ix) ?? []);
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: metadataOf({ name, namespace, uid, createdAtUs, labels, annotations, generation }, clock),
    spec: present({
      ...(spec as unknown as Record<string, Json>),
      jobTemplate: {
        metadata: present({
          annotations: unlessNone(jobTemplate.metadata.annotations),
          labels: unlessNone(jobTemplate.metadata.labels),
        }),
        spec: present({ ...(jobSpec as unknown as Record<string, Json>), template: podTemplateJson(template) }),
      },
    }),
    status: present({
      active:
        running.length === 0
          ? undefined
          : running.map((job) => ({
              apiVersion: "batch/v1",
              kind: "Job",
              name: job.object.metadata.name,
              namespace,
              uid: job.uid,
            })),
      lastScheduleTime: stamp(lastScheduleUs),
      lastSuccessfulTime: stamp(lastSuccessfulUs),
    }),
  };
};
