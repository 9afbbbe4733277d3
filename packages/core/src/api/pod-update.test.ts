import { describe, expect, test } from "vitest";
import { aContainer, aSpec } from "../../testing/pod-builder.js";
import type { PodSpec } from "./pod.js";
import { keepPullPolicies, podUpdateObjections } from "./pod-update.js";

const TOLERATION = { key: "gpu", operator: "Exists", value: "", effect: "NoSchedule" } as const;

const objections = (old: Partial<PodSpec>, next: Partial<PodSpec>): readonly string[] =>
  podUpdateObjections(aSpec(old), aSpec(next));

describe("what of a pod may change", () => {
  test("kubelet 3.26: the images of its containers", () => {
    const init = aContainer({ name: "i", image: "a:1" });
    const old = { containers: [aContainer({ image: "b:1" })], initContainers: [init] };
    const next = { containers: [aContainer({ image: "b:2" })], initContainers: [{ ...init, image: "a:2" }] };
    expect(objections(old, next)).toEqual([]);
  });

  test("scheduler 1.37: gates may go, and none may come", () => {
    const gates = [{ name: "a.com/x" }, { name: "a.com/y" }];
    expect(objections({ schedulingGates: gates }, { schedulingGates: gates.slice(1) })).toEqual([]);
    expect(objections({ schedulingGates: gates }, {})).toEqual([]);
    expect(objections({}, { schedulingGates: gates.slice(1) })).toEqual([
      "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a.com/y'",
    ]);
  });

  test("tolerations may be added, and those there are may last for another time", () => {
    const lasting = { ...TOLERATION, effect: "NoExecute", tolerationSeconds: 60 } as const;
    expect(objections({}, { tolerations: [TOLERATION] })).toEqual([]);
    expect(objections({ tolerations: [lasting] }, { tolerations: [{ ...lasting, tolerationSeconds: 5 }] })).toEqual([]);
    expect(objections({ tolerations: [TOLERATION] }, {})).toEqual([
      "spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds",
    ]);
  });

  test("a deadline may be set and brought forward", () => {
    const at = "spec.activeDeadlineSeconds: Invalid value:";
    expect(objections({}, { activeDeadlineSeconds: 60 })).toEqual([]);
    expect(objections({ activeDeadlineSeconds: 60 }, { activeDeadlineSeconds: 30 })).toEqual([]);
    expect(objections({ activeDeadlineSeconds: 60 }, { activeDeadlineSeconds: 61 })).toEqual([
      `${at} 61: must be less than or equal to previous value`,
    ]);
    expect(objections({ activeDeadlineSeconds: 60 }, {})).toEqual([
      `${at} null: must not update from a positive integer to nil value`,
    ]);
  });

  test("a node selector may be narrowed while the pod is gated", () => {
    const schedulingGates = [{ name: "a.com/x" }];
    const ssd = { nodeSelector: { disk: "ssd" } };
    const both = { nodeSelector: { disk: "ssd", zone: "a" } };
    expect(objections({ schedulingGates, ...ssd }, { schedulingGates, ...both })).toEqual([]);
    expect(objections({ schedulingGates, ...both }, { schedulingGates, ...ssd })[0]).toMatch(
      /^spec\.nodeSelector: Invalid value: .*: only additions are allowed \(no mutations or deletions\)$/,
    );
    expect(objections(ssd, both)[0]).toMatch(/^spec: Forbidden: pod updates may not change fields other than /);
  });

  test("nothing else; what is empty is as good as left out", () => {
    expect(objections({}, { volumes: [], nodeSelector: {} })).toEqual([]);
    expect(objections({}, { containers: [aContainer({ requests: { cpu: "1" } })] })).toEqual([
      "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`," +
        "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`," +
        "`spec.tolerations` (only additions to existing tolerations)," +
        "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative) " +
        "(this changes spec.containers)",
    ]);
    expect(objections({}, { containers: [aContainer(), aContainer({ name: "b" })] })).toEqual([
      "spec.containers: Forbidden: pod updates may not add or remove containers",
    ]);
  });
});

describe("kubelet 5.1: the pull policy, settled at creation", () => {
  const old = [aContainer({ image: "nginx:1.27", imagePullPolicy: "IfNotPresent" })];

  test("stays where a manifest names another image and says nothing of it", () => {
    const next = [aContainer({ image: "nginx:latest", imagePullPolicy: "Always" })];
    expect(keepPullPolicies(next, old)[0]?.imagePullPolicy).toBe("IfNotPresent");
  });

  test("is a change where the manifest gives another", () => {
    const next = [aContainer({ image: "nginx:1.27", imagePullPolicy: "Always" })];
    expect(keepPullPolicies(next, old)[0]?.imagePullPolicy).toBe("Always");
  });
});
