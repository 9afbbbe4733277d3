import { describe, expect, test } from "vitest";
import {
  nodeAdded,
  nodeTainted,
  nodeUntainted,
  podBound,
  podCreated,
  podDeletionRequested,
  podRemoved,
  podSchedulingFailed,
} from "@podsim/core";
import type { PodTemplateSpec, ResourceList } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { aNode, aTemplate } from "../testing/cluster-builder.js";
import { SmallCluster } from "../testing/small-cluster.js";
import { schedulerActor } from "./scheduler-actor.js";

const NODE: ResourceList = { cpu: "1", memory: "1Gi", pods: "10" };

/** A cluster with the real scheduler and nothing that makes pods; times in seconds. */
class Trial {
  readonly cluster: SmallCluster;
  #nodes = 0;
  #pods = 0;

  /** Pods are seen after `watchMs`. */
  constructor(seed = 1, watchMs = 0) {
    this.cluster = new SmallCluster({
      nodes: 0,
      seed,
      controllers: [],
      schedules: false,
      actors: (plane) => [schedulerActor(plane)],
      latencies: { schedulerWatch: { kind: "constant", value: watchMs * 1_000 } },
    });
  }

  node(at: number, name: string): this {
    const nodeIx = this.#nodes++;
    this.cluster.at(at, (out) => out.record(nodeAdded, nodeIx, { nodeIx, object: aNode(name, { allocatable: NODE }) }));
    return this;
  }

  pod(at: number, template: PodTemplateSpec, name = `p${this.#pods}`): this {
    const podIx = this.#pods++;
    const data = { podIx, namespace: "default", name, uid: name, template };
    const owner = { ownerKind: null, ownerName: null, ownerIx: null };
    this.cluster.at(at, (out) => out.record(podCreated, podIx, { ...data, ...owner }));
    return this;
  }

  /** "5 p0 → a" for every binding, "5 p1 ✗" for every failure. */
  run(seconds: number): readonly string[] {
    const told: { readonly at: number; readonly text: string }[] = [];
    const nameOf = (ix: number): string => this.cluster.world.pods.at(ix)?.identity.name ?? String(ix);
    this.cluster.run(seconds, ({ definition, at, subject, data }) => {
      const time = at / SECOND;
      if (definition.type === podBound.type) {
        told.push({ at: time, text: `${time} ${nameOf(subject)} → ${(data as { node: string }).node}` });
      }
      if (definition.type === podSchedulingFailed.type) told.push({ at: time, text: `${time} ${nameOf(subject)} ✗` });
    });
    return told.map(({ text }) => text);
  }
}

const asking = (cpu: string, priority = 0): PodTemplateSpec => aTemplate({ requests: { cpu }, spec: { priority } });

describe("trying pods", () => {
  test("one after the other in the same instant, each seeing where the last one went", () => {
    const trial = new Trial().node(0, "a").node(0, "b");
    for (let i = 0; i < 4; i++) trial.pod(1, asking("500m"));
    const told = trial.run(2);
    expect(told.every((text) => text.startsWith("1 "))).toBe(true);
    expect(told.filter((text) => text.endsWith("a"))).toHaveLength(2);
    expect(told.filter((text) => text.endsWith("b"))).toHaveLength(2);
  });

  test("higher priority first, when they wait together", () => {
    const trial = new Trial();
    trial.pod(0, asking("600m")).pod(0, asking("600m", 7)).node(1, "a");
    expect(trial.run(4).at(-1)).toMatch(/p0 ✗$/);
    expect(trial.cluster.facts(podBound).map(({ subject }) => subject)).toEqual([1]);
  });

  test("a pod is seen after the watch's delay", () => {
    expect(new Trial(1, 250).node(0, "a").pod(1, asking("1")).run(2)).toEqual(["1.25 p0 → a"]);
  });

  test("pods of other schedulers, and those with a node, are none of its business", () => {
    const trial = new Trial().node(0, "a");
    trial.pod(1, aTemplate({ spec: { schedulerName: "other" } })).pod(1, aTemplate({ spec: { nodeName: "a" } }));
    expect(trial.run(400)).toEqual([]);
  });

  test("scheduler 2.14: a pod that is being deleted, or gone, is not tried", () => {
    const trial = new Trial(1, 500).node(0, "a").pod(1, asking("1")).pod(1, asking("1"));
    trial.cluster
      .at(1.2, (out) => {
        out.record(podDeletionRequested, 0, { graceSeconds: 30, deletionTimestampUs: 31.2 * SECOND, by: "user" });
      })
      .at(1.2, (out) => out.record(podRemoved, 1, {}));
    expect(trial.run(400)).toEqual([]);
  });

  test("the same seed gives the same places, another one others", () => {
    const places = (seed: number): readonly string[] => {
      const trial = new Trial(seed);
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
    const trial = new Trial().node(0, "a").pod(1, asking("2"));
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
    expect(new Trial().node(0, "a").pod(1, asking("2")).run(700)).toEqual(["1 p0 ✗", "330 p0 ✗", "660 p0 ✗"]);
  });

  test("scheduler 1.23: without any node it is tried again and again", () => {
    const trial = new Trial().pod(0.25, asking("1"));
    expect(trial.run(20)).toEqual(["0.25 p0 ✗", "2 p0 ✗", "5 p0 ✗", "10 p0 ✗", "19 p0 ✗"]);
    expect(trial.cluster.facts(podSchedulingFailed)[0]?.data).toEqual({
      message: "no nodes available to schedule pods",
      reason: "SchedulerError",
    });
  });

  test("scheduler 1.8: a change that helps brings it back at once", () => {
    const trial = new Trial().node(0, "a").pod(1, asking("1")).pod(1.5, asking("1"));
    trial.cluster.at(1.75, (out) => out.record(podRemoved, 0, {}));
    expect(trial.run(3)).toEqual(["1 p0 → a", "1.5 p1 ✗", "1.75 p1 → a"]);
  });

  test("a change that cannot help does not", () => {
    const trial = new Trial().node(0, "a").pod(1, asking("2")).pod(2, asking("1"));
    expect(trial.run(10)).toEqual(["1 p0 ✗", "2 p1 → a"]);
  });

  test("scheduler 1.51: a taint that goes brings back who did not tolerate it", () => {
    const trial = new Trial().node(0, "a");
    trial.cluster
      .at(0.5, (out) => out.record(nodeTainted, 0, { key: "k", value: "", effect: "NoSchedule" }))
      .at(8, (out) => out.record(nodeUntainted, 0, { key: "k", effect: "NoSchedule" }));
    expect(trial.pod(1, asking("1")).run(10)).toEqual(["1 p0 ✗", "8 p0 → a"]);
  });

  test("while nothing can change it does nothing at all", () => {
    const trial = new Trial().node(0, "a").pod(1, asking("2"));
    trial.run(300);
    expect(trial.cluster.log.length).toBe(3);
    expect(trial.cluster.runUntil(329)).toBe("horizon-reached");
  });
});

describe("making room", () => {
  /** What happens to pods, "1.02 p0 deletion", without the tries. */
  const story = (trial: Trial, seconds: number): readonly string[] => {
    const told: string[] = [];
    const { cluster } = trial;
    cluster.run(seconds, ({ definition, at, subject, data }) => {
      const name = cluster.world.pods.at(subject)?.identity.name ?? `#${subject}`;
      const word: Readonly<Record<string, string>> = {
        PodBound: `→ ${(data as { node?: string }).node ?? ""}`,
        PodSchedulingFailed: "✗",
        PodNominated: `nominated ${(data as { node?: string }).node ?? ""}`,
        PodDisruptionTargeted: "disruption target",
        PodPreempted: "preempted",
        PodDeletionRequested: "deletion",
        PodRemoved: "gone",
      };
      const text = word[definition.type];
      if (text !== undefined) told.push(`${at / SECOND} ${name} ${text}`.trimEnd());
    });
    return told;
  };

  test("scheduler 6.16-6.18: a node is promised, victims are asked to go, and the pod comes when they are gone", () => {
    const trial = new Trial().node(0, "a").pod(1, asking("600m")).pod(1, asking("400m")).pod(2, asking("1", 5), "vip");
    const told = story(trial, 60);
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
    const trial = new Trial()
      .node(0, "a")
      .pod(1, asking("1"))
      .pod(2, asking("600m", 5), "vip")
      .pod(3, asking("400m", 1), "small")
      .pod(4, asking("400m", 1), "other");
    const told = story(trial, 60).filter((text) => text.includes("→"));
    expect(told.map((text) => text.replace(/^\S+ /, ""))).toEqual(["p0 → a", "vip → a", "small → a"]);
  });

  test("scheduler 6.16: who was promised the node before and is less important has to look elsewhere", () => {
    const trial = new Trial()
      .node(0, "a")
      .pod(1, asking("600m"))
      .pod(1, asking("400m", 1))
      .pod(2, asking("600m", 5), "first")
      .pod(3, asking("1", 9), "second");
    const told = story(trial, 20);
    expect(told).toContain("2 first nominated a");
    expect(told).toContain("3 second nominated a");
    expect(told).toContain("3 first nominated");
    expect(told.filter((text) => text.includes("→")).at(-1)).toMatch(/second → a$/);
  });

  test("scheduler 1.63: when the pod cannot be helped any more, the promise is taken back", () => {
    const trial = new Trial().node(0, "a").pod(1, asking("1")).pod(2, asking("1", 5), "vip");
    trial.cluster.at(2.01, (out) => {
      out.record(nodeTainted, 0, { key: "dedicated", value: "x", effect: "NoSchedule" });
    });
    const told = story(trial, 400);
    expect(told).toContain("2 vip nominated a");
    expect(told.some((text) => /vip nominated$/.test(text))).toBe(true);
  });
});
