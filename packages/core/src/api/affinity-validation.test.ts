import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { podManifest } from "./sample-manifests.js";

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

/** Place below the spec, and reason, of everything wrong. */
const wrongWith = (spec: Record<string, unknown>): readonly (readonly [place: string, why: string])[] =>
  decodeObject(podManifest(spec)).problems.map(({ path, why }) => {
    const place = path.slice(1).join(".").replace(`${REQUIRED}.`, "").replace(`${PREFERRED}.`, "");
    return [place, why.replace("a real API server rejects this Pod: ", "")] as const;
  });

describe("node affinity", () => {
  const requiring = (expression: object): Record<string, unknown> => ({
    affinity: { nodeAffinity: { [REQUIRED]: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } } },
  });
  const at = "affinity.nodeAffinity.nodeSelectorTerms.0.matchExpressions.0";

  test.each([
    [{ key: "a", operator: "In" }, `${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"],
    [
      { key: "a", operator: "Exists", values: ["b"] },
      `${at}.values`,
      "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
    [
      { key: "a", operator: "Gt", values: ["1", "2"] },
      `${at}.values`,
      "must be specified single value when `operator` is 'Lt' or 'Gt'",
    ],
  ])("%j", (expression, place, words) => {
    expect(wrongWith(requiring(expression))).toEqual([[place, words]]);
  });

  test.each(["in", "", undefined])("operator %j", (operator) => {
    expect(decodeObject(podManifest(requiring({ key: "a", operator, values: ["x"] }))).problems).toMatchObject([
      {
        code: "E304",
        message: expect.stringContaining(`Invalid value: ${JSON.stringify(operator ?? "")}`) as string,
        why: "a real API server rejects it: not a valid selector operator",
      },
    ]);
  });

  test("keys and values are those of labels; a preferred value may be anything", () => {
    expect(
      wrongWith(requiring({ key: "a b", operator: "In", values: ["ok", "not ok"] })).map(([place]) => place),
    ).toEqual([`${at}.key`, `${at}.values.1`]);
    const preference = { matchExpressions: [{ key: "a", operator: "In", values: ["not ok"] }] };
    expect(wrongWith({ affinity: { nodeAffinity: { [PREFERRED]: [{ weight: 1, preference }] } } })).toEqual([]);
  });

  test("at least one term", () => {
    expect(wrongWith({ affinity: { nodeAffinity: { [REQUIRED]: {} } } })).toEqual([
      ["affinity.nodeAffinity.nodeSelectorTerms", "must have at least one node selector term"],
    ]);
  });

  test.each([0, 101])("weight %i", (weight) => {
    expect(wrongWith({ affinity: { nodeAffinity: { [PREFERRED]: [{ weight, preference: {} }] } } })).toEqual([
      ["affinity.nodeAffinity.0.weight", "must be in the range 1-100"],
    ]);
  });

  test("scheduler 7.10: fields are metadata.name, one value", () => {
    const matchFields = [
      { key: "metadata.name", operator: "In", values: ["a", "b"] },
      { key: "spec.x", operator: "Exists" },
    ];
    expect(wrongWith({ affinity: { nodeAffinity: { [REQUIRED]: { nodeSelectorTerms: [{ matchFields }] } } } })).toEqual(
      [
        [
          "affinity.nodeAffinity.nodeSelectorTerms.0.matchFields.0.values",
          "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
        ],
        ["affinity.nodeAffinity.nodeSelectorTerms.0.matchFields.1.operator", "not a valid selector operator"],
        ["affinity.nodeAffinity.nodeSelectorTerms.0.matchFields.1.key", "not a valid field selector key"],
      ],
    );
  });
});

describe("pod affinity", () => {
  const selector = { matchLabels: { app: "web" } };

  test("a topology key, valid selectors and namespaces", () => {
    const terms = [
      { labelSelector: selector },
      { labelSelector: { matchLabels: { "a b": "c" } }, topologyKey: "zone", namespaces: ["A"] },
    ];
    expect(wrongWith({ affinity: { podAffinity: { [REQUIRED]: terms } } }).map(([place]) => place)).toEqual([
      "affinity.podAffinity.0.topologyKey",
      "affinity.podAffinity.1.labelSelector.matchLabels.a b",
      "affinity.podAffinity.1.namespaces.0",
    ]);
    const weighted = [{ weight: 0, podAffinityTerm: { topologyKey: "zone" } }];
    expect(wrongWith({ affinity: { podAntiAffinity: { [PREFERRED]: weighted } } })).toEqual([
      ["affinity.podAntiAffinity.0.weight", "must be in the range 1-100"],
    ]);
  });

  test.each([
    [{ matchLabelKeys: ["a"] }, "matchLabelKeys", "must not be specified when labelSelector is not set"],
    [
      { labelSelector: selector, matchLabelKeys: ["a"], mismatchLabelKeys: ["a"] },
      "matchLabelKeys.0",
      "exists in both matchLabelKeys and mismatchLabelKeys",
    ],
    [
      {
        labelSelector: { ...selector, matchExpressions: [{ key: "app", operator: "Exists" }] },
        matchLabelKeys: ["app"],
      },
      "matchLabelKeys.0",
      "exists in both matchLabelKeys and labelSelector",
    ],
  ])("label keys %#", (keys, place, words) => {
    const terms = [{ topologyKey: "zone", ...keys }];
    expect(wrongWith({ affinity: { podAntiAffinity: { [REQUIRED]: terms } } })).toEqual([
      [`affinity.podAntiAffinity.0.${place}`, words],
    ]);
  });
});

describe("topology spread", () => {
  const constraint = { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: {} };

  test.each([
    [{ maxSkew: 0 }, "0.maxSkew", "must be greater than zero"],
    [{ topologyKey: "" }, "0.topologyKey", "can not be empty"],
    [{ minDomains: 0 }, "0.minDomains", "must be greater than zero"],
    [
      { minDomains: 2, whenUnsatisfiable: "ScheduleAnyway" },
      "0.minDomains",
      "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway",
    ],
    [
      { labelSelector: undefined, matchLabelKeys: ["a"] },
      "0.matchLabelKeys",
      "must not be specified when labelSelector is not set",
    ],
  ])("%j", (wrong, place, words) => {
    expect(wrongWith({ topologySpreadConstraints: [{ ...constraint, ...wrong }] })).toEqual([
      [`topologySpreadConstraints.${place}`, words],
    ]);
  });

  test.each([
    [{ whenUnsatisfiable: undefined }, 'Unsupported value: ""'],
    [{ whenUnsatisfiable: "Never" }, 'Unsupported value: "Never"'],
    [{ nodeTaintsPolicy: "honor" }, 'Unsupported value: "honor"'],
  ])("%j", (wrong, words) => {
    const pod = podManifest({ topologySpreadConstraints: [{ ...constraint, ...wrong }] });
    expect(decodeObject(pod).problems).toMatchObject([
      { code: "E303", message: expect.stringContaining(words) as string },
    ]);
  });

  test("every pair of key and action once", () => {
    const { problems } = decodeObject(podManifest({ topologySpreadConstraints: [constraint, constraint] }));
    expect(problems).toMatchObject([
      {
        code: "E305",
        path: ["spec", "topologySpreadConstraints", 1],
        message: 'spec.topologySpreadConstraints[1]: Duplicate value: "{zone, DoNotSchedule}"',
        secondary: { path: ["spec", "topologySpreadConstraints", 0] },
      },
    ]);
    expect(wrongWith({ topologySpreadConstraints: [constraint, { ...constraint, topologyKey: "host" }] })).toEqual([]);
  });
});
