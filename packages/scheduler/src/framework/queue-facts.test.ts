// Facts of the scheduling queue that the tests of its parts do not state.
import { describe, expect, test } from "vitest";
import { claimApplied, csiNodeApplied, invariant, nodeAdded, nodeTainted, storageClassApplied } from "@podsim/core";
import type { NodeState, PodSpec, PodState, Volume } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { isRight } from "fp-ts/lib/Either.js";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { aClaim, aStorageClass, aVolume } from "../../testing/storage-objects.js";
import { PLUGINS } from "../plugins/index.js";
import { backOffExpiry, DEFAULT_BACK_OFF } from "./back-off-time.js";
import { nodeEvents } from "./cluster-events.js";
import { Nominations } from "./nominations.js";
import type { PodView } from "./pod-view.js";
import { buildProfile, DEFAULT_PROFILE } from "./profile.js";
import type { Profile } from "./profile.js";
import { queuePartsOf, SchedulingQueue } from "./queue.js";
import { ACTION } from "./wake.js";
import type { ClusterEvent } from "./wake.js";

const built = buildProfile(DEFAULT_PROFILE, PLUGINS);
invariant(isRight(built), "the default profile can be built");
const profile: Profile = built.right;

class Scene {
  readonly cluster = new TestCluster();
  readonly queue: SchedulingQueue;
  #pods = 0;

  constructor(profiles: readonly [Profile, ...Profile[]] = [profile], making: ReadonlySet<number> = new Set()) {
    const gate = { isMakingRoom: ({ ix }: PodView) => making.has(ix) };
    this.queue = new SchedulingQueue(queuePartsOf(profiles, this.cluster.view, DEFAULT_BACK_OFF, gate));
  }

  pod(spec: Partial<PodSpec> = {}, name = `p${this.#pods++}`): PodView {
    return this.cluster.podView(this.cluster.addPod(name, aTemplate({ spec })));
  }

  /** Takes the pod, lets the plugins reject it at the second. */
  reject(pod: PodView, second: number, ...plugins: readonly string[]): void {
    this.queue.add(pod, second * SECOND);
    const queued = this.queue.pop();
    if (queued !== undefined) this.queue.fail(queued, new Set(plugins), second * SECOND);
  }

  stationOf({ ix }: PodView): string | undefined {
    return this.queue.find(ix)?.station;
  }

  /** Whether a pod that the plugin rejected comes back for the event. */
  wakes(plugin: string, pod: PodView, event: ClusterEvent): boolean {
    this.reject(pod, 1, plugin);
    this.queue.moveFor(event, 20 * SECOND);
    const isBack = this.stationOf(pod) !== "unschedulable";
    this.queue.delete(pod.ix);
    return isBack;
  }
}

test("scheduler 1.1, 1.18: three places to wait, and errors wait apart from rejections", () => {
  const scene = new Scene();
  const [error, rejected, parked] = [scene.pod(), scene.pod(), scene.pod()];
  scene.reject(error, 1);
  scene.reject(parked, 1, "NodeName");
  scene.queue.add(rejected, SECOND);
  const queued = scene.queue.pop();
  if (queued !== undefined) {
    scene.queue.moveFor({ resource: "Node", action: ACTION.add, before: null, after: null }, SECOND);
    scene.queue.fail(queued, new Set(["NodeName"]), SECOND);
  }
  expect([scene.stationOf(error), scene.stationOf(rejected)]).toEqual(["error-back-off", "back-off"]);
});

test("scheduler 1.6: the order is that of the first profile, for the pods of every one", () => {
  const last = (a: { timestampUs: number }, b: { timestampUs: number }): number => b.timestampUs - a.timestampUs;
  const reversed: Profile = { ...profile, queueSort: { name: "Reversed", hooks: { compare: last, wakesOn: [] } } };
  const order = (profiles: readonly [Profile, ...Profile[]]): readonly string[] => {
    const scene = new Scene(profiles);
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
  const scene = new Scene();
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
  const scene = new Scene();
  const pod = scene.pod();
  scene.queue.add(pod, SECOND);
  const queued = scene.queue.pop();
  if (queued !== undefined) scene.queue.done(queued);
  expect([scene.stationOf(pod), scene.queue.size]).toEqual([undefined, 0]);
});

test("scheduler 1.33: a new pod goes into line at once", () => {
  const scene = new Scene();
  const pod = scene.pod();
  scene.queue.add(pod, 7 * SECOND);
  expect(scene.stationOf(pod)).toBe("active");
});

test("scheduler 1.38, 1.59: a pod whose victims are still being asked to go is kept out, until one of them is gone", () => {
  const making = new Set<number>();
  const scene = new Scene([profile], making);
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
    const scene = new Scene();
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
    const scene = new Scene();
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

describe("scheduler 1.57: what wakes pods that volume plugins rejected", () => {
  const volumes: readonly Volume[] = [{ name: "d", persistentVolumeClaim: { claimName: "data", readOnly: false } }];

  const claimEvent = (name: string, action: number): ClusterEvent => {
    const data = { claimIx: 0, uid: name, object: aClaim(name) };
    const after = claimApplied.evolve(undefined, data, 0) ?? null;
    return { resource: "PersistentVolumeClaim", action, before: action === ACTION.add ? null : after, after };
  };

  const volumeEvent: ClusterEvent = {
    resource: "PersistentVolume",
    action: ACTION.add,
    before: null,
    after: {
      ix: 0 as never,
      uid: "v",
      createdAtUs: 0,
      object: aVolume("v"),
      phase: "Available",
      isProvisioned: false,
      isDeleting: false,
    },
  };

  const classEvent = (mode: "Immediate" | "WaitForFirstConsumer"): ClusterEvent => {
    const data = { storageClassIx: 0, object: aStorageClass({ volumeBindingMode: mode }) };
    const after = storageClassApplied.evolve(undefined, data, 0) ?? null;
    return { resource: "StorageClass", action: ACTION.add, before: null, after };
  };

  const driverEvent = (from: number | null, to: number): ClusterEvent => {
    const state = (count: number) => {
      const drivers = [{ name: "csi.example", topologyKeys: [], allocatable: { count } }];
      const object = { ...csiNodeApplied.example.object, spec: { drivers } };
      return csiNodeApplied.evolve(undefined, { csiNodeIx: 0, object }, 0) ?? null;
    };
    const action = from === null ? ACTION.add : ACTION.update;
    return { resource: "CSINode", action, before: from === null ? null : state(from), after: state(to) };
  };

  const podEvent = (scene: Scene, spec: Partial<PodSpec>): ClusterEvent => {
    scene.cluster.addNode(aNode("a"));
    const before: PodState = scene.cluster.state(scene.cluster.addPod("gone", aTemplate({ spec }), { on: "a" }));
    return { resource: "AssignedPod", action: ACTION.delete, before, after: null };
  };

  test.each<[string, string, (scene: Scene) => ClusterEvent, boolean]>([
    ["VolumeRestrictions", "its claim appears", () => claimEvent("data", ACTION.add), true],
    ["VolumeRestrictions", "another claim appears", () => claimEvent("other", ACTION.add), false],
    ["VolumeRestrictions", "its claim changes", () => claimEvent("data", ACTION.update), false],
    ["VolumeRestrictions", "a pod with its claim goes", (scene) => podEvent(scene, { volumes }), true],
    ["VolumeRestrictions", "a pod without volumes goes", (scene) => podEvent(scene, {}), false],
    ["NodeVolumeLimits", "a driver appears", () => driverEvent(null, 5), true],
    ["NodeVolumeLimits", "a driver attaches more", () => driverEvent(5, 6), true],
    ["NodeVolumeLimits", "a driver attaches less", () => driverEvent(6, 5), false],
    ["NodeVolumeLimits", "a pod with a claim goes", (scene) => podEvent(scene, { volumes }), true],
    ["NodeVolumeLimits", "a pod without volumes goes", (scene) => podEvent(scene, {}), false],
    ["VolumeBinding", "its claim changes", () => claimEvent("data", ACTION.update), true],
    ["VolumeBinding", "another claim changes", () => claimEvent("other", ACTION.update), false],
    ["VolumeBinding", "a volume appears", () => volumeEvent, true],
    ["VolumeBinding", "a class appears", () => classEvent("Immediate"), true],
    ["VolumeBinding", "a driver changes", () => driverEvent(6, 5), true],
    ["VolumeZone", "a class that waits for pods appears", () => classEvent("WaitForFirstConsumer"), true],
    ["VolumeZone", "a class that does not wait appears", () => classEvent("Immediate"), false],
    ["VolumeZone", "its claim appears", () => claimEvent("data", ACTION.add), true],
    ["VolumeZone", "a volume appears", () => volumeEvent, true],
  ])("%s: %s", (plugin, _, eventOf, expected) => {
    const scene = new Scene();
    expect(scene.wakes(plugin, scene.pod({ volumes }), eventOf(scene))).toBe(expected);
  });
});
