import { describe, expect, test } from "vitest";
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
