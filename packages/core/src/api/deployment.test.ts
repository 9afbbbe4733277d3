import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { decodedOf, podManifest, refusalsOf, templateManifest, workloadManifest } from "./sample-manifests.js";

const deployment = (more: Record<string, unknown> = {}): unknown => workloadManifest("Deployment", more);

const REJECTS = "a real API server rejects this Deployment";

describe("controllers 2.8: defaults", () => {
  test("of the spec", () => {
    const pod = decodedOf(podManifest());
    expect(decodedOf(deployment())).toEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" }, annotations: {} },
          spec: typeof pod === "string" || pod.kind !== "Pod" ? null : pod.spec,
        },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
        minReadySeconds: 0,
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        paused: false,
      },
    });
  });

  test("of half a strategy; a zero is a choice", () => {
    const given = { replicas: 0, revisionHistoryLimit: 0, strategy: { rollingUpdate: { maxSurge: 0 } } };
    expect(decodedOf(deployment(given))).toMatchObject({
      spec: {
        replicas: 0,
        revisionHistoryLimit: 0,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: "25%" } },
      },
    });
    expect(decodedOf(deployment({ strategy: { type: "Recreate" } }))).toMatchObject({
      spec: { strategy: { type: "Recreate" } },
    });
  });
});

describe("selector and template", () => {
  test("a selector is required, and taken from nowhere", () => {
    expect(decodeObject(deployment({ selector: undefined })).problems).toEqual([
      {
        path: ["spec", "selector"],
        code: "E302",
        expected: "a value",
        got: "nothing",
        message: "spec.selector: Required value",
        why: REJECTS,
        fix: "add selector: { matchLabels: { app: web } }",
      },
    ]);
  });

  test("an empty one is refused, in the same words for a ReplicaSet", () => {
    for (const kind of ["Deployment", "ReplicaSet"] as const) {
      expect(refusalsOf(workloadManifest(kind, { selector: {} }))).toEqual([
        "E304 spec.selector | spec.selector: Invalid value: an object | " +
          `a real API server rejects this ${kind}: empty selector is invalid for deployment`,
      ]);
    }
  });

  test("the template's labels match it", () => {
    const template = { ...templateManifest(), metadata: { labels: { app: "check-out" } } };
    expect(decodeObject(deployment({ template })).problems).toMatchObject([
      {
        code: "E304",
        path: ["spec", "template", "metadata", "labels"],
        why: `${REJECTS}: \`selector\` does not match template \`labels\``,
        fix: "give the template the labels { app: web }",
        secondary: { path: ["spec", "selector"], label: "the selector is here" },
      },
    ]);
    const matchExpressions = [{ key: "app", operator: "NotIn", values: ["web"] }];
    expect(decodeObject(deployment({ selector: { matchExpressions } })).problems).toHaveLength(1);
  });

  test("a selector that is wrong in itself is not compared", () => {
    const matchExpressions = [{ key: "app", operator: "In" }];
    expect(refusalsOf(deployment({ selector: { matchExpressions } }))).toEqual([
      "E302 spec.selector.matchExpressions[0].values | spec.selector.matchExpressions[0].values: Required value | " +
        `${REJECTS}: must be specified when \`operator\` is 'In' or 'NotIn'`,
    ]);
  });

  test("its pods run for ever", () => {
    const template = templateManifest({ restartPolicy: "OnFailure", activeDeadlineSeconds: 5 });
    expect(refusalsOf(deployment({ template }))).toEqual([
      'E303 spec.template.spec.restartPolicy | spec.template.spec.restartPolicy: Unsupported value: "OnFailure" | ' +
        `${REJECTS}: supported values: "Always"`,
      "E306 spec.template.spec.activeDeadlineSeconds | spec.template.spec.activeDeadlineSeconds: Forbidden | " +
        `${REJECTS}: activeDeadlineSeconds in ReplicaSet is not Supported`,
    ]);
  });

  test("what is wrong in the template says where", () => {
    const template = templateManifest({ containers: [{ name: "a", image: "a", ports: [{ containerPort: 0 }] }] });
    expect(refusalsOf(deployment({ template }))).toEqual([
      "E302 spec.template.spec.containers[0].ports[0].containerPort | " +
        `spec.template.spec.containers[0].ports[0].containerPort: Required value | ${REJECTS}`,
    ]);
  });

  test("without template there are neither labels nor containers", () => {
    expect(decodeObject(deployment({ template: undefined })).problems.map(({ path }) => path.join("."))).toEqual([
      "spec.template.metadata.labels",
      "spec.template.spec.containers",
    ]);
  });
});

describe("the rollout", () => {
  const rolling = (rollingUpdate: object): unknown => deployment({ strategy: { rollingUpdate } });

  test.each([
    [0, 0],
    ["0%", 0],
    ["0%", "0%"],
  ])("surge %j and unavailable %j cannot both be nothing", (maxSurge, maxUnavailable) => {
    expect(decodeObject(rolling({ maxSurge, maxUnavailable })).problems).toMatchObject([
      {
        code: "E304",
        path: ["spec", "strategy", "rollingUpdate", "maxUnavailable"],
        why: `${REJECTS}: may not be 0 when \`maxSurge\` is 0`,
        secondary: { path: ["spec", "strategy", "rollingUpdate", "maxSurge"] },
      },
    ]);
  });

  test.each([
    [{ maxSurge: -1 }, "maxSurge", "must be greater than or equal to 0"],
    [{ maxUnavailable: "101%" }, "maxUnavailable", "must not be greater than 100%"],
    [
      { maxSurge: "1" },
      "maxSurge",
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    ],
  ])("%j", (rollingUpdate, field, words) => {
    expect(decodeObject(rolling(rollingUpdate)).problems.map(({ path, why }) => [path.at(-1), why])).toEqual([
      [field, `${REJECTS}: ${words}`],
    ]);
  });

  test("more than 100% surge is fine", () => {
    expect(refusalsOf(rolling({ maxSurge: "200%" }))).toEqual([]);
  });

  test("Recreate has no rolling parameters", () => {
    expect(refusalsOf(deployment({ strategy: { type: "Recreate", rollingUpdate: { maxSurge: 1 } } }))).toEqual([
      "E306 spec.strategy.rollingUpdate | spec.strategy.rollingUpdate: Forbidden | " +
        `${REJECTS}: may not be specified when strategy \`type\` is 'Recreate'`,
    ]);
    expect(decodeObject(deployment({ strategy: { type: "Rolling" } })).problems).toMatchObject([{ code: "E303" }]);
  });
});

test.each([
  [{ replicas: -1 }, "replicas", "must be greater than or equal to 0"],
  [{ minReadySeconds: -1 }, "minReadySeconds", "must be greater than or equal to 0"],
  [{ revisionHistoryLimit: -1 }, "revisionHistoryLimit", "must be greater than or equal to 0"],
  [{ minReadySeconds: 600 }, "progressDeadlineSeconds", "must be greater than minReadySeconds"],
])("%j", (spec, field, words) => {
  expect(decodeObject(deployment(spec)).problems.map(({ path, why }) => [path.at(-1), why])).toEqual([
    [field, `${REJECTS}: ${words}`],
  ]);
});
