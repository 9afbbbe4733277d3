// What the scheduler makes of pods that end or change without its doing.
import { describe, expect, test } from "vitest";
import {
  containerResized,
  podBackOffsLost,
  podDeletionRequested,
  podFailedByController,
  podResizeAllocated,
} from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { asking, SchedulingTrial } from "../testing/scheduling-trial.js";

describe("pods that end", () => {
  test("scheduler 1.42: a pod that is over frees its room; one that is being deleted keeps it all", () => {
    const trial = new SchedulingTrial({ stopsAfter: 60 }).node(0, "a").pod(1, asking("1")).pod(2, asking("1"));
    trial.cluster.at(5, (out) => {
      out.record(podDeletionRequested, 0, { graceSeconds: 30, deletionTimestampUs: 35 * SECOND, by: "user" });
    });
    trial.cluster.at(20, (out) => {
      out.record(podFailedByController, 0, { reason: "Gone", message: "" });
    });
    expect(trial.run(30)).toEqual(["1 p0 → a", "2 p1 ✗", "20 p1 → a"]);
  });
});

describe("pods that change", () => {
  test("scheduler 1.40, 5.8: a placed pod that asks for less frees its room when its kubelet has given it up", () => {
    const trial = new SchedulingTrial().node(0, "a").pod(1, asking("1")).pod(2, asking("400m"));
    trial.change(10, 0, asking("500m"));
    trial.cluster.at(12, (out) => {
      out.record(podResizeAllocated, 0, {});
      out.record(containerResized, 0, { container: 0 });
    });
    expect(trial.run(20)).toEqual(["1 p0 → a", "2 p1 ✗", "12 p1 → a"]);
  });

  test("scheduler 1.41, 1.32: a waiting pod that asks for less is tried again with what it asks for now", () => {
    const trial = new SchedulingTrial().node(0, "a").pod(1, asking("2"));
    trial.change(10, 0, asking("1"));
    expect(trial.run(20)).toEqual(["1 p0 ✗", "10 p0 → a"]);
  });

  test("scheduler 1.37, 1.48: a gated pod is tried when its last gate goes, not before", () => {
    const gated = (...names: readonly string[]) => {
      const { metadata, spec } = asking("1");
      return { metadata, spec: { ...spec, schedulingGates: names.map((name) => ({ name })) } };
    };
    const trial = new SchedulingTrial().node(0, "a").pod(1, gated("x", "y"));
    expect(trial.change(5, 0, gated("y")).change(9, 0, gated()).run(20)).toEqual(["9 p0 → a"]);
  });

  test("scheduler 1.46: what changes nothing of the pod brings back nobody", () => {
    const trial = new SchedulingTrial().node(0, "a").pod(1, asking("1")).pod(2, asking("400m"));
    trial.cluster.at(10, (out) => out.record(podBackOffsLost, 0, {}));
    expect(trial.run(20)).toEqual(["1 p0 → a", "2 p1 ✗"]);
  });
});
