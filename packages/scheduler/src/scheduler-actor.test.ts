import { describe, expect, test } from "vitest";
import {
  nodeTainted,
  nodeUntainted,
  podBound,
  podDeletionRequested,
  podRemoved,
  podSchedulingFailed,
} from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { aTemplate } from "../testing/cluster-builder.js";
import { asking, SchedulingTrial } from "../testing/scheduling-trial.js";

describe("trying pods", () => {
  test("one after the other in the same instant, each seeing where the last one went", () => {
    const trial = new SchedulingTrial().node(0, "a").node(0, "b");
    for (let i = 0; i < 4; i++) trial.pod(1, asking("500m"));
    const told = trial.run(2);
    expect(told.every((text) => text.startsWith("1 "))).toBe(true);
    expect(told.filter((text) => text.endsWith("a"))).toHaveLength(2);
    expect(told.filter((text) => text.endsWith("b"))).toHaveLength(2);
  });

  test("higher priority first, when they wait together", () => {
    const trial = new SchedulingTrial();
    trial.pod(0, asking("600m")).pod(0, asking("600m", 7)).node(1, "a");
    expect(trial.run(4).at(-1)).toMatch(/p0 ✗$/);
    expect(trial.cluster.facts(podBound).map(({ subject }) => subject)).toEqual([1]);
  });

  test("a pod is seen after the watch's delay", () => {
    expect(new SchedulingTrial({ watchMs: 250 }).node(0, "a").pod(1, asking("1")).run(2)).toEqual(["1.25 p0 → a"]);
  });

  test("pods of other schedulers, and those with a node, are none of its business", () => {
    const trial = new SchedulingTrial().node(0, "a");
    trial.pod(1, aTemplate({ spec: { schedulerName: "other" } })).pod(1, aTemplate({ spec: { nodeName: "a" } }));
    expect(trial.run(400)).toEqual([]);
  });

  test("scheduler 2.14: a pod that is being deleted, or gone, is not tried", () => {
    const trial = new SchedulingTrial({ watchMs: 500 }).node(0, "a").pod(1, asking("1")).pod(1, asking("1"));
    trial.cluster
      .at(1.2, (out) => {
        out.record(podDeletionRequested, 0, { graceSeconds: 30, deletionTimestampUs: 31.2 * SECOND, by: "user" });
      })
      .at(1.2, (out) => out.record(podRemoved, 1, {}));
    expect(trial.run(400)).toEqual([]);
  });

  test("the same seed gives the same places, another one others", () => {
    const places = (seed: number): readonly string[] => {
      const trial = new SchedulingTrial({ seed });
      for (let i = 0; i < 8; i++) trial.node(0, `n${i}`);
      for (let i = 0; i < 12; i++) trial.pod(1, asking("100m"));
      return trial.run(2);
    };
    expect(places(1)).toEqual(places(1));
    expect(places(1)).not.toEqual(places(2));
  });
});

describe("pods that fit nowhere", () => {
  test("the message is recorded, and the pod counts the try", () => {
    const trial = new SchedulingTrial().node(0, "a").pod(1, asking("2"));
    trial.run(2);
    expect(trial.cluster.facts(podSchedulingFailed)).toEqual([
      {
        at: 1,
        subject: 0,
        data: {
          reason: "Unschedulable",
          message:
            "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: " +
            "0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
        },
      },
    ]);
    expect(trial.cluster.world.pods.at(0)?.scheduling.attempts).toBe(1);
  });

  test("scheduler 1.20: it is tried again only when it has waited too long", () => {
    expect(new SchedulingTrial().node(0, "a").pod(1, asking("2")).run(700)).toEqual(["1 p0 ✗", "330 p0 ✗", "660 p0 ✗"]);
  });

  test("scheduler 1.23: without any node it is tried again and again", () => {
    const trial = new SchedulingTrial().pod(0.25, asking("1"));
    expect(trial.run(20)).toEqual(["0.25 p0 ✗", "2 p0 ✗", "5 p0 ✗", "10 p0 ✗", "19 p0 ✗"]);
    expect(trial.cluster.facts(podSchedulingFailed)[0]?.data).toEqual({
      message: "no nodes available to schedule pods",
      reason: "SchedulerError",
    });
  });

  test("scheduler 1.8: a change that helps brings it back at once", () => {
    const trial = new SchedulingTrial().node(0, "a").pod(1, asking("1")).pod(1.5, asking("1"));
    trial.cluster.at(1.75, (out) => out.record(podRemoved, 0, {}));
    expect(trial.run(3)).toEqual(["1 p0 → a", "1.5 p1 ✗", "1.75 p1 → a"]);
  });

  test("a change that cannot help does not", () => {
    const trial = new SchedulingTrial().node(0, "a").pod(1, asking("2")).pod(2, asking("1"));
    expect(trial.run(10)).toEqual(["1 p0 ✗", "2 p1 → a"]);
  });

  test("scheduler 1.51: a taint that goes brings back who did not tolerate it", () => {
    const trial = new SchedulingTrial().node(0, "a");
    trial.cluster
      .at(0.5, (out) => out.record(nodeTainted, 0, { key: "k", value: "", effect: "NoSchedule" }))
      .at(8, (out) => out.record(nodeUntainted, 0, { key: "k", effect: "NoSchedule" }));
    expect(trial.pod(1, asking("1")).run(10)).toEqual(["1 p0 ✗", "8 p0 → a"]);
  });

  test("while nothing can change it does nothing at all", () => {
    const trial = new SchedulingTrial().node(0, "a").pod(1, asking("2"));
    trial.run(300);
    expect(trial.cluster.log.length).toBe(3);
    expect(trial.cluster.runUntil(329)).toBe("horizon-reached");
  });
});
