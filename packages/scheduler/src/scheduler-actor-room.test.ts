// The actor making room: what it promises, whom it asks to go, and who comes back when a promise ends.
import { describe, expect, test } from "vitest";
import { nodeRemoved, nodeTainted, podRemoved } from "@podsim/core";
import type { PodTemplateSpec, ResourceList } from "@podsim/core";
import { aTemplate } from "../testing/cluster-builder.js";
import { asking, SchedulingTrial } from "../testing/scheduling-trial.js";

describe("making room", () => {
  test("scheduler 6.16-6.18: a node is promised, victims are asked to go, and the pod comes when they are gone", () => {
    const trial = new SchedulingTrial()
      .node(0, "a")
      .pod(1, asking("600m"))
      .pod(1, asking("400m"))
      .pod(2, asking("1", 5), "vip");
    const told = trial.story(60);
    expect(told.filter((text) => !text.includes("gone")).slice(2)).toEqual([
      "2 vip ✗",
      "2 vip nominated a",
      // Two calls for all but one of the victims, two more for the last.
      "2.02 p1 disruption target",
      "2.02 p1 preempted",
      "2.02 p1 deletion",
      "2.04 p0 disruption target",
      "2.04 p0 preempted",
      "2.04 p0 deletion",
      expect.stringMatching(/^\d+(\.\d+)? vip ✗$/),
      expect.stringMatching(/^\d+(\.\d+)? vip → a$/),
    ]);
    const gone = told.filter((text) => text.includes("gone")).map((text) => Number(text.split(" ")[0]));
    const [bound] = told.filter((text) => text.endsWith("vip → a")).map((text) => Number(text.split(" ")[0]));
    expect(bound).toBeGreaterThanOrEqual(Math.max(...gone));
  });

  test("scheduler 6.20: a pod that is less important cannot take the room; 1.44: it may when the pod is placed", () => {
    const trial = new SchedulingTrial()
      .node(0, "a")
      .pod(1, asking("1"))
      .pod(2, asking("600m", 5), "vip")
      .pod(3, asking("400m", 1), "small")
      .pod(4, asking("400m", 1), "other");
    const told = trial.story(60).filter((text) => text.includes("→"));
    expect(told.map((text) => text.replace(/^\S+ /, ""))).toEqual(["p0 → a", "vip → a", "small → a"]);
  });

  test("scheduler 6.16: who was promised the node before and is less important has to look elsewhere", () => {
    const trial = new SchedulingTrial()
      .node(0, "a")
      .pod(1, asking("600m"))
      .pod(1, asking("400m", 1))
      .pod(2, asking("600m", 5), "first")
      .pod(3, asking("1", 9), "second");
    const told = trial.story(20);
    expect(told).toContain("2 first nominated a");
    expect(told).toContain("3 second nominated a");
    expect(told).toContain("3 first nominated");
    expect(told.filter((text) => text.includes("→")).at(-1)).toMatch(/second → a$/);
  });

  test("scheduler 1.63: when the pod cannot be helped any more, the promise is taken back", () => {
    const trial = new SchedulingTrial().node(0, "a").pod(1, asking("1")).pod(2, asking("1", 5), "vip");
    trial.cluster.at(2.01, (out) => {
      out.record(nodeTainted, 0, { key: "dedicated", value: "x", effect: "NoSchedule" });
    });
    const told = trial.story(400);
    expect(told).toContain("2 vip nominated a");
    expect(told.some((text) => /vip nominated$/.test(text))).toBe(true);
  });
});

test("scheduler 1.63: a try that ends with an error takes the promise back", () => {
  const slow = aTemplate({ requests: { cpu: "1" }, spec: { terminationGracePeriodSeconds: 300 } });
  const trial = new SchedulingTrial({ stopsAfter: 200 }).node(0, "a").pod(1, slow).pod(2, asking("1", 5), "vip");
  // Without nodes there is nothing to look at, which is an error.
  trial.cluster.at(10, (out) => out.record(nodeRemoved, 0, {}));
  trial.cluster.at(10, (out) => out.record(podRemoved, 0, {}));
  const told = trial.story(12).filter((text) => text.includes(" vip "));
  expect(told.slice(0, 4)).toEqual(["2 vip ✗", "2 vip nominated a", "10 vip ✗", "10 vip nominated"]);
});

describe("promises that end", () => {
  const SLOW = { terminationGracePeriodSeconds: 300 };
  const ONE_X = { "example.com/x": "1" };
  const big = { allocatable: { cpu: "1", memory: "1Gi", pods: "10", "example.com/x": "4" } };
  const small = aTemplate({ requests: { cpu: "400m", ...ONE_X }, spec: { priority: 1, preemptionPolicy: "Never" } });

  /** "vip" was promised a, where "p0" takes its time to go; "small" would fit beside p0 but for the promise. */
  const promised = (): SchedulingTrial => {
    const slow = aTemplate({ requests: { cpu: "600m" }, spec: SLOW });
    return new SchedulingTrial({ stopsAfter: 200 })
      .node(0, "a", big)
      .pod(1, slow)
      .pod(2, asking("600m", 5), "vip")
      .pod(3, small, "small");
  };

  const of = (name: string, told: readonly string[]): readonly string[] =>
    told.filter((text) => text.includes(` ${name} `));

  test("scheduler 1.44: the pod is bound elsewhere: at that moment who is not more important comes back", () => {
    // The new node has no x: it brings back nobody but vip.
    const told = promised().node(10, "b").story(20);
    expect(of("vip", told)).toEqual(["2 vip ✗", "2 vip nominated a", "10 vip → b"]);
    expect(of("small", told)).toEqual(["3 small ✗", "10 small → a"]);
  });

  test("scheduler 1.43: the pod is deleted: its promise ends with it", () => {
    const trial = promised();
    trial.cluster.at(10, (out) => out.record(podRemoved, 1, {}));
    expect(of("small", trial.story(20))).toEqual(["3 small ✗", "10 small → a"]);
  });

  test("scheduler 1.43: the promise is taken back for a more important pod", () => {
    const slow = (requests: ResourceList): PodTemplateSpec => aTemplate({ requests, spec: SLOW });
    const patient = { priority: 1, preemptionPolicy: "Never" } as const;
    // vip needs the first of them to go, second the other one.
    const trial = new SchedulingTrial({ stopsAfter: 200 })
      .node(0, "a", big)
      .pod(1, slow({ cpu: "600m" }))
      .pod(1, slow({ cpu: "100m", ...ONE_X }))
      .pod(2, asking("900m", 5), "vip")
      .pod(3, aTemplate({ requests: { cpu: "100m" }, spec: patient }), "small")
      .pod(10, aTemplate({ requests: { cpu: "100m", "example.com/x": "4" }, spec: { priority: 9 } }), "second");
    const told = trial.story(20);
    // Both are tried at once: vip itself, which is promised the node anew, beside second, and so small is not placed.
    expect(of("vip", told).slice(2, 5)).toEqual(["10 vip nominated", "10 vip ✗", "10 vip nominated a"]);
    expect(of("small", told)).toEqual(["3 small ✗", "10 small ✗"]);
  });

  test("scheduler 1.43: a more important pod is not woken by it", () => {
    const trial = promised().pod(
      4,
      aTemplate({ requests: { cpu: "1", ...ONE_X }, spec: { priority: 9, preemptionPolicy: "Never" } }),
      "first",
    );
    trial.cluster.at(10, (out) => out.record(podRemoved, 1, {}));
    expect(of("first", trial.story(20))).toEqual(["4 first ✗"]);
  });
});
