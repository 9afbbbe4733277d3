import { describe, expect, test } from "vitest";
import { parseObjectPath, putAtPath } from "@podsim/core";
import { isTarget } from "./overrides.js";

const DEPLOYMENT = {
  kind: "Deployment",
  metadata: { name: "api", namespace: "prod", labels: { "app.kubernetes.io/name": "api" } },
  spec: {
    template: {
      spec: {
        containers: [
          { name: "app", image: "a" },
          { name: "side", image: "b" },
        ],
      },
    },
  },
};

const put = (path: string, value: unknown): { value: unknown; path: unknown } => {
  const steps = parseObjectPath(path);
  if (steps === null) throw new TypeError(path);
  return putAtPath(DEPLOYMENT, steps, value);
};

describe("values are put into manifests by path", () => {
  test.each<[string, unknown, object]>([
    [
      "spec.strategy.rollingUpdate.maxSurge",
      "50%",
      { spec: { strategy: { rollingUpdate: { maxSurge: "50%" } }, template: DEPLOYMENT.spec.template } },
    ],
    [
      "spec.template.spec.containers[side].image",
      "c",
      { spec: { template: { spec: { containers: [{ image: "a" }, { name: "side", image: "c" }] } } } },
    ],
    [
      "spec.template.spec.containers[0].image",
      "c",
      { spec: { template: { spec: { containers: [{ name: "app", image: "c" }, { image: "b" }] } } } },
    ],
    ["metadata.labels[app.kubernetes.io/name]", "x", { metadata: { labels: { "app.kubernetes.io/name": "x" } } }],
    ["metadata.labels[tier]", "x", { metadata: { labels: { "app.kubernetes.io/name": "api", tier: "x" } } }],
  ])("%s", (path, value, part) => {
    const before = structuredClone(DEPLOYMENT);
    expect(put(path, value).value).toMatchObject(part);
    expect(DEPLOYMENT).toEqual(before);
  });

  test("where it came to stand is told, so that a fault can be traced to it", () => {
    expect(put("spec.template.spec.containers[side].image", "c").path).toEqual([
      "spec",
      "template",
      "spec",
      "containers",
      1,
      "image",
    ]);
    expect(put("spec.template.spec.containers[other].image", "c").path).toBeNull();
    expect(put("spec.template.spec.containers[7].image", "c").path).toBeNull();
  });

  test.each(["", "spec..replicas", "spec[", "spec[]", "[0]x"])("%j is no path", (path) => {
    expect(parseObjectPath(path)).toBeNull();
  });

  test("an override is about objects of its kind, and of its name and namespace where it gives them", () => {
    const about = (target: { kind: string; name: string | null; namespace: string | null }): boolean =>
      isTarget({ target, set: {} }, DEPLOYMENT);
    expect(about({ kind: "Deployment", name: "api", namespace: "prod" })).toBe(true);
    expect(about({ kind: "Deployment", name: null, namespace: null })).toBe(true);
    expect(about({ kind: "Deployment", name: "api", namespace: "default" })).toBe(false);
    expect(about({ kind: "Service", name: "api", namespace: "prod" })).toBe(false);
    expect(
      isTarget(
        { target: { kind: "Pod", name: "p", namespace: "default" }, set: {} },
        { kind: "Pod", metadata: { name: "p" } },
      ),
    ).toBe(true);
  });
});
