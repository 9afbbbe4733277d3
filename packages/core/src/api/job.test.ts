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

  describe("success policies", () => {
    const succeeding = (rule: Json): Json => ({
      completionMode: "Indexed",
      completions: 3,
      successPolicy: { rules: [rule] },
    });
    const at = "spec.successPolicy.rules[0]";

    test.each([
      ["3-1", 'too large index: "3"'],
      ["5", 'too large index: "5"'],
      ["2-1", "non-increasing order, previous: 2, current: 1"],
      ["1,1", "non-increasing order, previous: 1, current: 1"],
      [
        "0-1-2",
        "the fragment \"0-1-2\" violates the requirement that an index interval can have at most two parts separated by '-'",
      ],
      ["a", 'cannot convert string to integer for index: "a"'],
      ["0,", 'cannot convert string to integer for index: ""'],
    ])("no indexes: %s", (succeededIndexes, words) => {
      expect(refused(succeeding({ succeededIndexes }))).toEqual([
        `E304 ${at}.succeededIndexes | ${at}.succeededIndexes: Invalid value: "${succeededIndexes}" | ` +
          `error parsing succeededIndexes: ${words}`,
      ]);
    });

    test("a count beyond the indexes named", () => {
      expect(refused(succeeding({ succeededIndexes: "0,2", succeededCount: 3 }))).toEqual([
        `E304 ${at}.succeededCount | ${at}.succeededCount: Invalid value: 3 | must be less than or equal to 2 ` +
          "(the number of indexes in the specified succeededIndexes field)",
      ]);
      expect(refused(succeeding({ succeededIndexes: "0-2", succeededCount: 3 }))).toEqual([]);
      expect(refused(succeeding({ succeededIndexes: "0,1-2", succeededCount: 2 }))).toEqual([]);
    });
  });

  test("conditions of pods have qualified names", () => {
    const rules = (type: string) => [{ action: "Ignore", onPodConditions: [{ type }] }];
    expect(refused({ podFailurePolicy: { rules: rules("example.com/A") } })).toEqual([]);
    expect(refused({ podFailurePolicy: { rules: rules("a b") } })).toMatchObject([
      expect.stringContaining('spec.podFailurePolicy.rules[0].onPodConditions[0].type: Invalid value: "a b"'),
    ]);
  });

  describe("selectors", () => {
    const jobWith = (spec: Json, labels: Json): readonly string[] =>
      refusalsOf(
        jobManifest({ ...spec, template: { ...templateManifest({ restartPolicy: "Never" }), metadata: { labels } } }),
      ).map((line) => line.split(": ").at(-1) ?? "");

    test("the server makes them, and takes what it has made itself", () => {
      const generated = { "batch.kubernetes.io/controller-uid": "1" };
      expect(jobWith({ selector: { matchLabels: { app: "web" } } }, { app: "web" })).toEqual([
        "`selector` not auto-generated",
      ]);
      expect(jobWith({ selector: { matchLabels: generated } }, {})).toEqual(["`selector` not auto-generated"]);
      expect(jobWith({ selector: { matchLabels: generated } }, { ...generated, "job-name": "pi" })).toEqual([]);
      expect(jobWith({ selector: { matchLabels: { "job-name": "pi" } } }, {})).toEqual([]);
    });

    test("given by hand they match the template", () => {
      const own = { manualSelector: true, selector: { matchLabels: { app: "web" } } };
      expect(jobWith(own, { app: "web" })).toEqual([]);
      expect(jobWith(own, { app: "api" })).toEqual(["`selector` does not match template `labels`"]);
      expect(refused({ manualSelector: true })).toEqual(["E302 spec.selector | spec.selector: Required value | "]);
    });
  });
});
