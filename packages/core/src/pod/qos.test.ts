import { describe, expect, test } from "vitest";
import { aContainer, aSpec } from "../../testing/pod-builder.js";
import type { ContainerOptions } from "../../testing/pod-builder.js";
import type { ResourceRequirements } from "../api/pod.js";
import { qosClass } from "./qos.js";

const classOf = (regular: readonly ContainerOptions[], init: readonly ContainerOptions[] = []): string =>
  qosClass(
    aSpec({
      containers: regular.map((c, i) => aContainer({ name: `r${i}`, ...c })),
      initContainers: init.map((c, i) => aContainer({ name: `i${i}`, ...c })),
    }),
  );

const both = { limits: { cpu: "1", memory: "1Gi" } };

describe("qosClass", () => {
  test("kubelet A8: {req cpu 100m} -> Burstable", () => {
    expect(classOf([{ requests: { cpu: "100m" } }])).toBe("Burstable");
  });

  test("kubelet A8: {lim cpu 1, mem 1Gi} (requests defaulted) -> Guaranteed", () => {
    expect(classOf([both])).toBe("Guaranteed");
  });

  test("kubelet A8: {lim cpu 1} -> Burstable", () => {
    expect(classOf([{ limits: { cpu: "1" } }])).toBe("Burstable");
  });

  test("kubelet A8: none -> BestEffort", () => {
    expect(classOf([{}])).toBe("BestEffort");
  });

  test("kubelet A8: two containers, one without limits -> Burstable", () => {
    expect(classOf([both, {}])).toBe("Burstable");
  });

  test("kubelet 9.1: requests below limits are Burstable, equal ones in other words Guaranteed", () => {
    expect(classOf([{ requests: { cpu: "500m", memory: "1Gi" }, ...both }])).toBe("Burstable");
    expect(classOf([{ requests: { cpu: "1000m", memory: "1024Mi" }, ...both }])).toBe("Guaranteed");
  });

  test("kubelet 9.1: init containers count", () => {
    expect(classOf([both], [{}])).toBe("Burstable");
    expect(classOf([both], [both])).toBe("Guaranteed");
    expect(classOf([{}], [{ requests: { memory: "1Mi" } }])).toBe("Burstable");
  });

  test("kubelet 9.1: only cpu and memory above zero count", () => {
    expect(classOf([{ requests: { "ephemeral-storage": "1Gi", "nvidia.com/gpu": "1" } }])).toBe("BestEffort");
    expect(classOf([{ requests: { cpu: "0", memory: "0" } }])).toBe("BestEffort");
    expect(classOf([{ requests: { cpu: "0" }, ...both }])).toBe("Burstable");
  });

  test("kubelet 9.1: sums are compared, so containers may differ from one another", () => {
    const lopsided = [
      { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "2", memory: "1Gi" } },
      { requests: { cpu: "2", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } },
    ];
    expect(classOf(lopsided)).toBe("Guaranteed");
  });

  test("kubelet 9.1: pod-level resources decide alone", () => {
    const of = (container: ContainerOptions, resources: Partial<ResourceRequirements>): string =>
      qosClass(aSpec({ containers: [aContainer(container)], resources: { requests: {}, limits: {}, ...resources } }));
    expect(of({}, both)).toBe("Guaranteed");
    expect(of(both, { requests: { cpu: "1" } })).toBe("Burstable");
    expect(of({}, { limits: { cpu: "1" } })).toBe("Burstable");
    expect(of({ requests: { cpu: "500m" } }, both)).toBe("Burstable");
    expect(of(both, {})).toBe("Guaranteed");
  });

  test("is decided once per spec", () => {
    const spec = aSpec({ containers: [aContainer(both)] });
    expect(qosClass(spec)).toBe(qosClass(spec));
  });
});
