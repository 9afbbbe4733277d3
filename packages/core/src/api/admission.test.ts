import { isLeft, left, right } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { admitPod } from "./admission.js";
import { decodeObject } from "./decode-object.js";
import type { PodSpec } from "./pod.js";
import type { PriorityClass } from "./priority-class.js";
import { containerManifest, podManifest, templateManifest, workloadManifest } from "./sample-manifests.js";

const specOf = (more: Record<string, unknown> = {}): PodSpec => {
  const { object, problems } = decodeObject(podManifest(more));
  expect(problems).toEqual([]);
  return object?.kind === "Pod" ? object.spec : expect.fail("no pod");
};

const classOf = (name: string, value: number, more: Partial<PriorityClass> = {}): PriorityClass => ({
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name, namespace: "", labels: {}, annotations: {} },
  value,
  globalDefault: false,
  preemptionPolicy: "PreemptLowerPriority",
  ...more,
});

const admitted = (spec: PodSpec, classes: readonly PriorityClass[] = [], labels = {}): PodSpec => {
  const result = admitPod(spec, classes, labels);
  return isLeft(result) ? expect.fail(result.left) : result.right;
};

describe("controllers 6.8: priority", () => {
  const high = classOf("high", 1000, { preemptionPolicy: "Never" });

  test("comes from the class, with the preemption policy", () => {
    expect(admitted(specOf({ priorityClassName: "high" }), [classOf("low", 1), high])).toMatchObject({
      priority: 1000,
      preemptionPolicy: "Never",
      priorityClassName: "high",
    });
  });

  test.each([
    ["system-cluster-critical", 2_000_000_000],
    ["system-node-critical", 2_000_001_000],
  ])("%s needs no object", (priorityClassName, priority) => {
    expect(admitted(specOf({ priorityClassName }))).toMatchObject({ priority, priorityClassName });
  });

  test("an unknown class forbids the pod", () => {
    expect(admitPod(specOf({ priorityClassName: "high" }), [])).toEqual(
      left("no PriorityClass with name high was found"),
    );
  });

  test("without a class it is the global default's, of several the least, else 0", () => {
    const a = classOf("a", 7, { globalDefault: true });
    const b = classOf("b", 5, { globalDefault: true });
    expect(admitted(specOf(), [high, a, b])).toMatchObject({ priority: 5, priorityClassName: "b" });
    expect(admitted(specOf(), [high])).toMatchObject({ priority: 0, preemptionPolicy: "PreemptLowerPriority" });
    expect(admitted(specOf(), [high])).not.toHaveProperty("priorityClassName");
  });

  test("one of the pod's own must be the same", () => {
    expect(admitPod(specOf({ priority: 5 }), [])).toEqual(
      left(
        "the integer value of priority (5) must not be provided in pod spec; " +
          "priority admission controller computed 0 from the given PriorityClass name",
      ),
    );
    expect(admitPod(specOf({ preemptionPolicy: "Never" }), [])).toEqual(
      left(
        "the string value of PreemptionPolicy (Never) must not be provided in pod spec; " +
          "priority admission controller computed PreemptLowerPriority from the given PriorityClass name",
      ),
    );
    expect(admitted(specOf({ priority: 1000, priorityClassName: "high" }), [high])).toMatchObject({ priority: 1000 });
  });
});

describe("controllers 1.23: tolerations of an unhealthy node", () => {
  const added = (key: string): object => ({
    key: `node.kubernetes.io/${key}`,
    operator: "Exists",
    value: "",
    effect: "NoExecute",
    tolerationSeconds: 300,
  });

  test("are added after the pod's own", () => {
    const { tolerations } = admitted(specOf({ tolerations: [{ key: "a", operator: "Exists" }] }));
    expect(tolerations.slice(1)).toEqual([added("not-ready"), added("unreachable")]);
    expect(tolerations[0]).toMatchObject({ key: "a" });
  });

  test("unless the pod has its own", () => {
    const own = {
      key: "node.kubernetes.io/unreachable",
      operator: "Exists",
      effect: "NoExecute",
      tolerationSeconds: 5,
    };
    expect(admitted(specOf({ tolerations: [own] })).tolerations.slice(1)).toEqual([added("not-ready")]);
    expect(admitted(specOf({ tolerations: [{ operator: "Exists" }] })).tolerations).toHaveLength(1);
    const other = { ...own, effect: "NoSchedule", tolerationSeconds: undefined };
    expect(admitted(specOf({ tolerations: [other] })).tolerations).toHaveLength(3);
  });
});

test("scheduler 5.1, 3.14: a template's limits become the pod's requests, its ports host ports", () => {
  const containers = [containerManifest({ resources: { limits: { cpu: "1" } }, ports: [{ containerPort: 80 }] })];
  const template = templateManifest({ containers, hostNetwork: true });
  const { object } = decodeObject(workloadManifest("Deployment", { template }));
  const spec = object?.kind === "Deployment" ? object.spec.template.spec : expect.fail("no deployment");
  expect(admitted(spec)).toMatchObject({
    containers: [{ resources: { requests: { cpu: "1" } }, ports: [{ containerPort: 80, hostPort: 80 }] }],
  });
});

test("scheduler 0.9, 0.10: label keys become requirements with the pod's own values", () => {
  const term = {
    topologyKey: "zone",
    labelSelector: {},
    matchLabelKeys: ["version", "absent"],
    mismatchLabelKeys: ["tenant"],
  };
  const spread = {
    maxSkew: 1,
    topologyKey: "zone",
    whenUnsatisfiable: "DoNotSchedule",
    labelSelector: {},
    matchLabelKeys: ["version"],
  };
  const spec = specOf({
    affinity: {
      podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
      podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }] },
    },
    topologySpreadConstraints: [spread],
  });
  const inVersion = { key: "version", operator: "In", values: ["v1"] };
  const notInTenant = { key: "tenant", operator: "NotIn", values: ["a"] };
  const labels = { version: "v1", tenant: "a", other: "x" };
  const result = admitted(spec, [], labels);
  expect(result.affinity).toMatchObject({
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchExpressions: [inVersion, notInTenant] } },
      ],
    },
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { podAffinityTerm: { labelSelector: { matchExpressions: [inVersion, notInTenant] } } },
      ],
    },
  });
  expect(result.topologySpreadConstraints).toMatchObject([{ labelSelector: { matchExpressions: [inVersion] } }]);
  expect(admitPod(result, [], labels)).toEqual(right(result));
});
