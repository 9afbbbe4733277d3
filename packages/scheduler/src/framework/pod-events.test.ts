import { describe, expect, test } from "vitest";
import type { PodState, PodTemplateSpec, Toleration } from "@podsim/core";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import type { TemplateOptions } from "../../testing/cluster-builder.js";
import { podEvents } from "./pod-events.js";
import { ACTION } from "./wake.js";

const scene = () => {
  const cluster = new TestCluster();
  cluster.addNode(aNode("a"));
  const waiting = cluster.state(cluster.addPod("waiting", aTemplate()));
  const assigned = cluster.state(cluster.addPod("assigned", aTemplate(), { on: "a" }));
  return { waiting, assigned };
};

const as = (pod: PodState, template: PodTemplateSpec): PodState => ({
  ...pod,
  identity: { ...pod.identity, template },
});

const TOLERATION: Toleration = { key: "k", operator: "Exists", value: "", effect: "NoSchedule" };
const GATES = [{ name: "first" }, { name: "second" }];

describe.each(["assigned", "waiting"] as const)("a pod that is %s", (which) => {
  const resource = which === "assigned" ? "AssignedPod" : "UnscheduledPod";

  test("scheduler 1.40, 1.41: comes and goes", () => {
    const pod = scene()[which];
    expect(podEvents(null, pod)).toEqual([{ resource, action: ACTION.add, before: null, after: pod }]);
    expect(podEvents(pod, null)).toEqual([{ resource, action: ACTION.delete, before: pod, after: null }]);
  });

  test.each<[string, TemplateOptions, TemplateOptions, readonly number[]]>([
    ["labels", { labels: { a: "1" } }, { labels: { a: "2" } }, [ACTION.updatePodLabel]],
    ["a request that shrinks", { requests: { cpu: "2" } }, { requests: { cpu: "1999m" } }, [ACTION.updatePodScaleDown]],
    ["a request that is gone", { requests: { "example.com/x": "1" } }, {}, [ACTION.updatePodScaleDown]],
    ["a request that grows", { requests: { cpu: "1" } }, { requests: { cpu: "2" } }, [ACTION.update]],
    [
      "one grows, one shrinks",
      { requests: { cpu: "1", memory: "2Gi" } },
      { requests: { cpu: "2", memory: "1Gi" } },
      [ACTION.updatePodScaleDown],
    ],
    [
      "the last gate",
      { spec: { schedulingGates: GATES } },
      { spec: { schedulingGates: [] } },
      [ACTION.updatePodSchedulingGatesEliminated],
    ],
    [
      "one gate of two",
      { spec: { schedulingGates: GATES } },
      { spec: { schedulingGates: GATES.slice(1) } },
      [ACTION.update],
    ],
    [
      "one more toleration",
      { spec: { tolerations: [] } },
      { spec: { tolerations: [TOLERATION] } },
      [ACTION.updatePodToleration],
    ],
    [
      "everything, in this order",
      { labels: { a: "1" }, requests: { cpu: "2" }, spec: { schedulingGates: GATES, tolerations: [] } },
      { labels: {}, requests: { cpu: "1" }, spec: { schedulingGates: [], tolerations: [TOLERATION] } },
      [
        ACTION.updatePodLabel,
        ACTION.updatePodScaleDown,
        ACTION.updatePodSchedulingGatesEliminated,
        ACTION.updatePodToleration,
      ],
    ],
  ])("scheduler 1.40, 1.41: changes: %s", (_, then, now, actions) => {
    const pod = scene()[which];
    const [before, after] = [as(pod, aTemplate(then)), as(pod, aTemplate(now))];
    expect(podEvents(before, after)).toEqual(actions.map((action) => ({ resource, action, before, after })));
  });

  test("scheduler 1.46: is the same as it was, which is no event", () => {
    const pod = scene()[which];
    expect(podEvents(pod, pod)).toEqual([]);
    expect(podEvents(null, null)).toEqual([]);
  });
});
