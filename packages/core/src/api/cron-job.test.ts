import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { decodedOf, refusalsOf, templateManifest } from "./sample-manifests.js";

type Json = Readonly<Record<string, unknown>>;

const cronJobManifest = (jobSpec: Json = {}): Json => ({
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: { name: "tick" },
  spec: {
    schedule: "*/5 * * * *",
    jobTemplate: { spec: { template: templateManifest({ restartPolicy: "Never" }), ...jobSpec } },
  },
});

describe("defaults of a CronJob", () => {
  test("Kubernetes 1.34 fills in the CronJob and the pods of its template, not the Job between them", () => {
    const decoded = decodedOf(cronJobManifest());
    if (typeof decoded === "string" || decoded.kind !== "CronJob") throw new Error("no CronJob");
    const { jobTemplate, ...spec } = decoded.spec;
    expect(spec).toMatchObject({ concurrencyPolicy: "Allow", suspend: false, successfulJobsHistoryLimit: 3 });
    expect(Object.keys(jobTemplate.spec)).toEqual(["template"]);
    expect(jobTemplate.spec.template.spec.terminationGracePeriodSeconds).toBe(30);
  });

  test("what is written stays, the defaults of a Job included", () => {
    const written = { parallelism: 1, completions: 1, suspend: false, completionMode: "NonIndexed", backoffLimit: 6 };
    const decoded = decodedOf(cronJobManifest(written));
    expect(decoded).toMatchObject({ spec: { jobTemplate: { spec: written } } });
  });

  test("a podFailurePolicy needs no podReplacementPolicy beside it, and refuses another than its own", () => {
    const rules = [{ action: "FailJob", onExitCodes: { operator: "In", values: [42] } }];
    expect(refusalsOf(cronJobManifest({ podFailurePolicy: { rules } }))).toEqual([]);
    const other = { podFailurePolicy: { rules }, podReplacementPolicy: "TerminatingOrFailed" };
    expect(refusalsOf(cronJobManifest(other))).toHaveLength(1);
  });
});

const refused = (spec: Json, jobSpec: Json = {}): readonly (readonly [place: string, why: string])[] =>
  decodeObject({
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "nightly" },
    spec: {
      schedule: "0 3 * * *",
      jobTemplate: { spec: { template: templateManifest({ restartPolicy: "Never" }), ...jobSpec } },
      ...spec,
    },
  }).problems.map(
    ({ path, why }) => [path.slice(1).join("."), why.replace("a real API server rejects this CronJob: ", "")] as const,
  );

describe("what a server refuses of a CronJob", () => {
  test.each<[string, string]>([
    ["", "timeZone must be nil or non-empty string"],
    ["Local", "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"],
    ["local", "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"],
  ])("the zone %j", (timeZone, words) => {
    expect(refused({ timeZone })).toEqual([["timeZone", words]]);
  });

  test("a selector of its Jobs", () => {
    expect(refused({}, { selector: { matchLabels: { app: "web" } } })).toEqual([
      ["jobTemplate.spec.selector", "`selector` will be auto-generated"],
    ]);
    expect(refused({}, { manualSelector: true })).toEqual([
      ["jobTemplate.spec.manualSelector", 'supported values: "nil", "false"'],
    ]);
  });
});

test.each<Json>([{}, { timeZone: "Europe/Paris" }, { timeZone: null }, { timeZone: "Etc/UTC" }])(
  "%j is right",
  (spec) => {
    expect(refused(spec)).toEqual([]);
  },
);
