import { describe, expect, test } from "vitest";
import type { PodIx, PodSpec, PodState } from "@podsim/core";
import { MINUTE, NEVER, SECOND } from "@podsim/core/time";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import type { PluginHooks } from "./plugin.js";
import type { PodView } from "./pod-view.js";
import type { BuiltPlugin, Profile } from "./profile.js";
import { queuePartsOf, SchedulingQueue } from "./queue.js";
import { ACTION } from "./wake.js";
import type { ClusterEvent, WakeRule } from "./wake.js";

const plugin = (name: string, hooks: Partial<PluginHooks>): BuiltPlugin => ({ name, hooks: { wakesOn: [], ...hooks } });

const gates = plugin("Gates", {
  admit: ({ spec }) => ((spec.schedulingGates ?? []).length === 0 ? null : "gated"),
  wakesOn: [{ resource: "UnscheduledPod", actions: ACTION.updatePodSchedulingGatesEliminated }],
});
const sort = plugin("Sort", {
  compare: (a, b) => b.pod.spec.priority - a.pod.spec.priority || a.timestampUs - b.timestampUs,
});

const wakesOf = (name: string, ...rules: readonly WakeRule[]) => rules.map((rule) => ({ plugin: name, rule }));

/** "Fit" wakes for pods that go, "Taints" for taints (of nodes called b only), "Ports" for new nodes. */
const PROFILE: Profile = {
  schedulerName: "default-scheduler",
  percentageOfNodesToScore: 0,
  queueSort: sort,
  preEnqueue: [gates],
  preFilter: [],
  filter: [],
  score: [],
  postFilter: [],
  reserve: [],
  wakes: [
    ...wakesOf("Fit", { resource: "Pod", actions: ACTION.delete }),
    ...wakesOf("Taints", {
      resource: "Node",
      actions: ACTION.add | ACTION.updateNodeTaint,
      hint: (_, { after }) => after?.name === "b",
    }),
    ...wakesOf("Ports", { resource: "Node", actions: ACTION.add }),
    ...gates.hooks.wakesOn.map((rule) => ({ plugin: "Gates", rule })),
  ],
};

class Trial {
  readonly cluster = new TestCluster();
  readonly queue = new SchedulingQueue(queuePartsOf([PROFILE], this.cluster.view));

  pod(name: string, spec: Partial<PodSpec> = {}): PodView {
    return this.cluster.podView(this.cluster.addPod(name, aTemplate({ spec })));
  }

  /** Adds pods at the second. */
  add(second: number, ...pods: readonly PodView[]): this {
    for (const pod of pods) this.queue.add(pod, second * SECOND);
    return this;
  }

  /** Names in the order in which they are popped until nobody is left. */
  popAll(): readonly string[] {
    const names: string[] = [];
    for (let queued = this.queue.pop(); queued !== undefined; queued = this.queue.pop()) names.push(queued.pod.name);
    return names;
  }

  /** Pops the next pod and lets it fail. */
  fail(second: number, ...plugins: readonly string[]): void {
    const queued = this.queue.pop();
    if (queued !== undefined) this.queue.fail(queued, new Set(plugins), second * SECOND);
  }

  event(second: number, event: ClusterEvent): void {
    this.queue.moveFor(event, second * SECOND);
  }

  stationOf(pod: PodView): string | undefined {
    return this.queue.find(pod.ix)?.station;
  }

  wakeAt(second: number): number {
    const wake = this.queue.nextWakeUs(second * SECOND);
    return wake === NEVER ? Infinity : wake / SECOND;
  }
}

const podGone = (state: PodState): ClusterEvent => ({
  resource: "AssignedPod",
  action: ACTION.delete,
  before: state,
  after: null,
});

const nodeEvent = (cluster: TestCluster, name: string, action: number): ClusterEvent => {
  const after = cluster.world.nodes.at(cluster.addNode(aNode(name))) ?? null;
  return { resource: "Node", action, before: action === ACTION.add ? null : after, after };
};

const TIMEOUT: ClusterEvent = { resource: "*", action: ACTION.all, pod: null };

describe("order", () => {
  test("scheduler 1.3, 1.4: priority, then time, then entry", () => {
    const trial = new Trial();
    const [a, b, c, d] = [trial.pod("a"), trial.pod("b"), trial.pod("c", { priority: 5 }), trial.pod("d")];
    expect(trial.add(2, a).add(1, b).add(3, c).add(1, d).popAll()).toEqual(["c", "b", "d", "a"]);
  });

  test("scheduler 1.5: a pod that failed stands where its failure puts it", () => {
    const trial = new Trial();
    const [old, young] = [trial.pod("old"), trial.pod("young")];
    trial.add(0, old);
    trial.fail(5, "Fit");
    trial.add(3, young);
    trial.event(6, podGone(old.state));
    trial.queue.flush(20 * SECOND);
    expect(trial.popAll()).toEqual(["young", "old"]);
  });

  test("scheduler 1.7: a try is counted when the pod is taken", () => {
    const trial = new Trial();
    const pod = trial.pod("a");
    trial.add(0, pod);
    expect(trial.queue.find(pod.ix)?.attempts).toBe(0);
    trial.queue.pop();
    expect(trial.queue.find(pod.ix)).toMatchObject({ attempts: 1, station: "in-flight" });
  });
});

describe("after a failed try", () => {
  test("scheduler 1.24, 1.30: a pod that a plugin rejected waits for a change, one without a verdict only for time", () => {
    const trial = new Trial();
    const [rejected, erred] = [trial.pod("rejected"), trial.pod("erred")];
    trial.add(0, rejected);
    trial.fail(0, "Fit");
    trial.add(0, erred);
    trial.fail(0);
    expect([trial.stationOf(rejected), trial.stationOf(erred)]).toEqual(["unschedulable", "error-back-off"]);
  });

  test("scheduler 1.8: a pod that backs off is taken early if nobody else is there; after an error it is not", () => {
    const trial = new Trial();
    const [a, b] = [trial.pod("a"), trial.pod("b")];
    trial.add(0, a);
    trial.fail(0, "Fit");
    trial.event(0.5, podGone(a.state));
    expect(trial.stationOf(a)).toBe("back-off");
    expect(trial.wakeAt(0.5)).toBe(0.5);
    expect(trial.popAll()).toEqual(["a"]);
    trial.add(1, b);
    trial.fail(1);
    expect(trial.popAll()).toEqual([]);
  });

  test("scheduler 1.15, 1.17: after an error it is let go in the second after its back-off, and wakes nobody before", () => {
    const trial = new Trial();
    trial.add(0, trial.pod("a"));
    trial.fail(0.25);
    expect(trial.wakeAt(0.25)).toBe(2);
    trial.queue.flush(1.999 * SECOND);
    expect(trial.popAll()).toEqual([]);
    trial.queue.flush(2 * SECOND);
    expect(trial.wakeAt(2)).toBe(2);
    expect(trial.popAll()).toEqual(["a"]);
  });

  test("scheduler 1.19: errors in a row count by themselves, and a verdict ends them", () => {
    const trial = new Trial();
    const pod = trial.pod("a");
    trial.add(0, pod);
    const waits: number[] = [];
    const failWith = (...plugins: readonly string[]): void => {
      trial.fail(100, ...plugins);
      waits.push((trial.queue.find(pod.ix)?.backOffExpiryUs ?? 0) / SECOND - 100);
      trial.queue.activate(pod.ix);
    };
    failWith();
    failWith();
    failWith("Fit");
    failWith();
    expect(waits).toEqual([1, 2, 1, 1]);
    expect(trial.queue.find(pod.ix)).toMatchObject({ rejections: 1, errorsInARow: 1 });
  });

  test("scheduler 1.26: when its back-off is over already, it goes to the line at once", () => {
    const trial = new Trial();
    const pod = trial.pod("a");
    trial.add(0, pod);
    trial.fail(0, "Fit");
    trial.event(5, podGone(pod.state));
    expect(trial.stationOf(pod)).toBe("active");
  });

  test("scheduler 1.30: what happens during a try is looked at when it fails", () => {
    const trial = new Trial();
    const [a, b] = [trial.pod("a"), trial.pod("b")];
    trial.add(0, a, b);
    const [first, second] = [trial.queue.pop(), trial.queue.pop()];
    trial.event(1, podGone(a.state));
    if (first !== undefined) trial.queue.fail(first, new Set(["Fit"]), SECOND);
    if (second !== undefined) trial.queue.fail(second, new Set(["Taints"]), SECOND);
    expect([trial.stationOf(a), trial.stationOf(b)]).toEqual(["back-off", "unschedulable"]);
  });

  test("scheduler 1.25: a plugin that only made it wait brings it back without back-off", () => {
    const trial = new Trial();
    const pod = trial.pod("a");
    trial.add(0, pod);
    const queued = trial.queue.pop();
    if (queued !== undefined) trial.queue.fail(queued, new Set(), 0, new Set(["Fit"]));
    trial.event(0.5, podGone(pod.state));
    expect(trial.stationOf(pod)).toBe("active");
  });
});

describe("changes", () => {
  const rejectedBy = (...plugins: readonly string[]) => {
    const trial = new Trial();
    const pod = trial.pod("a");
    trial.add(0, pod);
    trial.fail(0, ...plugins);
    return { trial, pod };
  };

  test("scheduler 1.25, 1.29: only what a plugin that rejected the pod asked for brings it back", () => {
    const { trial, pod } = rejectedBy("Taints");
    trial.event(10, podGone(pod.state));
    expect(trial.stationOf(pod)).toBe("unschedulable");
    trial.event(10, nodeEvent(trial.cluster, "a", ACTION.add));
    expect(trial.stationOf(pod)).toBe("unschedulable");
    trial.event(10, nodeEvent(trial.cluster, "b", ACTION.add));
    expect(trial.stationOf(pod)).toBe("active");
  });

  test("scheduler 1.27: a change that is none of the named ones is less than any of them", () => {
    const { trial, pod } = rejectedBy("Fit");
    trial.event(10, { resource: "AssignedPod", action: ACTION.update, before: pod.state, after: pod.state });
    expect(trial.stationOf(pod)).toBe("unschedulable");
  });

  test("scheduler 1.47: who wakes for new nodes wakes for every change of taints", () => {
    const { trial, pod } = rejectedBy("Ports");
    trial.event(10, nodeEvent(trial.cluster, "a", ACTION.updateNodeLabel));
    expect(trial.stationOf(pod)).toBe("unschedulable");
    trial.event(10, nodeEvent(trial.cluster, "c", ACTION.updateNodeTaint));
    expect(trial.stationOf(pod)).toBe("active");
  });

  test("scheduler 1.21: a wildcard brings back everybody, or the one pod it is about; it ends no back-off", () => {
    const { trial: early, pod: backingOff } = rejectedBy("Taints");
    early.event(0.5, TIMEOUT);
    expect(early.stationOf(backingOff)).toBe("back-off");
    const { trial, pod } = rejectedBy("Taints");
    const other = trial.pod("other");
    trial.event(10, { ...TIMEOUT, pod: other.state } as ClusterEvent);
    expect(trial.stationOf(pod)).toBe("unschedulable");
    trial.event(10, TIMEOUT);
    expect(trial.stationOf(pod)).toBe("active");
  });

  test("scheduler 1.32: an update of a waiting pod is looked at like a change; in line it keeps its time", () => {
    const { trial, pod } = rejectedBy("Taints");
    trial.queue.update(pod, [podGone(pod.state)], SECOND);
    expect(trial.stationOf(pod)).toBe("unschedulable");
    const [first, second] = [trial.pod("first"), trial.pod("second")];
    trial.add(1, first).add(2, second);
    trial.queue.update(second, [], 5 * SECOND);
    expect(trial.queue.find(second.ix)?.timestampUs).toBe(2 * SECOND);
    expect(trial.popAll()).toEqual(["first", "second"]);
  });

  test("scheduler 1.32: an update during a try is looked at when it fails; a pod that is in no queue is new", () => {
    const trial = new Trial();
    const [pod, stranger] = [trial.pod("a"), trial.pod("b")];
    trial.add(0, pod);
    const queued = trial.queue.pop();
    trial.queue.update(pod, [podGone(stranger.state)], 0.5 * SECOND);
    expect(trial.stationOf(pod)).toBe("in-flight");
    if (queued !== undefined) trial.queue.fail(queued, new Set(["Fit"]), SECOND);
    expect(trial.stationOf(pod)).toBe("back-off");
    trial.queue.update(stranger, [], 2 * SECOND);
    expect([trial.stationOf(stranger), trial.queue.find(stranger.ix)?.timestampUs]).toEqual(["active", 2 * SECOND]);
  });

  test("scheduler 1.34: activation passes over every wait; during a try it counts afterwards", () => {
    const { trial, pod } = rejectedBy("Taints");
    trial.queue.activate(pod.ix);
    expect(trial.stationOf(pod)).toBe("active");
    const queued = trial.queue.pop();
    trial.queue.activate(pod.ix);
    if (queued !== undefined) trial.queue.fail(queued, new Set(["Taints"]), 30 * SECOND);
    expect(trial.stationOf(pod)).toBe("back-off");
  });

  test("a pod that is gone is nowhere", () => {
    const { trial, pod } = rejectedBy("Taints");
    trial.queue.delete(pod.ix);
    trial.queue.delete(99 as PodIx);
    trial.event(10, TIMEOUT);
    expect([trial.queue.size, trial.wakeAt(10), trial.popAll()]).toEqual([0, Infinity, []]);
  });
});

describe("scheduler 1.20: who waited too long", () => {
  test("is tried again at the first half minute after more than five, which is the only wake-up", () => {
    const trial = new Trial();
    const pod = trial.pod("a");
    trial.add(0, pod);
    trial.fail(10, "Fit");
    expect(trial.wakeAt(10)).toBe(330);
    trial.queue.flush(329 * SECOND);
    expect(trial.stationOf(pod)).toBe("unschedulable");
    trial.queue.flush(330 * SECOND);
    expect(trial.stationOf(pod)).toBe("active");
  });

  test("exactly five minutes are not too long", () => {
    const trial = new Trial();
    trial.add(0, trial.pod("a"));
    trial.fail(30, "Fit");
    trial.queue.flush(30 * SECOND + 5 * MINUTE);
    expect(trial.popAll()).toEqual([]);
    expect(trial.wakeAt(30)).toBe(360);
  });
});

describe("scheduler 1.22, 1.35-1.37: gates", () => {
  const gated = { schedulingGates: [{ name: "g" }] };

  test("a gated pod waits without a try, and no time brings it back", () => {
    const trial = new Trial();
    const pod = trial.pod("a", gated);
    trial.add(0, pod);
    expect(trial.stationOf(pod)).toBe("unschedulable");
    expect(trial.wakeAt(0)).toBe(Infinity);
    trial.event(400, TIMEOUT);
    trial.queue.flush(900 * SECOND);
    expect([trial.popAll(), trial.queue.find(pod.ix)?.attempts]).toEqual([[], 0]);
  });

  test("it enters when its gates are gone", () => {
    const trial = new Trial();
    const pod = trial.pod("a", gated);
    const open: PodView = { ...pod, spec: { ...pod.spec, schedulingGates: [] } };
    trial.add(0, pod);
    const eliminated = (after: PodState): ClusterEvent => ({
      resource: "UnscheduledPod",
      action: ACTION.updatePodSchedulingGatesEliminated,
      before: pod.state,
      after,
    });
    trial.queue.update(pod, [eliminated(pod.state)], SECOND);
    expect(trial.popAll()).toEqual([]);
    trial.queue.update(open, [eliminated(pod.state)], SECOND);
    expect(trial.popAll()).toEqual(["a"]);
  });
});
