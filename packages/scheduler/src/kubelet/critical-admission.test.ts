import {
  containerExited,
  containerStarted,
  findCondition,
  podFailedByKubelet,
  podRejected,
  podStatusReported,
} from "@podsim/core";
import type { Behavior, PodSpec } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const image = { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true };
const stopsIn = (seconds: number): Partial<Behavior> => ({
  image,
  onSigterm: { exitAfter: { kind: "constant", value: seconds * SECOND }, exitCode: 143 },
});
const SIZE = { cpu: "4", memory: "4Gi", pods: "10" };
const sized = (behaviors: Record<string, Partial<Behavior>>): OneNode =>
  new OneNode({ behaviors, node: { capacity: SIZE, allocatable: SIZE } });

const asking = (name: string, cpu: string, more: Partial<PodSpec> = {}): PodSpec =>
  aSpec({ containers: [aContainer({ name, requests: { cpu } })], ...more });
const CRITICAL = { priority: 2_000_000_000 };
const times = (facts: readonly { readonly at: number }[]): readonly number[] => facts.map(({ at }) => at);

describe("a critical pod that does not fit", () => {
  test("kubelet 9.17: others are ended for it, one after the other, and it starts once they have stopped", () => {
    const node = sized({ a: stopsIn(3), b: stopsIn(2), critical: { image } });
    node.pod(0, asking("a", "2"));
    node.pod(0, asking("b", "2"));
    node.pod(10, asking("critical", "3", CRITICAL));
    node.run(60);
    expect(node.facts(podRejected, 2)).toEqual([]);
    const ended = [0, 1].map((pod) => node.facts(podFailedByKubelet, pod)[0]);
    expect(ended.map((fact) => fact?.data)).toEqual(
      [0, 1].map(() => ({
        reason: "Preempting",
        message: "Preempted in order to admit critical pod",
        disruption: true,
        announced: true,
      })),
    );
    // The second is told once the first and its sandbox have stopped.
    const [first = 0, second = 0] = ended.map((fact) => fact?.at ?? NaN).toSorted((x, y) => x - y);
    expect(first).toBe(10.1);
    const stops = [0, 1].flatMap((pod) => times(node.facts(containerExited, pod))).toSorted((x, y) => x - y);
    expect(second).toBeCloseTo((stops[0] ?? 0) + 0.05, 5);
    const [accepted] = times(node.facts(podStatusReported, 2));
    expect(accepted).toBeCloseTo((stops[1] ?? 0) + 0.05, 5);
    expect(node.facts(containerStarted, 2)).toHaveLength(1);
    const pod = node.world.pods.at(0);
    expect(pod?.status).toMatchObject({ phase: "Failed", reason: "Preempting" });
    expect(pod === undefined ? undefined : findCondition(pod.status, "DisruptionTarget")).toMatchObject({
      status: "True",
      reason: "TerminationByKubelet",
      message: "Pod was preempted by Kubelet to accommodate a critical pod.",
    });
  });

  test("kubelet 9.17: no more than are needed, and nobody for a pod that fits", () => {
    const node = sized({ small: { image }, big: { image }, critical: { image } });
    node.pod(0, asking("small", "500m"));
    node.pod(0, asking("big", "2"));
    node.pod(10, asking("critical", "1", CRITICAL));
    node.pod(20, asking("critical", "1", CRITICAL));
    node.run(60);
    expect([0, 1].map((pod) => node.facts(podFailedByKubelet, pod).length)).toEqual([1, 0]);
    expect([2, 3].map((pod) => node.facts(containerStarted, pod).length)).toEqual([1, 1]);
    expect(times(node.facts(podFailedByKubelet, 0))[0]).toBe(20.1);
  });

  test("kubelet 9.17: an ordinary pod of the same size is refused", () => {
    const node = sized({ a: { image }, b: { image } });
    node.pod(0, asking("a", "3"));
    node.pod(10, asking("b", "2", { priority: 1_999_999_999 }));
    node.run(30);
    expect(node.facts(podRejected, 1)[0]?.data.reason).toBe("OutOfcpu");
    expect(node.facts(podFailedByKubelet, 0)).toEqual([]);
  });

  test("kubelet 9.17: where only critical pods run it is refused, too", () => {
    const node = sized({ a: { image }, b: { image } });
    node.pod(0, asking("a", "3", CRITICAL));
    node.pod(10, asking("b", "2", CRITICAL));
    node.run(30);
    expect(node.facts(podRejected, 1)[0]?.data).toEqual({
      reason: "UnexpectedAdmissionError",
      message:
        "Unexpected error while attempting to recover from admission failure: preemption: error finding a set of pods to preempt: no set of running pods found to reclaim resources: [(res: cpu, q: 1000), ]",
    });
  });

  test("kubelet 9.17: anything else that speaks against it is told instead, and nobody is ended", () => {
    const node = sized({ a: { image }, b: { image } });
    node.pod(0, asking("a", "3"));
    node.pod(10, asking("b", "2", { ...CRITICAL, nodeSelector: { disk: "ssd" } }));
    node.run(30);
    expect(node.facts(podRejected, 1)[0]?.data.reason).toBe("NodeAffinity");
    expect(node.facts(podFailedByKubelet, 0)).toEqual([]);
  });

  test("kubelet 9.17: a victim that does not stop is waited for one and a half times its grace", () => {
    const slow = { image: { ...image, sizeBytes: 200, cached: false } };
    const node = sized({ a: slow, critical: { image } });
    node.pod(0, asking("a", "3"));
    node.pod(10, asking("critical", "2", CRITICAL));
    node.run(120);
    // Its pull of 200 s cannot be interrupted.
    expect(times(node.facts(podStatusReported, 1))[0]).toBeCloseTo(10.1 + 45, 5);
  });
});
