import { beforeAll, describe, expect, test } from "vitest";
import { Workplace } from "../../../testing/command-run.js";

const work = new Workplace({
  "m.yaml": `apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: sandboxed }
handler: sandboxed
overhead: { podFixed: { cpu: 250m, memory: 100Mi } }
---
apiVersion: v1
kind: Pod
metadata: { name: boxed }
spec: { runtimeClassName: sandboxed, containers: [{ name: c, image: "nginx:1", resources: { requests: { cpu: 250m }, limits: { memory: 100Mi } } }] }
`,
  "scenario.yaml": `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: lease }
spec:
  clock: { start: 2026-01-01T00:00:00Z, stop: { after: 10m } }
  cluster:
    manifests: [./m.yaml]
    nodes:
      - { name: node, count: 1, template: { spec: { podCIDR: 10.1.0.0/24, podCIDRs: [10.1.0.0/24] }, status: { allocatable: { cpu: "1", memory: 1Gi } } } }
  timeline:
    - { at: 2m, fail: { nodes: { names: [node-1] }, mode: partition, for: 65s } }
`,
});

beforeAll(async () => {
  await work.podsim("run scenario.yaml -o json");
});

const described = async (time: string): Promise<readonly string[]> =>
  (await work.podsim(`describe node node-1 --at ${time}`)).out.split("\n");

/** When the lease was last renewed, as seen at a time, in seconds of the run. */
const renewedAt = async (time: string): Promise<number> => {
  const line = (await described(time)).find((text) => text.startsWith("  RenewTime:")) ?? "";
  return (Date.parse(line.replace("  RenewTime:", "")) - Date.parse("2026-01-01T00:00:00Z")) / 1_000;
};

describe("describe node", () => {
  test("controllers 1.1: the lease is renewed every 10 s, as long as the kubelet reaches the server", async () => {
    const lines = await described("1m");
    const at = lines.indexOf("Lease:");
    expect(lines.slice(at + 1, at + 3)).toEqual(["  HolderIdentity:  node-1", "  AcquireTime:     <unset>"]);
    const [first, second] = [await renewedAt("61s"), await renewedAt("71s")];
    expect(second - first).toBe(10);
    expect(first).toBeGreaterThanOrEqual(51);
    const last = await renewedAt("2m");
    expect(last).toBeGreaterThanOrEqual(110);
    expect(await renewedAt("3m")).toBe(last);
    expect(await renewedAt("3m5s")).toBe(185);
    expect(await renewedAt("4m")).toBeGreaterThanOrEqual(230);
  });

  test("conditions stand in columns that are one wider, and networks of pods are told", async () => {
    const lines = await described("1m");
    const at = lines.indexOf("Conditions:");
    expect(lines[at + 1]).toMatch(
      /^ {2}Type {13}Status {2}LastHeartbeatTime {17}LastTransitionTime {16}Reason {23}Message$/,
    );
    expect(lines[at + 3]).toMatch(/^ {2}MemoryPressure {3}False {3}Thu, 01 Jan 2026 00:00:\d\d \+0000 {3}Thu, /);
    expect(lines).toContain("  Kube-Proxy Version:");
    expect(lines).toContain("PodCIDR:                      10.1.0.0/24");
    expect(lines).toContain("PodCIDRs:                     10.1.0.0/24");
  });

  test("what a RuntimeClass adds counts for requests, and for limits where there are any", async () => {
    const lines = await described("1m");
    const at = lines.indexOf("Allocated resources:");
    expect(lines.slice(at + 4, at + 6)).toEqual([
      "  cpu                500m (50%)   0 (0%)",
      "  memory             200Mi (19%)  200Mi (19%)",
    ]);
  });
});
