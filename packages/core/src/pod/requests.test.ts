import { describe, expect, test } from "vitest";
import { aContainer, aSpec } from "../../testing/pod-builder.js";
import type { ContainerOptions } from "../../testing/pod-builder.js";
import type { ResourceList } from "../api/meta.js";
import type { PodSpec, ResourceRequirements } from "../api/pod.js";
import { InvariantViolation } from "../invariant.js";
import { isScalarResource, nodeResources, nonZeroRequests, podRequests } from "./requests.js";

const Mi = 2 ** 20;

const named = (prefix: string, options: readonly ContainerOptions[]): readonly ReturnType<typeof aContainer>[] =>
  options.map((option, i) => aContainer({ name: `${prefix}${i}`, ...option }));

/** A spec of regular containers, and init containers before them. */
const specOf = (regular: readonly ContainerOptions[], init: readonly ContainerOptions[] = []): PodSpec =>
  aSpec({ containers: named("r", regular), initContainers: named("i", init) });

const cpuOf = (regular: readonly ContainerOptions[], init: readonly ContainerOptions[] = []): number =>
  podRequests(specOf(regular, init)).milliCpu;

const cpu = (text: string, over: ContainerOptions = {}): ContainerOptions => ({ requests: { cpu: text }, ...over });

const withPodLevel = (spec: PodSpec, resources: Partial<ResourceRequirements>): PodSpec => ({
  ...spec,
  resources: { requests: {}, limits: {}, ...resources },
});

describe("podRequests", () => {
  test("nothing requested is nothing needed", () => {
    expect(podRequests(specOf([{}, {}]))).toEqual({ milliCpu: 0, memoryBytes: 0, ephemeralBytes: 0, scalars: {} });
  });

  test("scheduler 5.2: regular containers add up, by resource", () => {
    const spec = specOf([
      { requests: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "1Gi" } },
      { requests: { cpu: "1", memory: "1M", "nvidia.com/gpu": "2", "hugepages-2Mi": "4Mi" } },
      { requests: { "nvidia.com/gpu": "1" } },
    ]);
    expect(podRequests(spec)).toEqual({
      milliCpu: 1100,
      memoryBytes: 64 * Mi + 1_000_000,
      ephemeralBytes: 1024 * Mi,
      scalars: { "nvidia.com/gpu": 3, "hugepages-2Mi": 4 * Mi },
    });
  });

  test("scheduler 5.3, kubelet 9.20: a plain init container counts by its maximum, not its sum", () => {
    expect(cpuOf([cpu("300m")], [cpu("200m"), cpu("250m")])).toBe(300);
    expect(cpuOf([cpu("300m")], [cpu("200m"), cpu("900m")])).toBe(900);
  });

  test("scheduler 5.3: sidecars add to the regular containers, and to the init containers declared after them", () => {
    const sidecar = cpu("100m", { sidecar: true });
    expect(cpuOf([cpu("300m")], [sidecar])).toBe(400);
    expect(cpuOf([cpu("300m")], [sidecar, cpu("350m")])).toBe(450);
    expect(cpuOf([cpu("300m")], [cpu("350m"), sidecar])).toBe(400);
    expect(cpuOf([cpu("100m")], [sidecar, cpu("50m"), sidecar, cpu("250m")])).toBe(450);
  });

  test("scheduler 5.4: the maximum is taken per resource", () => {
    const spec = specOf(
      [{ requests: { cpu: "100m", memory: "500Mi" } }],
      [{ requests: { cpu: "1", memory: "10Mi", "example.com/fpga": "1" } }],
    );
    expect(podRequests(spec)).toEqual({
      milliCpu: 1000,
      memoryBytes: 500 * Mi,
      ephemeralBytes: 0,
      scalars: { "example.com/fpga": 1 },
    });
  });

  test("scheduler 5.6: overhead comes on top", () => {
    const spec = aSpec({
      containers: named("r", [cpu("100m")]),
      initContainers: named("i", [cpu("500m")]),
      overhead: { cpu: "250m", memory: "120Mi" },
    });
    expect(podRequests(spec)).toMatchObject({ milliCpu: 750, memoryBytes: 120 * Mi });
  });

  test("scheduler 5.5: pod-level cpu, memory and hugepages replace the sum, overhead is added to them", () => {
    const spec = specOf([{ requests: { cpu: "100m", memory: "1Gi", "nvidia.com/gpu": "1" } }]);
    const requests = { cpu: "2", "hugepages-2Mi": "8Mi", "nvidia.com/gpu": "7" };
    expect(podRequests(withPodLevel(spec, { requests }))).toEqual({
      milliCpu: 2000,
      memoryBytes: 1024 * Mi,
      ephemeralBytes: 0,
      scalars: { "nvidia.com/gpu": 1, "hugepages-2Mi": 8 * Mi },
    });
    const overhead = { cpu: "1" };
    expect(podRequests(withPodLevel({ ...spec, overhead }, { requests })).milliCpu).toBe(3000);
  });

  test("scheduler 5.5: a pod-level limit alone stands in only where no container requests anything", () => {
    const limits = { cpu: "2", memory: "1Gi" };
    expect(podRequests(withPodLevel(specOf([cpu("100m")]), { limits }))).toMatchObject({
      milliCpu: 100,
      memoryBytes: 1024 * Mi,
    });
    expect(podRequests(withPodLevel(specOf([cpu("100m")]), { requests: { cpu: "500m" }, limits })).milliCpu).toBe(500);
  });

  test("scheduler 5.24: amounts are added exactly and rounded once", () => {
    expect(cpuOf([cpu("0.5m"), cpu("0.5m")])).toBe(1);
    expect(cpuOf([cpu("0.5m"), cpu("0.6m")])).toBe(2);
    expect(podRequests(specOf([{ requests: { memory: "100m" } }, { requests: { memory: "900m" } }])).memoryBytes).toBe(
      1,
    );
  });

  test("scheduler 5.7, 5.11: names that are not resources are ignored", () => {
    const spec = specOf([{ requests: { cpu: "1", pods: "3", storage: "1Gi", "requests.nvidia.com/gpu": "1" } }]);
    expect(podRequests(spec)).toEqual({ milliCpu: 1000, memoryBytes: 0, ephemeralBytes: 0, scalars: {} });
  });

  test("is computed once per spec", () => {
    const spec = specOf([cpu("1")]);
    expect(podRequests(spec)).toBe(podRequests(spec));
    expect(nonZeroRequests(spec)).toBe(nonZeroRequests(spec));
  });

  test("a quantity that should never have been let in is a bug of ours", () => {
    expect(() => podRequests(specOf([cpu("lots")]))).toThrow(InvariantViolation);
  });
});

describe("nonZeroRequests", () => {
  const nonZero = (regular: readonly ContainerOptions[], init: readonly ContainerOptions[] = []): readonly number[] => {
    const { milliCpu, memoryBytes } = nonZeroRequests(specOf(regular, init));
    return [milliCpu, memoryBytes / Mi];
  };

  test("scheduler 5.10: 2 empty containers -> 200m/400Mi", () => {
    expect(nonZero([{}, {}])).toEqual([200, 400]);
  });

  test("scheduler 5.10: 1 empty container + 1 empty init container -> the larger of the two", () => {
    expect(nonZero([{}], [{}])).toEqual([100, 200]);
  });

  test("scheduler 5.9: every container is filled in by itself, an explicit zero stays zero", () => {
    expect(nonZero([cpu("1"), {}])).toEqual([1100, 400]);
    expect(nonZero([{ requests: { cpu: "0", memory: "0" } }])).toEqual([0, 0]);
    expect(nonZero([cpu("1")], [{ sidecar: true }])).toEqual([1100, 400]);
  });

  test("scheduler 5.9: with pod-level requests only what the whole pod leaves open is filled in", () => {
    const spec = withPodLevel(specOf([cpu("1"), {}]), { requests: { cpu: "3" } });
    expect(nonZeroRequests(spec)).toEqual({ milliCpu: 3000, memoryBytes: 400 * Mi });
    const other = withPodLevel(specOf([cpu("1"), {}]), { requests: { memory: "1Gi" } });
    expect(nonZeroRequests(other)).toEqual({ milliCpu: 1000, memoryBytes: 1024 * Mi });
  });

  test("overhead is added here too", () => {
    expect(nonZeroRequests(aSpec({ overhead: { cpu: "50m" } })).milliCpu).toBe(150);
  });
});

describe("nodeResources", () => {
  test("scheduler 5.12: an allocatable list as numbers; a node without a word on pods takes none", () => {
    const list: ResourceList = { cpu: "3920m", memory: "15Gi", "ephemeral-storage": "47093746742", pods: "110" };
    expect(nodeResources(list)).toEqual({
      milliCpu: 3920,
      memoryBytes: 15 * 1024 * Mi,
      ephemeralBytes: 47_093_746_742,
      pods: 110,
      scalars: {},
    });
    expect(nodeResources({ cpu: "1", "nvidia.com/gpu": "8" })).toMatchObject({
      pods: 0,
      scalars: { "nvidia.com/gpu": 8 },
    });
  });

  test("a list is read once, and lists that differ are read each by itself", () => {
    const [small, large]: readonly ResourceList[] = [{ cpu: "1" }, { cpu: "2" }];
    expect([small, large, small].map((list = {}) => nodeResources(list).milliCpu)).toEqual([1000, 2000, 1000]);
    expect(nodeResources(small ?? {})).toBe(nodeResources(small ?? {}));
  });
});

describe("isScalarResource", () => {
  test.each([
    ["nvidia.com/gpu", true],
    ["hugepages-1Gi", true],
    ["attachable-volumes-csi-ebs", true],
    ["node.kubernetes.io/batteries", true],
    ["requests.example.com/gpu", false],
    ["gpu", false],
    ["storage", false],
    ["Example.com/gpu", false],
    ["example.com/", false],
    ["a/b/c", false],
    [`example.com/${"x".repeat(63)}`, true],
    [`example.com/${"x".repeat(64)}`, false],
  ])("scheduler 5.11: %s -> %s", (name, expected) => {
    expect(isScalarResource(name)).toBe(expected);
  });
});
