// Tries and bindings that take time: one try after the other, many bindings beside each other.
import { describe, expect, test } from "vitest";
import {
  claimApplied,
  claimRemoved,
  nodeRemoved,
  podBound,
  podRemoved,
  podSchedulingFailed,
  storageClassApplied,
} from "@podsim/core";
import type { PodTemplateSpec, StorageClass } from "@podsim/core";
import { MILLISECOND } from "@podsim/core/time";
import { aTemplate } from "../testing/cluster-builder.js";
import { asking, SchedulingTrial } from "../testing/scheduling-trial.js";
import { aClaim, aStorageClass } from "../testing/storage-objects.js";
import { persistentVolume } from "./controllers/persistent-volume.js";
import type { SchedulerCost } from "./settings.js";

const ms = (value: number) => ({ kind: "constant", value: value * MILLISECOND }) as const;

const cost = (attemptMs: number, perNodeMs: number, bindMs: number): SchedulerCost => ({
  perAttempt: ms(attemptMs),
  perNodeFilteredUs: perNodeMs * MILLISECOND,
  bind: ms(bindMs),
});

describe("scheduler 2.43, 2.45: what takes time", () => {
  test("one try at a time; a binding goes on while the next pod is tried", () => {
    const trial = new SchedulingTrial({ cost: cost(100, 0, 250) }).node(0, "a");
    expect(trial.pod(1, asking("100m")).pod(1, asking("100m")).pod(1, asking("100m")).story(3)).toEqual([
      "1.1 p0 reserved a",
      "1.2 p1 reserved a",
      "1.3 p2 reserved a",
      "1.35 p0 → a",
      "1.45 p1 → a",
      "1.55 p2 → a",
    ]);
  });

  test("each node that is filtered costs, and each that a dry run asks about", () => {
    const trial = new SchedulingTrial({ cost: cost(0, 10, 0) }).node(0, "a").node(0, "b");
    trial.pod(1, asking("1")).pod(1, asking("1")).pod(2, asking("1", 5), "vip");
    const told = trial.story(3);
    expect(told.slice(0, 2).map((text) => text.split(" ").slice(0, 2).join(" "))).toEqual(["1.02 p0", "1.04 p1"]);
    // Two nodes; then on each of them without its pod, and once more with the pod back.
    expect(told[2]).toBe("2.06 vip ✗");
  });

  test("the throughput has a limit: 10 tries of 100 ms a second", () => {
    const trial = new SchedulingTrial({ cost: cost(100, 0, 0) }).node(0, "a", {
      allocatable: { cpu: "4", pods: "99" },
    });
    for (let i = 0; i < 30; i++) trial.pod(0, asking("10m"));
    trial.run(2.5);
    expect(trial.cluster.facts(podBound)).toHaveLength(25);
  });

  test("without a cost there is no fact but the binding", () => {
    expect(new SchedulingTrial().node(0, "a").pod(1, asking("1")).story(3)).toEqual(["1 p0 → a"]);
  });

  test("the try is counted once, whether it ends with a binding or not", () => {
    const trial = new SchedulingTrial({ cost: cost(100, 0, 250) }).node(0, "a").pod(1, asking("1"));
    trial.run(3);
    expect(trial.cluster.world.pods.at(0)?.scheduling).toMatchObject({ attempts: 1, assumed: null });
  });
});

describe("scheduler 2.10, 2.45: a pod that is about to be bound", () => {
  test("takes its room from then on, though nobody else knows of it", () => {
    const trial = new SchedulingTrial({ cost: cost(10, 0, 5_000) })
      .node(0, "a")
      .pod(1, asking("1"))
      .pod(1, asking("1"));
    expect(trial.story(3)).toEqual(["1.01 p0 reserved a", "1.02 p1 ✗"]);
    expect(trial.cluster.world.pods.at(0)).toMatchObject({ binding: null, scheduling: { attempts: 1 } });
    expect([...trial.cluster.world.pods.onNode(0 as never)]).toEqual([]);
  });

  test("scheduler 1.45: it is deleted meanwhile: it is not bound, and its room brings back who wants it", () => {
    const trial = new SchedulingTrial({ cost: cost(10, 0, 5_000) })
      .node(0, "a")
      .pod(1, asking("1"))
      .pod(1, asking("1"));
    trial.cluster.at(2, (out) => out.record(podRemoved, 0, {}));
    expect(trial.story(9)).toEqual([
      "1.01 p0 reserved a",
      "1.02 p1 ✗",
      "2 #0 gone",
      "2.01 p1 reserved a",
      "7.01 p1 → a",
    ]);
  });

  test("scheduler 1.46: changes of it are no business of the queue", () => {
    const trial = new SchedulingTrial({ cost: cost(10, 0, 5_000) }).node(0, "a").pod(1, asking("1"));
    trial.change(2, 0, asking("500m"));
    expect(trial.story(9)).toEqual(["1.01 p0 reserved a", "6.01 p0 → a"]);
  });

  test("its node is gone by the time it is bound: it is bound all the same, as nobody checks", () => {
    const trial = new SchedulingTrial({ cost: cost(10, 0, 1_000) }).node(0, "a").pod(1, asking("1"));
    trial.cluster.at(1.5, (out) => out.record(nodeRemoved, 0, {}));
    expect(trial.story(2.5)).toEqual(["1.01 p0 reserved a", "2.01 p0 → a"]);
  });
});

describe("during a try", () => {
  test("scheduler 1.30, 2.6: it goes by the cluster it began with; what changes meanwhile is looked at when it fails", () => {
    const trial = new SchedulingTrial({ cost: cost(200, 0, 0) })
      .node(0, "a")
      .pod(1, asking("2"))
      .node(1.1, "b", {
        allocatable: { cpu: "4", memory: "1Gi", pods: "10" },
      });
    expect(trial.story(3)).toEqual(["1.2 p0 ✗", "1.4 p0 → b"]);
  });

  test("the pod is deleted: the try comes to nothing", () => {
    const trial = new SchedulingTrial({ cost: cost(200, 0, 0) }).node(0, "a").pod(1, asking("1")).pod(1, asking("1"));
    trial.cluster.at(1.1, (out) => out.record(podRemoved, 0, {}));
    expect(trial.story(3)).toEqual(["1.1 #0 gone", "1.4 p1 → a"]);
  });
});

describe("scheduler 8.4: a pod whose claims wait for it is bound when their volumes are there", () => {
  const waiting: StorageClass = aStorageClass({ volumeBindingMode: "WaitForFirstConsumer" });
  const withClaim: PodTemplateSpec = aTemplate({
    requests: { cpu: "1" },
    spec: { volumes: [{ name: "d", persistentVolumeClaim: { claimName: "data", readOnly: false } }] },
  });

  const scene = (storageClass: StorageClass): SchedulingTrial => {
    const trial = new SchedulingTrial({ controllers: [persistentVolume] }).node(0, "a");
    trial.cluster.at(0, (out) => {
      out.record(storageClassApplied, 0, { storageClassIx: 0, object: storageClass });
      out.record(claimApplied, 0, { claimIx: 0, uid: "data", object: aClaim("data") });
    });
    return trial.pod(1, withClaim).pod(1, asking("1"));
  };

  test("it keeps its room meanwhile, and is looked after every second", () => {
    const told = scene(waiting).story(20);
    expect(told.slice(0, 2)).toEqual(["1 p0 reserved a", "1 p1 ✗"]);
    expect(told[2]).toMatch(/^[4-7] p0 → a$/);
    expect(told).toHaveLength(3);
  });

  test("scheduler 1.45, 2.44: after 600 s without them it is tried again, and others may take the room", () => {
    const nobody = { ...waiting, provisioner: "nobody.example" };
    const trial = scene(nobody);
    // Whoever makes the volume is never done.
    trial.cluster.at(1.5, (_, world) => {
      const claim = world.claims.at(0);
      if (claim !== undefined) world.claims.put(0, "default", "data", { ...claim, provisioningSinceUs: 1e15 });
    });
    const told = trial.story(610);
    expect(told.slice(0, 5)).toEqual(["1 p0 reserved a", "1 p1 ✗", "330 p1 ✗", "601 p0 ✗", "601 p1 → a"]);
    expect(trial.cluster.facts(podSchedulingFailed, 0)[0]?.data).toEqual({
      message: 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded',
      reason: "SchedulerError",
    });
  });

  test("the claim is taken away: that is noticed at the next look", () => {
    const trial = scene(waiting);
    trial.cluster.at(1.5, (out) => out.record(claimRemoved, 0, {}));
    expect(trial.story(4).slice(2, 4)).toEqual(["2 p0 ✗", "2 p1 → a"]);
  });

  test("the node is taken away", () => {
    const trial = scene(waiting);
    trial.cluster.at(1.5, (out) => out.record(nodeRemoved, 0, {}));
    trial.story(4);
    expect(trial.cluster.facts(podSchedulingFailed, 0)[0]).toMatchObject({
      at: 2,
      data: {
        message: 'running PreBind plugin "VolumeBinding": binding volumes: failed to get node "a": node "a" not found',
      },
    });
  });
});
