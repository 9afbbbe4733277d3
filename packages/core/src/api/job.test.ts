import { describe, expect, test } from "vitest";
import { decodedOf, ignoredOf, refusalsOf, templateManifest } from "./sample-manifests.js";

type Json = Readonly<Record<string, unknown>>;

const jobManifest = (spec: Json = {}, template: Json = { restartPolicy: "Never" }): Json => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "pi" },
  spec: { template: templateManifest(template), ...spec },
});

const specOf = (spec: Json): unknown => {
  const decoded = decodedOf(jobManifest(spec));
  return typeof decoded === "string" ? decoded : decoded.kind === "Job" ? decoded.spec : decoded.kind;
};

describe("defaults of a Job", () => {
  test("one pod, six failures, pods replaced when they are on their way out", () => {
    expect(specOf({})).toMatchObject({
      parallelism: 1,
      completions: 1,
      completionMode: "NonIndexed",
      backoffLimit: 6,
      podReplacementPolicy: "TerminatingOrFailed",
      suspend: false,
    });
  });

  test("with a parallelism alone it is a work queue", () => {
    expect(specOf({ parallelism: 3 })).not.toHaveProperty("completions");
  });

  test("a limit per index takes the place of the one for all", () => {
    expect(specOf({ completionMode: "Indexed", completions: 2, backoffLimitPerIndex: 1 })).toMatchObject({
      backoffLimit: 2_147_483_647,
    });
  });

  test("controllers 3.26: a podFailurePolicy waits for pods to fail", () => {
    const rules = [{ action: "FailJob", onExitCodes: { operator: "In", values: [42] } }];
    expect(specOf({ podFailurePolicy: { rules } })).toMatchObject({ podReplacementPolicy: "Failed" });
  });

  test("another manager of Jobs is named as not modelled", () => {
    expect(ignoredOf(jobManifest({ managedBy: "kueue.x-k8s.io/multikueue" }))).toEqual(["W501 spec.managedBy"]);
    expect(ignoredOf(jobManifest({ managedBy: "kubernetes.io/job-controller" }))).toEqual([]);
  });
});

describe("what a server refuses of a Job", () => {
  const refused = (spec: Json, template?: Json): readonly string[] =>
    refusalsOf(jobManifest(spec, template)).map((line) => line.replace(/a real API server rejects this Job(: )?/, ""));

  test.each<[string, Json, readonly string[]]>([
    [
      "numbers below zero",
      { parallelism: -1, backoffLimit: -2 },
      [
        "E304 spec.parallelism | spec.parallelism: Invalid value: -1 | must be greater than or equal to 0",
        "E304 spec.backoffLimit | spec.backoffLimit: Invalid value: -2 | must be greater than or equal to 0",
      ],
    ],
    [
      "an indexed Job without completions",
      { completionMode: "Indexed", parallelism: 1 },
      ["E302 spec.completions | spec.completions: Required value | when completion mode is Indexed"],
    ],
    [
      "limits per index where there are none",
      { backoffLimitPerIndex: 1 },
      [
        "E304 spec.backoffLimitPerIndex | spec.backoffLimitPerIndex: Invalid value: 1 | requires indexed completion mode",
      ],
    ],
    [
      "failed indexes without a limit per index",
      { completionMode: "Indexed", completions: 2, maxFailedIndexes: 1 },
      [
        "E302 spec.backoffLimitPerIndex | spec.backoffLimitPerIndex: Required value | when maxFailedIndexes is specified",
      ],
    ],
    [
      "exit code 0 as a failure",
      { podFailurePolicy: { rules: [{ action: "Ignore", onExitCodes: { operator: "In", values: [0] } }] } },
      [
        "E304 spec.podFailurePolicy.rules[0].onExitCodes.values[0] | " +
          "spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0 | must not be 0 for the In operator",
      ],
    ],
    [
      "a rule about nothing",
      { podFailurePolicy: { rules: [{ action: "Ignore" }] } },
      [
        "E304 spec.podFailurePolicy.rules[0] | spec.podFailurePolicy.rules[0]: Invalid value: " +
          "an object with action | specifying one of OnExitCodes and OnPodConditions is required",
      ],
    ],
  ])("%s", (_, spec, lines) => {
    expect(refused(spec).map((line) => line.replace(/Invalid value: \{.*\}/, "Invalid value: an object"))).toEqual(
      lines.map((line) => line.replace("an object with action", "an object")),
    );
  });

  test("pods that never end", () => {
    expect(refused({}, {})).toEqual([
      "E302 spec.template.spec.restartPolicy | spec.template.spec.restartPolicy: Required value | " +
        'valid values: "OnFailure", "Never"',
    ]);
  });

  test("a podFailurePolicy for pods that are restarted in place", () => {
    const rules = [{ action: "Count", onPodConditions: [{ type: "DisruptionTarget" }] }];
    expect(refused({ podFailurePolicy: { rules } }, { restartPolicy: "OnFailure" })).toEqual([
      'E304 spec.template.spec.restartPolicy | spec.template.spec.restartPolicy: Invalid value: "OnFailure" | ' +
        'only "Never" is supported when podFailurePolicy is specified',
    ]);
  });
});
