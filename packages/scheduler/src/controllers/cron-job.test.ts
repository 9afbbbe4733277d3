import { cronJobApplied, cronJobNoted, jobApplied, jobDeleted } from "@podsim/core";
import type { CronJob, CronJobState } from "@podsim/core";
import { describe, expect, test } from "vitest";
import type { CronJobOptions } from "../../testing/objects.js";
import { aCronJob, aJob } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import type { SmallClusterOptions } from "../../testing/small-cluster.js";

/** The cluster's clock shows 2026-01-01 00:00 at the start, the 29453760th minute since 1970. */
const FIRST_MINUTE = 29_453_760;

const quick: SmallClusterOptions = { ends: () => ({ after: 5, exitCode: 0 }) };
const slow: SmallClusterOptions = { ends: () => ({ after: 90, exitCode: 0 }) };

const run = (options: CronJobOptions, seconds: number, habits: SmallClusterOptions = quick): SmallCluster =>
  new SmallCluster(habits).apply(0, aCronJob(options)).run(seconds);

const started = (cluster: SmallCluster): readonly (readonly [at: number, minute: number])[] =>
  cluster
    .facts(jobApplied)
    .map(({ at, data }) => [Math.round(at * 10) / 10, Number(data.object.metadata.name.slice(6)) - FIRST_MINUTE]);

const stateOf = (cluster: SmallCluster): CronJobState => {
  const state = cluster.world.cronJobs.at(0);
  if (state === undefined) throw new Error("there is no CronJob");
  return state;
};

const notes = (cluster: SmallCluster): readonly string[] => cluster.facts(cronJobNoted).map(({ data }) => data.reason);

const respec = (cluster: SmallCluster, at: number, spec: Partial<CronJob["spec"]>): SmallCluster =>
  cluster.at(at, (out, world) => {
    const found = world.cronJobs.at(0);
    if (found === undefined) return;
    const object = { ...found.object, spec: { ...found.object.spec, ...spec } };
    out.record(cronJobApplied, 0, { cronJobIx: 0, uid: found.uid, object });
  });

const TOKYO = { "Asia/Tokyo": [{ fromMinute: 0, offsetMinutes: 540 }] };

describe("when a CronJob starts its Jobs", () => {
  test("controllers 3.36: 100 ms after each minute, named by the minute since 1970", () => {
    const cluster = run({}, 200);
    expect(started(cluster)).toEqual([
      [60.1, 1],
      [120.1, 2],
      [180.1, 3],
    ]);
    const job = cluster.facts(jobApplied)[0]?.data;
    expect(job).toMatchObject({ ownerKind: "CronJob", ownerName: "hello" });
    expect(job?.object.metadata.annotations).toEqual({
      "batch.kubernetes.io/cronjob-scheduled-timestamp": "2026-01-01T00:01:00Z",
    });
    expect(stateOf(cluster).lastScheduleUs).toBe(180_000_000);
  });

  test("controllers 3.36: of times that were missed only the newest is made up for", () => {
    const cluster = respec(new SmallCluster(quick).apply(0, aCronJob({ suspend: true })), 300, { suspend: false });
    expect(started(cluster.run(330))).toEqual([[300, 5]]);
  });

  test("controllers 3.37: … unless it is too late for it", () => {
    const options: CronJobOptions = { schedule: "*/5 * * * *", suspend: true, startingDeadlineSeconds: 60 };
    const cluster = respec(new SmallCluster(quick).apply(0, aCronJob(options)), 420, { suspend: false });
    expect(started(cluster.run(500))).toEqual([]);
    expect(started(cluster.run(660))).toEqual([[600.1, 10]]);
  });

  test("controllers 3.38: more than a hundred missed times are complained about, and the newest is started", () => {
    const cluster = respec(new SmallCluster(quick).apply(0, aCronJob({ suspend: true })), 6_100, { suspend: false });
    cluster.run(6_110);
    expect(notes(cluster)).toContain("TooManyMissedTimes");
    expect(started(cluster)).toEqual([[6_100, 101]]);
  });

  test("controllers 3.36: another schedule waits for its next time, whatever it would have missed", () => {
    const cluster = new SmallCluster(quick).apply(0, aCronJob({ schedule: "0 5 * * *" }));
    respec(cluster, 300, { schedule: "3-59/10 * * * *" }).run(1_500);
    expect(started(cluster)).toEqual([
      [780.1, 13],
      [1380.1, 23],
    ]);
    const sooner = new SmallCluster(quick).apply(0, aCronJob({ schedule: "*/10 * * * *" }));
    respec(sooner, 300, { schedule: "3 * * * *" }).run(1_500);
    // The timer of the old schedule is still there, and finds what the new one missed.
    expect(started(sooner)).toEqual([[600.1, 3]]);
  });

  test("controllers 3.36: another time zone, too", () => {
    const cluster = new SmallCluster({ ...quick, timeZones: TOKYO }).apply(0, aCronJob({ schedule: "7 * * * *" }));
    respec(cluster, 480, { timeZone: "Asia/Tokyo" }).run(600);
    expect(started(cluster)).toEqual([[420.1, 7]]);
  });

  test("controllers 3.36: whatever else changes is looked at at once", () => {
    const cluster = new SmallCluster(slow).apply(0, aCronJob({ concurrencyPolicy: "Forbid" }));
    respec(cluster, 130, { concurrencyPolicy: "Allow" }).run(140);
    expect(started(cluster).map(([at, minute]) => [Math.floor(at), minute])).toEqual([
      [60, 1],
      [130, 2],
    ]);
  });

  test("its time zone is not the cluster's", () => {
    const cluster = run({ schedule: "5 9 * * *", timeZone: "Asia/Tokyo" }, 400, { ...quick, timeZones: TOKYO });
    expect(started(cluster)).toEqual([[300.1, 5]]);
    expect(notes(run({ timeZone: "Mars/Base" }, 100))).toEqual(["UnknownTimeZone"]);
  });
});

describe("Jobs that overlap", () => {
  test("controllers 3.37: Allow starts them side by side", () => {
    expect(started(run({}, 200, slow))).toHaveLength(3);
    expect(stateOf(run({}, 125, slow)).active).toHaveLength(2);
  });

  test("controllers 3.37: Forbid waits for the end of the last one and then makes up for the newest time", () => {
    const cluster = run({ concurrencyPolicy: "Forbid" }, 200, slow);
    expect(started(cluster).map(([at, minute]) => [Math.floor(at), minute])).toEqual([
      [60, 1],
      [152, 2],
    ]);
    expect(notes(cluster)).toContain("JobAlreadyActive");
  });

  test("controllers 3.37: Replace deletes the one that runs", () => {
    const cluster = run({ concurrencyPolicy: "Replace" }, 200, slow);
    expect(cluster.facts(jobDeleted).map(({ at }) => Math.floor(at))).toEqual([120, 180]);
    expect(stateOf(cluster).active).toHaveLength(1);
  });
});

describe("what is kept of finished Jobs", () => {
  test("controllers 3.39: three that went well, one that failed, the oldest go", () => {
    const kept = (cluster: SmallCluster): readonly number[] =>
      [...cluster.world.jobs.values()].map(({ object }) => Number(object.metadata.name.slice(6)) - FIRST_MINUTE);
    expect(kept(run({}, 600))).toEqual([7, 8, 9]);
    const failing: SmallClusterOptions = { ends: () => ({ after: 5, exitCode: 1 }) };
    const { jobTemplate } = aCronJob().spec;
    const once = { ...jobTemplate, spec: { ...jobTemplate.spec, backoffLimit: 0 } };
    expect(kept(run({ jobTemplate: once }, 600, failing))).toEqual([9]);
  });

  test("controllers 3.34: a Job that says so goes a while after it finished, with its pods", () => {
    const cluster = new SmallCluster(quick).apply(0, aJob({ ttlSecondsAfterFinished: 30 })).run(100);
    expect(cluster.facts(jobDeleted).map(({ at }) => at)).toEqual([37]);
    expect(cluster.world.pods.size).toBe(0);
  });
});
