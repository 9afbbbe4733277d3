import {
  completionIndex,
  jobApplied,
  jobConditionSet,
  jobDeleted,
  jobStatusUpdated,
  nodeFailed,
  podCreated,
  podDeletionRequested,
  withGeneratedSelector,
} from "@podsim/core";
import type { Job, JobState, PodState } from "@podsim/core";
import { describe, expect, test } from "vitest";
import type { JobOptions } from "../../testing/objects.js";
import { aJob } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import type { SmallClusterOptions } from "../../testing/small-cluster.js";
import { requestDeletion } from "../api-server/request-deletion.js";

type Ends = NonNullable<SmallClusterOptions["ends"]>;

const exit =
  (exitCode: number, after = 5): Ends =>
  () => ({ after, exitCode });

const byIndex =
  (codeOf: (index: number) => number | null, after = 5): Ends =>
  (pod) => {
    const exitCode = codeOf(completionIndex(pod));
    return exitCode === null ? null : { after, exitCode };
  };

const run = (options: JobOptions, ends: Ends, seconds = 1_000, cluster: SmallClusterOptions = {}): SmallCluster =>
  new SmallCluster({ ends, ...cluster }).apply(0, aJob(options)).run(seconds);

const jobOf = (cluster: SmallCluster): JobState => {
  const job = cluster.world.jobs.at(0);
  if (job === undefined) throw new Error("there is no Job");
  return job;
};

const createdAt = (cluster: SmallCluster): readonly number[] =>
  cluster.facts(podCreated).map(({ at }) => Math.round(at * 100) / 100);

const findings = (cluster: SmallCluster): readonly string[] =>
  cluster.facts(jobConditionSet).map(({ data }) => `${data.condition} ${data.status} ${data.reason}`);

const respec = (cluster: SmallCluster, at: number, spec: Partial<Job["spec"]>): SmallCluster =>
  cluster.at(at, (out, world) => {
    const job = world.jobs.at(0);
    if (job === undefined) return;
    const object = { ...job.object, spec: { ...job.object.spec, ...spec } };
    const owner = { ownerKind: null, ownerName: null, ownerIx: null };
    out.record(jobApplied, 0, { jobIx: 0, uid: job.uid, object, ...owner });
  });

const INDEXED: JobOptions = { completionMode: "Indexed", completions: 5, parallelism: 3 };

describe("a Job that goes well", () => {
  test("controllers 3.21: a pod that ended is counted a second later, and the Job is Complete with both conditions", () => {
    const cluster = run({}, exit(0));
    expect(createdAt(cluster)).toEqual([0.01]);
    // Ready at 1 s, ended at 6 s.
    expect(cluster.facts(jobConditionSet).map(({ at, data }) => [Math.round(at * 100) / 100, data])).toEqual([
      [
        7.02,
        {
          condition: "SuccessCriteriaMet",
          status: "True",
          reason: "CompletionsReached",
          message: "Reached expected number of succeeded pods",
        },
      ],
      [
        7.02,
        {
          condition: "Complete",
          status: "True",
          reason: "CompletionsReached",
          message: "Reached expected number of succeeded pods",
        },
      ],
    ]);
    expect(jobOf(cluster).status).toMatchObject({ active: 0, succeeded: 1, failed: 0 });
  });

  test("controllers 3.22: never more active than parallelism, never more than are still to succeed", () => {
    const cluster = new SmallCluster({ ends: exit(0) }).apply(0, aJob({ completions: 5, parallelism: 2 }));
    let most = 0;
    cluster.run(100, () => {
      const active = [...cluster.world.pods.values()].filter((pod) => pod.status.phase !== "Succeeded");
      most = Math.max(most, active.length);
    });
    expect(most).toBe(2);
    expect(cluster.facts(podCreated)).toHaveLength(5);
    expect(findings(cluster).at(-1)).toBe("Complete True CompletionsReached");
  });

  test("controllers 3.22 and 3.23: a work queue starts nothing after the first success and waits for the rest", () => {
    const ends: Ends = ({ identity }) => ({ after: identity.ix === 0 ? 5 : 60, exitCode: 0 });
    const job = aJob({ parallelism: 3 });
    const { completions: _, ...spec } = job.spec;
    const cluster = new SmallCluster({ ends }).apply(0, { ...job, spec }).run(200);
    expect(cluster.facts(podCreated)).toHaveLength(3);
    expect(jobOf(cluster).status.succeeded).toBe(3);
    expect(jobOf(cluster).completedAtUs).toBeGreaterThan(60_000_000);
  });

  test("controllers 3.24: pods come in batches of 1, 2, 4 …", () => {
    const cluster = run({ completions: 7, parallelism: 7 }, exit(0), 5);
    expect(createdAt(cluster)).toEqual([0.01, 0.02, 0.02, 0.03, 0.03, 0.03, 0.03]);
  });

  test("controllers 0.9: pods are named after the Job and carry its labels", () => {
    const cluster = run({}, exit(0), 5);
    const pod = cluster.world.pods.at(0);
    expect(pod?.identity.name).toMatch(/^pi-[a-z0-9]{5}$/);
    expect(pod?.identity.template.metadata.labels).toEqual({
      "batch.kubernetes.io/controller-uid": "uid-pi",
      "batch.kubernetes.io/job-name": "pi",
      "controller-uid": "uid-pi",
      "job-name": "pi",
    });
  });
});

describe("a Job whose pods fail", () => {
  test("controllers 3.25: 10 s after the first failure ended, then 20, 40 …; more failures than the limit end it", () => {
    const cluster = run({ backoffLimit: 3 }, exit(1), 2_000);
    const times = createdAt(cluster);
    // Each pod ends 6 s after it was bound; the back-off counts whole seconds from there.
    expect(times.map((at) => Math.floor(at))).toEqual([0, 16, 42, 88]);
    expect(jobOf(cluster).status).toMatchObject({ active: 0, failed: 4, succeeded: 0 });
    expect(findings(cluster)).toEqual(["FailureTarget True BackoffLimitExceeded", "Failed True BackoffLimitExceeded"]);
    expect(jobOf(cluster).conditions.at(-1)?.message).toBe("Job has reached the specified backoff limit");
  });

  test("controllers 3.25: the wait is ten minutes at most", () => {
    const cluster = run({ backoffLimit: 100 }, exit(1), 6_000);
    const times = createdAt(cluster);
    expect(Math.round((times.at(-1) ?? 0) - (times.at(-2) ?? 0))).toBe(606);
  });

  test("controllers 3.25: a success forgets the failures before it", () => {
    const ends: Ends = ({ identity }) => ({ after: 5, exitCode: identity.ix === 2 ? 0 : 1 });
    const cluster = run({ completions: 2, backoffLimit: 4 }, ends, 200);
    const gaps = createdAt(cluster).map((at, k, all) => Math.round(at - (all[k - 1] ?? 0)));
    expect(gaps.slice(1, 5)).toEqual([16, 26, 7, 16]);
  });

  test("controllers 3.35: with OnFailure the restarts of a running pod count against the limit", () => {
    const limit = (backoffLimit: number, restarts: number): string[] => {
      const job = aJob({ backoffLimit });
      const template = {
        ...job.spec.template,
        spec: { ...job.spec.template.spec, restartPolicy: "OnFailure" as const },
      };
      const cluster = new SmallCluster({ ends: () => null }).apply(0, { ...job, spec: { ...job.spec, template } });
      cluster.at(20, (out, world) => {
        const pod = world.pods.at(0);
        if (pod === undefined) return;
        const containerStatuses = pod.status.containerStatuses.map((one) => ({ ...one, restartCount: restarts }));
        world.pods.put({ ...pod, status: { ...pod.status, containerStatuses } });
        out.record(jobApplied, 0, {
          ...{ jobIx: 0, uid: "uid-pi", ownerKind: null, ownerName: null, ownerIx: null },
          object: withGeneratedSelector({ ...job, spec: { ...job.spec, template } }, "uid-pi"),
        });
      });
      return [...findings(cluster.run(60))];
    };
    expect(limit(2, 1)).toEqual([]);
    expect(limit(2, 2)[0]).toBe("FailureTarget True BackoffLimitExceeded");
    expect(limit(0, 0)).toEqual([]);
    expect(limit(0, 1)[0]).toBe("FailureTarget True BackoffLimitExceeded");
  });

  test("controllers 3.27 and 3.31: past its deadline, pods are killed and it is Failed once they are gone", () => {
    const cluster = run({ activeDeadlineSeconds: 30 }, () => null, 100, { stopsAfter: 12 });
    expect(cluster.facts(podDeletionRequested).map(({ at, data }) => [Math.round(at), data.by])).toEqual([
      [30, "job-controller"],
    ]);
    const at = cluster
      .facts(jobConditionSet)
      .map(({ at: when, data }) => [data.condition, Math.round(when), data.reason]);
    expect(at).toEqual([
      ["FailureTarget", 30, "DeadlineExceeded"],
      ["Failed", 43, "DeadlineExceeded"],
    ]);
    expect(jobOf(cluster).status).toMatchObject({ failed: 1, active: 0, terminating: 0 });
  });
});

describe("a podFailurePolicy", () => {
  const policy = (action: "FailJob" | "Ignore" | "Count" | "FailIndex", values = [42]): JobOptions => ({
    podFailurePolicy: { rules: [{ action, onExitCodes: { operator: "In", values } }] },
    podReplacementPolicy: "Failed",
  });

  test("controllers 3.28: FailJob ends the Job at once, with the pod's name, its exit code and the rule", () => {
    const ends: Ends = ({ identity }) => (identity.ix === 0 ? { after: 5, exitCode: 42 } : null);
    const cluster = run({ ...policy("FailJob"), completions: 3, parallelism: 3 }, ends, 100);
    const { conditions, status } = jobOf(cluster);
    const name = cluster.world.pods.at(0)?.identity.name ?? "";
    expect(conditions.at(-1)).toMatchObject({
      type: "Failed",
      reason: "PodFailurePolicy",
      message: `Container app for pod default/${name} failed with exit code 42 matching FailJob rule at index 0`,
    });
    // The two that were running are killed, and count.
    expect(status).toMatchObject({ failed: 3, succeeded: 0 });
    expect(cluster.facts(podCreated)).toHaveLength(3);
  });

  test("controllers 3.28: ignored failures do not count towards the limit", () => {
    const ends: Ends = ({ identity }) => ({ after: 5, exitCode: identity.ix < 3 ? 42 : 0 });
    const cluster = run({ ...policy("Ignore"), backoffLimit: 0 }, ends);
    expect(jobOf(cluster).status).toMatchObject({ failed: 0, succeeded: 1 });
    expect(findings(cluster).at(-1)).toBe("Complete True CompletionsReached");
  });

  test("controllers 3.28: the first rule that matches decides, by condition as well", () => {
    const rules = [
      { action: "Ignore" as const, onPodConditions: [{ type: "DisruptionTarget", status: "True" as const }] },
      { action: "FailJob" as const, onExitCodes: { operator: "NotIn" as const, values: [7] } },
    ];
    const failing = (exitCode: number): string | undefined =>
      findings(run({ podFailurePolicy: { rules }, backoffLimit: 0 }, exit(exitCode))).at(-1);
    expect(failing(7)).toBe("Failed True BackoffLimitExceeded");
    expect(failing(8)).toBe("Failed True PodFailurePolicy");
  });
});

describe("an indexed Job", () => {
  test("controllers 3.29: the lowest pending indexes first; names, annotation, label, hostname and variable tell it", () => {
    const cluster = run(
      INDEXED,
      byIndex(() => 0),
    );
    const pods = cluster.facts(podCreated).map(({ data }) => data);
    expect(pods.map(({ name }) => name.slice(0, -6))).toEqual(["pi-0", "pi-1", "pi-2", "pi-3", "pi-4"]);
    const { metadata, spec } = pods[3]?.template ?? aJob().spec.template;
    const key = "batch.kubernetes.io/job-completion-index";
    expect([metadata.labels[key], metadata.annotations[key]]).toEqual(["3", "3"]);
    expect(spec).toMatchObject({
      hostname: "pi-3",
      containers: [
        {
          env: [
            {
              name: "JOB_COMPLETION_INDEX",
              valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: `metadata.labels['${key}']` } },
            },
          ],
        },
      ],
    });
    expect(jobOf(cluster).status).toMatchObject({ succeeded: 5, completedIndexes: "0-4" });
  });

  test("controllers 3.29: limits per index: each failed index is tried again 10 s later, all indexes are tried", () => {
    const cluster = run(
      {
        completionMode: "Indexed",
        completions: 10,
        parallelism: 3,
        backoffLimitPerIndex: 1,
        maxFailedIndexes: 5,
        backoffLimit: 2 ** 31 - 1,
      },
      byIndex((index) => (index % 2 === 0 ? 1 : 0)),
    );
    expect(jobOf(cluster).status).toMatchObject({
      succeeded: 5,
      failed: 10,
      completedIndexes: "1,3,5,7,9",
      failedIndexes: "0,2,4,6,8",
    });
    expect(jobOf(cluster).conditions.at(-1)).toMatchObject({
      type: "Failed",
      reason: "FailedIndexes",
      message: "Job has failed indexes",
    });
    const tries = cluster.facts(podCreated).filter(({ data }) => data.name.startsWith("pi-0-"));
    expect(tries.map(({ at }) => Math.floor(at))).toEqual([0, 16]);
    const count = "batch.kubernetes.io/job-index-failure-count";
    expect(tries.map(({ data }) => data.template.metadata.annotations[count])).toEqual(["0", "1"]);
  });

  test("controllers 3.29: one failed index too many ends it", () => {
    const cluster = run(
      { ...INDEXED, backoffLimitPerIndex: 0, maxFailedIndexes: 1, backoffLimit: 2 ** 31 - 1 },
      byIndex((index) => (index < 2 ? 1 : null)),
      200,
    );
    expect(findings(cluster).at(-1)).toBe("Failed True MaxFailedIndexesExceeded");
    expect(jobOf(cluster).status.failedIndexes).toBe("0,1");
  });

  test("controllers 3.28: FailIndex gives an index up without trying it again", () => {
    const cluster = run(
      {
        ...{ ...INDEXED, completions: 2, backoffLimitPerIndex: 5, backoffLimit: 2 ** 31 - 1 },
        podFailurePolicy: { rules: [{ action: "FailIndex", onExitCodes: { operator: "In", values: [3] } }] },
      },
      byIndex((index) => (index === 0 ? 3 : 0)),
    );
    expect(cluster.facts(podCreated)).toHaveLength(2);
    expect(findings(cluster).at(-1)).toBe("Failed True FailedIndexes");
  });

  test("controllers 3.30 and 3.31: a successPolicy that is met removes the rest, and then the Job is Complete", () => {
    const cluster = run(
      { ...INDEXED, completions: 3, successPolicy: { rules: [{ succeededIndexes: "1-2", succeededCount: 1 }] } },
      byIndex((index) => (index === 2 ? 0 : null)),
      100,
      { stopsAfter: 20 },
    );
    expect(
      cluster.facts(jobConditionSet).map(({ at, data }) => [Math.round(at), data.condition, data.message]),
    ).toEqual([
      [7, "SuccessCriteriaMet", "Matched rules at index 0"],
      [28, "Complete", "Matched rules at index 0"],
    ]);
    expect(jobOf(cluster).status).toMatchObject({ succeeded: 1, failed: 0, completedIndexes: "2" });
  });

  test("a failure limit that is passed in the same look goes before a success policy", () => {
    const cluster = run(
      { ...INDEXED, parallelism: 5, backoffLimit: 2, successPolicy: { rules: [{ succeededIndexes: "0" }] } },
      byIndex((index) => (index === 0 ? 0 : 1)),
    );
    expect(findings(cluster).at(-1)).toBe("Failed True BackoffLimitExceeded");
  });
});

describe("a Job that is changed, and pods that are taken from it", () => {
  test("controllers 3.32: suspending deletes its pods, which are no failures; resuming starts the clock anew", () => {
    const cluster = new SmallCluster().apply(0, aJob({ completions: 2, parallelism: 2, activeDeadlineSeconds: 60 }));
    respec(cluster, 20, { suspend: true });
    respec(cluster, 50, { suspend: false });
    cluster.run(150);
    expect(findings(cluster)).toEqual([
      "Suspended True JobSuspended",
      "Suspended False JobResumed",
      "FailureTarget True DeadlineExceeded",
      "Failed True DeadlineExceeded",
    ]);
    const [, , late] = cluster.facts(jobConditionSet);
    expect(Math.round(late?.at ?? 0)).toBe(110);
    expect(jobOf(cluster).status.failed).toBe(2);
    expect(cluster.facts(podCreated)).toHaveLength(4);
  });

  // syncJob asks for the deadline before it writes that the Job is resumed, and up to 1.34 suspending leaves the start time.
  test("controllers 3.27: whose deadline passed while it was suspended has exceeded it as soon as it is resumed", () => {
    const cluster = new SmallCluster().apply(0, aJob({ activeDeadlineSeconds: 60 }));
    respec(cluster, 20, { suspend: true });
    respec(cluster, 100, { suspend: false });
    cluster.run(150);
    expect(findings(cluster)).toEqual([
      "Suspended True JobSuspended",
      "FailureTarget True DeadlineExceeded",
      "Failed True DeadlineExceeded",
    ]);
    expect(cluster.facts(jobConditionSet).map(({ at }) => Math.round(at))).toEqual([20, 100, 100]);
  });

  test("controllers 3.32: one that begins suspended has no start time and no pods", () => {
    const cluster = run({ suspend: true }, exit(0), 50);
    expect(cluster.facts(podCreated)).toEqual([]);
    expect(jobOf(cluster)).toMatchObject({ status: { startTimeUs: -1 } });
    expect(findings(cluster)).toEqual(["Suspended True JobSuspended"]);
  });

  test("controllers 3.22: of pods that are too many, those that have come the least far go", () => {
    const cluster = new SmallCluster({ readyAfter: ({ identity }) => (identity.ix === 1 ? null : 1) });
    cluster.apply(0, aJob({ completions: 9, parallelism: 3 }));
    respec(cluster, 20, { parallelism: 2 });
    cluster.run(60);
    expect(cluster.facts(podDeletionRequested).map(({ subject }) => subject)).toEqual([1]);
    expect(jobOf(cluster).status).toMatchObject({ active: 2, failed: 0 });
  });

  const deleteFirst = (options: JobOptions): SmallCluster =>
    new SmallCluster({ stopsAfter: 20 })
      .apply(0, aJob(options))
      .at(30, (out, world, now) => {
        const pod = world.pods.at(0) as PodState;
        requestDeletion(pod, now, "user", out);
      })
      .run(100);

  test("controllers 3.26: a pod on its way out has failed already, and is replaced after the back-off", () => {
    const cluster = deleteFirst({});
    expect(createdAt(cluster).map(Math.floor)).toEqual([0, 40]);
    expect(jobOf(cluster).status).toMatchObject({ failed: 1, active: 1 });
  });

  test("controllers 3.26: with podReplacementPolicy Failed it is replaced only when it has ended", () => {
    const cluster = deleteFirst({ podReplacementPolicy: "Failed" });
    expect(createdAt(cluster).map(Math.floor)).toEqual([0, 51]);
    expect(jobOf(cluster).status).toMatchObject({ failed: 1, active: 1 });
  });

  test("controllers 3.26: on a dead node the replacement waits for as long as the object is there", () => {
    const cluster = new SmallCluster({ nodes: 1 }).apply(0, aJob({ podReplacementPolicy: "Failed" }));
    cluster.at(30, (out, world, now) => {
      out.record(nodeFailed, 0, { mode: "power-off" });
      const pod = world.pods.at(0) as PodState;
      requestDeletion(pod, now, "taint-eviction-controller", out);
    });
    cluster.run(500);
    expect(createdAt(cluster)).toHaveLength(1);
  });

  test("a deleted Job takes its pods along", () => {
    const cluster = new SmallCluster().apply(0, aJob({ completions: 3, parallelism: 3 }));
    cluster.at(20, (out) => {
      out.record(jobDeleted, 0, {});
    });
    cluster.run(60);
    expect(cluster.world.pods.size).toBe(0);
    expect(cluster.world.trackedPods.of(0).size).toBe(0);
  });

  test("controllers 3.33: every pod is counted once, however many end at once", () => {
    const cluster = run({ completions: 520, parallelism: 520 }, exit(0), 60);
    expect(jobOf(cluster).status.succeeded).toBe(520);
    const most = Math.max(...cluster.facts(jobStatusUpdated).map(({ data }) => data.released.length));
    expect(most).toBe(500);
  });
});
