import { left, right } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import type { Pod, PodSpec } from "./pod.js";
import type { RuntimeClass } from "./runtime-class.js";
import { withRuntimeClass } from "./runtime-class-admission.js";
import { decodedOf, ignoredOf, podManifest, refusalsOf } from "./sample-manifests.js";

const manifest = {
  apiVersion: "node.k8s.io/v1",
  kind: "RuntimeClass",
  metadata: { name: "kata-fc" },
  handler: "kata-fc",
  overhead: { podFixed: { memory: "120Mi", cpu: "250m" } },
  scheduling: {
    nodeSelector: { runtime: "kata" },
    tolerations: [{ key: "kata", operator: "Exists", effect: "NoSchedule" }],
  },
};

const classes = [decodedOf(manifest) as RuntimeClass];
const specOf = (more: object = {}): PodSpec =>
  (decodedOf(podManifest({ runtimeClassName: "kata-fc", ...more })) as Pod).spec;

describe("a pod that names a runtime class", () => {
  test("kubelet 9.20: gets its overhead, its node selector and its tolerations", () => {
    const spec = specOf({ nodeSelector: { disk: "ssd" } });
    const toleration = { key: "kata", operator: "Exists", value: "", effect: "NoSchedule" };
    const result = withRuntimeClass(spec, classes);
    expect(result).toEqual(
      right({
        ...spec,
        overhead: { memory: "120Mi", cpu: "250m" },
        nodeSelector: { disk: "ssd", runtime: "kata" },
        tolerations: [...spec.tolerations, toleration],
      }),
    );
    if (result._tag === "Right") expect(withRuntimeClass(result.right, classes)).toEqual(result);
  });

  test("is forbidden when there is no such class", () => {
    expect(withRuntimeClass(specOf(), [])).toEqual(left('pod rejected: RuntimeClass "kata-fc" not found'));
  });

  test("is forbidden when it asks for another node, or another overhead, than the class says", () => {
    expect(withRuntimeClass(specOf({ nodeSelector: { runtime: "runc" } }), classes)).toEqual(
      left("conflict: runtimeClass.scheduling.nodeSelector[runtime] = kata; pod.spec.nodeSelector[runtime] = runc"),
    );
    expect(withRuntimeClass(specOf({ overhead: { cpu: "1" } }), classes)).toEqual(
      left("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"),
    );
  });

  test("an overhead without a class is forbidden, and no overhead is nothing", () => {
    expect(withRuntimeClass(specOf({ runtimeClassName: undefined, overhead: { cpu: "1" } }), classes)).toEqual(
      left("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"),
    );
    const plain = specOf({ runtimeClassName: undefined });
    expect(withRuntimeClass(plain, classes)).toEqual(right(plain));
  });
});

test("a runtime class has a handler, which is a label, and nothing of it is passed over", () => {
  expect(ignoredOf(manifest)).toEqual([]);
  expect(refusalsOf({ ...manifest, handler: "Kata_FC" })[0]).toMatch(/^E\d+ handler \| /);
});
