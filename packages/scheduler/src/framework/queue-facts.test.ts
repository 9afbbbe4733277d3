// Facts of the scheduling queue that the tests of its parts do not state.
import { describe, expect, test } from "vitest";
import { decodeObject, invariant, nodeAdded, nodeTainted } from "@podsim/core";
import type { NodeState, PodSpec } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { aNode, aTemplate } from "../../testing/cluster-builder.js";
import { profile, QueueScene } from "../../testing/queue-scene.js";
import { PLUGINS } from "../plugins/index.js";
import { backOffExpiry, DEFAULT_BACK_OFF } from "./back-off-time.js";
import { nodeEvents } from "./cluster-events.js";
import { readConfiguration } from "../configuration/read-configuration.js";
import { explainOne } from "./explain.js";
import { NOBODY_NOMINATED, Nominations } from "./nominations.js";
import type { NominatedPods } from "./nominations.js";
import { podEvents } from "./pod-events.js";
import { podViewOf } from "./pod-view.js";
import type { PodView } from "./pod-view.js";
import type { Profile } from "./profile.js";
import { firstName } from "./tie-break.js";
import { ACTION } from "./wake.js";
import type { ClusterEvent } from "./wake.js";

test("scheduler 1.1, 1.18: three places to wait, and errors wait apart from rejections", () => {
  const scene = new QueueScene();
  const [error, rejected, parked] = [scene.pod(), scene.pod(), scene.pod()];
  scene.reject(error, 1);
  scene.reject(parked, 1, "SchedulingGates");
  scene.queue.add(rejected, SECOND);
  const queued = scene.queue.pop();
  if (queued !== undefined) {
    scene.queue.moveFor({ resource: "Node", action: ACTION.add, before: null, after: null }, SECOND);
    scene.queue.fail(queued, new Set(["NodeName"]), SECOND);
  }
  const stations = [error, rejected, parked].map((pod) => scene.stationOf(pod));
  expect(stations).toEqual(["error-back-off", "back-off", "unschedulable"]);
});

test("scheduler 1.2: a pod is itself, not its name: one that came back under the name waits beside the old one's try", () => {
  const scene = new QueueScene();
  const old = scene.pod({}, "web");
  scene.queue.add(old, SECOND);
  const tried = scene.queue.pop();
  const elsewhere = scene.cluster.podView(scene.cluster.addPod("web", aTemplate(), { namespace: "other" }));
  const young = scene.pod({}, "web");
  for (const pod of [elsewhere, young]) scene.queue.add(pod, 2 * SECOND);
  expect([old, elsewhere, young].map((pod) => scene.stationOf(pod))).toEqual(["in-flight", "active", "active"]);
  expect([scene.queue.pop()?.pod, scene.queue.pop()?.pod]).toEqual([elsewhere, young]);
  if (tried !== undefined) scene.queue.done(tried);
  expect([scene.stationOf(old), scene.stationOf(young)]).toEqual([undefined, "in-flight"]);
});

test("scheduler 1.9: a pod that is being tried is not taken a second time, whatever happens meanwhile", () => {
  const scene = new QueueScene();
  const pod = scene.pod();
  scene.queue.add(pod, SECOND);
  scene.queue.pop();
  scene.queue.activate(pod.ix);
  scene.queue.update(pod, [], 2 * SECOND);
  scene.queue.moveFor({ resource: "*", action: ACTION.all, pod: null }, 3 * SECOND);
  scene.queue.flush(400 * SECOND);
  expect([scene.queue.pop(), scene.queue.find(pod.ix)?.attempts]).toEqual([undefined, 1]);
});

test("scheduler 1.6: the order is that of the first profile, for the pods of every one", () => {
  const last = (a: { timestampUs: number }, b: { timestampUs: number }): number => b.timestampUs - a.timestampUs;
  const reversed: Profile = { ...profile, queueSort: { name: "Reversed", hooks: { compare: last, wakesOn: [] } } };
  const order = (profiles: readonly [Profile, ...Profile[]]): readonly string[] => {
    const scene = new QueueScene(profiles);
    for (const second of [1, 2, 3]) scene.queue.add(scene.pod({}, `p${second}`), second * SECOND);
    return [1, 2, 3].map(() => scene.queue.pop()?.pod.name ?? "");
  };
  const other = { ...profile, schedulerName: "other" };
  expect(order([reversed, other])).toEqual(["p3", "p2", "p1"]);
  expect(order([profile, { ...reversed, schedulerName: "other" }])).toEqual(["p1", "p2", "p3"]);
});

test("scheduler 1.10, 1.16: 1 s, at most 10 s; of pods in one second the more important is let go first", () => {
  expect(backOffExpiry(0, 1, DEFAULT_BACK_OFF)).toBe(SECOND);
  expect(backOffExpiry(0, 20, DEFAULT_BACK_OFF)).toBe(10 * SECOND);
  const scene = new QueueScene();
  const [low, high] = [scene.pod({ priority: 0 }, "low"), scene.pod({ priority: 9 }, "high")];
  for (const [pod, second] of [
    [low, 1.1],
    [high, 1.9],
  ] as const) {
    scene.queue.add(pod, second * SECOND);
    const queued = scene.queue.pop();
    if (queued !== undefined) scene.queue.fail(queued, new Set(["NodeName"]), second * SECOND);
  }
  const after = scene.cluster.world.nodes.at(scene.cluster.addNode(aNode("a"))) ?? null;
  scene.queue.moveFor({ resource: "Node", action: ACTION.add, before: null, after }, 1.9 * SECOND);
  expect([scene.queue.pop()?.pod.name, scene.queue.pop()?.pod.name]).toEqual(["high", "low"]);
});

test("scheduler 1.28: bits of the actions, in order", () => {
  expect(Object.values(ACTION)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4092, 4095]);
});

test("scheduler 1.31: a pod that was placed is out of the queue before it is bound", () => {
  const scene = new QueueScene();
  const pod = scene.pod();
  scene.queue.add(pod, SECOND);
  const queued = scene.queue.pop();
  if (queued !== undefined) scene.queue.done(queued);
  expect([scene.stationOf(pod), scene.queue.size]).toEqual([undefined, 0]);
});

test("scheduler 1.33: a new pod goes into line at once", () => {
  const scene = new QueueScene();
  const pod = scene.pod();
  scene.queue.add(pod, 7 * SECOND);
  expect(scene.stationOf(pod)).toBe("active");
});

test("scheduler 1.38, 1.59: a pod whose victims are still being asked to go is kept out, until one of them is gone", () => {
  const making = new Set<number>();
  const scene = new QueueScene([profile], making);
  const pod = scene.pod({ priority: 5 });
  const victim = scene.cluster.addPod("victim", aTemplate());
  scene.cluster.addNode(aNode("a"));
  scene.cluster.bind(victim, "a");
  const gone: ClusterEvent = {
    resource: "AssignedPod",
    action: ACTION.delete,
    before: scene.cluster.state(victim),
    after: null,
  };
  scene.reject(pod, 1, "NodeResourcesFit");
  making.add(pod.ix);
  scene.queue.moveFor(gone, 20 * SECOND);
  expect([scene.stationOf(pod), scene.queue.find(pod.ix)?.gatedBy]).toEqual(["unschedulable", "DefaultPreemption"]);
  making.delete(pod.ix);
  scene.queue.moveFor(gone, 21 * SECOND);
  expect(scene.stationOf(pod)).toBe("active");
});

test("scheduler 1.48: a pod with gates enters when the last one of its own is gone", () => {
  const scene = new QueueScene();
  const gates = [{ name: "first" }, { name: "second" }];
  const [pod, other] = [scene.pod({ schedulingGates: gates }), scene.pod({ schedulingGates: gates })];
  const open = ({ ix, state }: PodView, left: PodSpec["schedulingGates"]): void => {
    const template = aTemplate({ spec: left === undefined ? {} : { schedulingGates: left } });
    const after = { ...state, identity: { ...state.identity, template } };
    const before = scene.queue.find(ix)?.pod.state ?? state;
    scene.queue.update(podViewOf(after, scene.cluster.view), podEvents(before, after), 20 * SECOND);
  };
  for (const each of [pod, other]) scene.queue.add(each, SECOND);
  open(pod, gates.slice(1));
  expect([scene.stationOf(pod), scene.queue.find(pod.ix)?.gatedBy]).toEqual(["unschedulable", "SchedulingGates"]);
  open(pod, undefined);
  expect([scene.stationOf(pod), scene.stationOf(other)]).toEqual(["active", "unschedulable"]);
});

test("scheduler 1.50: a new node wakes who asks for a node by its name, whatever its name is", () => {
  const scene = new QueueScene();
  const nodeOf = (name: string): NodeState | null =>
    scene.cluster.world.nodes.at(scene.cluster.addNode(aNode(name))) ?? null;
  const [a, b] = [nodeOf("a"), nodeOf("b")];
  const added = { resource: "Node", action: ACTION.add, before: null, after: a } as const;
  expect(scene.wakes("NodeName", scene.pod(), added)).toBe(true);
  expect(scene.wakes("NodeName", scene.pod(), { ...added, action: ACTION.updateNodeLabel, before: b })).toBe(false);
  expect(scene.wakes("NodeName", scene.pod(), { ...added, action: ACTION.delete, before: a, after: null })).toBe(false);
});

test("scheduler 1.58: no device is claimed here, so DynamicResources rejects nobody and wakes for nothing", () => {
  expect(profile.postFilter.map(({ name }) => name)).toContain("DynamicResources");
  expect(profile.wakes.filter(({ plugin }) => plugin === "DynamicResources")).toEqual([]);
  for (const point of [profile.preEnqueue, profile.preFilter, profile.filter, profile.reserve]) {
    expect(point.map(({ name }) => name)).not.toContain("DynamicResources");
  }
  const pod = {
    metadata: { name: "p" },
    spec: { containers: [{ name: "c", image: "i" }], resourceClaims: [{ name: "gpu" }] },
  };
  const { ignored } = decodeObject({ apiVersion: "v1", kind: "Pod", ...pod });
  expect(ignored.map(({ code, field }) => [code, field])).toEqual([["W501", "spec.resourceClaims"]]);
});

test("scheduler 1.60: no extender is asked; a configuration that has one is warned of", () => {
  const head = { apiVersion: "kubescheduler.config.k8s.io/v1", kind: "KubeSchedulerConfiguration" };
  const { ignored, problems } = readConfiguration({ ...head, extenders: [{ urlPrefix: "http://x" }] }, PLUGINS);
  expect([problems, ignored.map(({ code, field }) => [code, field])]).toEqual([[], [["W501", "extenders"]]]);
  expect(profile.wakes.filter(({ plugin }) => plugin === "Extender")).toEqual([]);
});

test("scheduler 1.65: scores know nothing of promises: a node that others were promised scores as if it were empty", () => {
  const scene = new QueueScene();
  for (const name of ["a", "b"]) scene.cluster.addNode(aNode(name));
  const vip = scene.pod({
    priority: 9,
    containers: [{ ...aTemplate({ requests: { cpu: "2" } }).spec.containers[0]! }],
  });
  const nominated = new Nominations();
  nominated.set(vip, scene.cluster.nodeIx("a"));
  const scoresWith = (promises: NominatedPods) =>
    explainOne(scene.pod(), scene.cluster.view, profile, { tieBreak: firstName, nominated: promises });
  const { feasible, scores } = scoresWith(nominated);
  expect(feasible).toHaveLength(2);
  expect(scores).toEqual(scoresWith(NOBODY_NOMINATED).scores);
  // Pods that are there do count.
  scene.cluster.bind(vip.ix, "a");
  expect(scoresWith(NOBODY_NOMINATED).scores).not.toEqual(scores);
});

test("scheduler 1.39: each changed aspect of a node is an event of its own, in this order", () => {
  const before = nodeAdded.evolve(undefined, { nodeIx: 0, object: aNode("a", { unschedulable: true }) }, 0);
  invariant(before !== undefined, "the node was added");
  const tainted = nodeTainted.evolve(before, { key: "k", value: "", effect: "NoSchedule" }, 1);
  const after: NodeState = {
    ...tainted,
    unschedulable: false,
    labels: { disk: "ssd" },
    annotations: { a: "b" },
    ready: "Unknown",
    object: { ...before.object, status: { ...before.object.status, allocatable: { cpu: "8" } } },
  };
  expect(nodeEvents(before, after).map(({ action }) => action)).toEqual([
    ACTION.updateNodeTaint,
    ACTION.updateNodeAllocatable,
    ACTION.updateNodeLabel,
    ACTION.updateNodeTaint,
    ACTION.updateNodeCondition,
    ACTION.updateNodeAnnotation,
  ]);
  expect(nodeEvents(after, { ...after, unschedulable: true })).toEqual([]);
});

describe("scheduler 1.43, 1.61, 1.62: nominations", () => {
  test("are kept by node in the order they came, replaced, and forgotten", () => {
    const scene = new QueueScene();
    const [first, second, asking] = [scene.pod({ priority: 5 }), scene.pod({ priority: 5 }), scene.pod()];
    const node = scene.cluster.addNode(aNode("a"));
    const other = scene.cluster.addNode(aNode("b"));
    const nominations = new Nominations();
    nominations.set(first, node);
    nominations.set(second, node);
    const names = (at = node): readonly string[] =>
      nominations.respectedBy(asking, at).map(({ pod }) => pod.identity.name);
    expect(names()).toEqual([first.name, second.name]);
    nominations.set(first, other);
    expect([names(), names(other)]).toEqual([[second.name], [first.name]]);
    nominations.delete(second.ix);
    expect([names(), [...nominations.nodes()]]).toEqual([[], [other]]);
  });

  test("an event may be for those alone that are not more important", () => {
    const scene = new QueueScene();
    const [low, high] = [scene.pod({ priority: 1 }), scene.pod({ priority: 9 })];
    scene.cluster.addNode(aNode("a"));
    const gone = scene.cluster.addPod("gone", aTemplate(), { on: "a" });
    for (const pod of [low, high]) scene.reject(pod, 1, "NodeResourcesFit");
    const before = scene.cluster.state(gone);
    const event = { resource: "AssignedPod", action: ACTION.delete, before, after: null } as const;
    scene.queue.moveFor(event, 20 * SECOND, ({ spec }) => spec.priority <= 5);
    expect([scene.stationOf(low), scene.stationOf(high)]).toEqual(["active", "unschedulable"]);
  });
});
