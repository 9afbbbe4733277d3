import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";

type Json = Readonly<Record<string, unknown>>;

const refused = (spec: Json): readonly (readonly [place: string, why: string])[] =>
  decodeObject({ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "q" }, spec }).problems.map(
    ({ path, why }) =>
      [path.slice(1).join("."), why.replace("a real API server rejects this ResourceQuota: ", "")] as const,
  );

const selecting = (...matchExpressions: readonly Json[]): Json => ({ scopeSelector: { matchExpressions } });
const VALUES = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
const EXISTS =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, " +
  "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

describe("what a server refuses of a ResourceQuota", () => {
  test.each<[Json, string, string]>([
    [{ hard: { cpu: -1 } }, "hard.cpu", "must be greater than or equal to 0"],
    [{ hard: { pods: -1 } }, "hard.pods", "must be greater than or equal to 0"],
    [{ hard: { pods: "1.5" } }, "hard.pods", "must be an integer"],
    [{ hard: { "count/pods": -1 } }, "hard.count/pods", "must be greater than or equal to 0"],
    [
      { hard: { foo: 1 } },
      "hard.foo",
      "must be a standard resource type or fully qualified; must be a standard resource for quota",
    ],
    [
      { hard: { "services.nodeport": 1 } },
      "hard.services.nodeport",
      "must be a standard resource type or fully qualified; must be a standard resource for quota",
    ],
    [{ hard: { services: 1 }, scopes: ["BestEffort"] }, "scopes", "unsupported scope applied to resource"],
    [{ hard: { cpu: 1 }, scopes: ["BestEffort"] }, "scopes", "unsupported scope applied to resource"],
    [{ hard: { configmaps: 1 }, scopes: ["Terminating"] }, "scopes", "unsupported scope applied to resource"],
    [{ scopes: ["Terminating", "NotTerminating"] }, "scopes", "conflicting scopes"],
    [
      selecting({ scopeName: "PriorityClass", operator: "In", values: [] }),
      "scopeSelector.matchExpressions.0.values",
      VALUES,
    ],
    [
      selecting({ scopeName: "PriorityClass", operator: "Exists", values: ["a"] }),
      "scopeSelector.matchExpressions.0.values",
      "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
    ],
    [
      selecting({ scopeName: "Terminating", operator: "In", values: ["a"] }),
      "scopeSelector.matchExpressions.0.operator",
      EXISTS,
    ],
    [
      selecting({ scopeName: "BestEffort", operator: "Exists" }, { scopeName: "NotBestEffort", operator: "Exists" }),
      "scopeSelector.matchExpressions",
      "conflicting scopes",
    ],
    [
      { hard: { services: 1 }, ...selecting({ scopeName: "BestEffort", operator: "Exists" }) },
      "scopeSelector.matchExpressions",
      "unsupported scope applied to resource",
    ],
  ])("%j", (spec, place, words) => {
    expect(refused(spec)).toEqual([[place, words]]);
  });
});

test.each<Json>([
  { hard: { cpu: "1.5", pods: 0, "requests.nvidia.com/gpu": 4, "hugepages-2Mi": "4Mi" } },
  { hard: { "count/deployments.apps": 1, "gold.storageclass.storage.k8s.io/requests.storage": "1Gi" } },
  { hard: { "services.nodeports": 1, "limits.memory": "1Gi" } },
  { hard: { pods: 1 }, scopes: ["BestEffort"] },
  { hard: { cpu: 1, pods: 1, "limits.memory": "1Gi" }, scopes: ["NotTerminating", "NotBestEffort"] },
  { hard: { pods: 1 }, ...selecting({ scopeName: "PriorityClass", operator: "In", values: ["high"] }) },
  { hard: { pods: 1 }, ...selecting({ scopeName: "Terminating", operator: "Exists" }) },
])("%j is right", (spec) => {
  expect(refused(spec)).toEqual([]);
});
