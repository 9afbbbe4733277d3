import { describe, expect, test } from "vitest";
import {
  containerCreated,
  daemonSetApplied,
  daemonSetStatusUpdated,
  decodeObject,
  deploymentApplied,
  deploymentDeleted,
  deploymentStatusUpdated,
  endpointSet,
  EVENTS,
  evictionRefused,
  imagePulled,
  interventionApplied,
  nodeAdded,
  nodeReadyChanged,
  nodeRemoved,
  podBound,
  podCreated,
  podDeletionRequested,
  podFailedByKubelet,
  podMarkedNotReady,
  podRemoved,
  podSchedulingFailed,
  serviceApplied,
} from "@podsim/core";
import type { EventDefinition, KubernetesObject, PodState } from "@podsim/core";
import { createColumnLog } from "@podsim/core/log";
import type { ColumnLog } from "@podsim/core/log";
import { MINUTE, SECOND } from "@podsim/core/time";
import { collectMetrics } from "../run/measure/collect.js";
import { METRIC_BY_NAME, METRICS } from "./index.js";

const decoded = <Kind extends KubernetesObject["kind"]>(
  kind: Kind,
  manifest: object,
): KubernetesObject & { readonly kind: Kind } => {
  const { object, problems } = decodeObject(manifest);
  expect(problems).toEqual([]);
  if (object?.kind !== kind) throw new TypeError(`no ${kind}`);
  return object as KubernetesObject & { readonly kind: Kind };
};

const deployment = (replicas: number) =>
  decoded("Deployment", {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "shop" },
    spec: {
      replicas,
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "app", image: "x" }] } },
    },
  });

/** Stands in for all that a kubelet does until a pod is ready. */
const podMadeReady: EventDefinition<"PodMadeReady", Record<never, never>, PodState> = {
  type: "PodMadeReady",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: (pod, _, at) => ({
    ...pod,
    status: {
      ...pod.status,
      phase: "Running",
      conditions: [{ type: "Ready", status: "True", reason: "", message: "", lastTransitionUs: at }],
    },
  }),
  example: {},
};

/** A log written by hand: times in seconds. */
class Story {
  readonly log: ColumnLog = createColumnLog([...EVENTS, podMadeReady as EventDefinition]);
  #pods = 0;

  /** Returns the fact's seq. */
  at<Data extends object>(
    second: number,
    definition: EventDefinition<string, Data>,
    subject: number,
    data: NoInfer<Data>,
    causedBy = -1,
  ): number {
    return this.log.append(second * SECOND, definition, subject, causedBy, data);
  }

  pod(second: number, causedBy = -1, requests: Readonly<Record<string, string>> | null = null): number {
    const podIx = this.#pods++;
    const plainSpec = deployment(1).spec.template.spec;
    const containers = plainSpec.containers.map((each) => ({
      ...each,
      resources: { ...each.resources, requests: requests ?? {} },
    }));
    const spec = requests === null ? plainSpec : { ...plainSpec, containers };
    const template = { metadata: { labels: {}, annotations: {} }, spec };
    this.at(
      second,
      podCreated,
      podIx,
      {
        podIx,
        namespace: "shop",
        name: `web-${String(podIx)}`,
        uid: String(podIx),
        template,
        ownerKind: null,
        ownerName: null,
        ownerIx: null,
      },
      causedBy,
    );
    return podIx;
  }

  /** Something the cluster begins with; returns its seq. */
  begin(): number {
    return this.at(0, deploymentApplied, 0, { deploymentIx: 0, uid: "u", object: deployment(2) });
  }

  status(second: number, replicas: number, available: number, observedGeneration = 1): void {
    this.at(second, deploymentStatusUpdated, 0, {
      observedGeneration,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: available,
      availableReplicas: available,
      revision: 1,
    });
  }

  /** The only series of a metric, as [second, value] pairs. */
  series(metric: string, endSecond = 3_600): readonly (readonly [number, number])[] {
    const all = this.all(metric, endSecond);
    expect(all).toHaveLength(1);
    return all[0]?.[1] ?? [];
  }

  all(
    metric: string,
    endSecond = 3_600,
  ): readonly (readonly [Readonly<Record<string, string>>, readonly (readonly [number, number])[]])[] {
    const definition = METRIC_BY_NAME.get(metric);
    if (definition === undefined) throw new TypeError(metric);
    const measured = collectMetrics(this.log, [definition], endSecond * SECOND).get(metric) ?? [];
    return measured.map(({ labels, times, values }) => [
      labels,
      times.map((at, ix) => [at / SECOND, values[ix] ?? NaN] as const),
    ]);
  }
}

describe("every metric", () => {
  test("has a name of its own, a unit and a sentence", () => {
    expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
    for (const { name, unit, doc } of METRICS) {
      expect(name).toMatch(/^(sim|kube|scheduler)_[a-z_]+$/);
      expect(unit).not.toBe("");
      expect(doc).toMatch(/\.$/);
    }
  });

  test("records nothing but its resting level of an empty log", () => {
    const measured = collectMetrics(createColumnLog(EVENTS), METRICS, SECOND);
    for (const series of [...measured.values()].flat())
      expect([...series.values, 0].every((value) => value === 0)).toBe(true);
  });
});

describe("sim_pending_pods", () => {
  test("counts pods from their creation, not while they are being deleted", () => {
    const story = new Story();
    story.pod(1);
    const second = story.pod(2);
    story.at(5, podDeletionRequested, second, { graceSeconds: 0, deletionTimestampUs: 5 * SECOND, by: "user" });
    story.at(5, podRemoved, second, {});
    expect(story.series("sim_pending_pods")).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [5, 1],
    ]);
  });
});

describe("sim_reason_pods", () => {
  test("follows the STATUS column", () => {
    const story = new Story();
    const pod = story.pod(1);
    story.at(9, podDeletionRequested, pod, { graceSeconds: 30, deletionTimestampUs: 39 * SECOND, by: "user" });
    story.at(20, podRemoved, pod, {});
    expect(story.all("sim_reason_pods")).toEqual([
      [
        { reason: "Pending" },
        [
          [0, 0],
          [1, 1],
          [9, 0],
        ],
      ],
      [
        { reason: "Terminating" },
        [
          [0, 0],
          [9, 1],
          [20, 0],
        ],
      ],
    ]);
  });
});

describe("availability of Deployments", () => {
  const shop = { namespace: "shop", deployment: "web" };

  test("counts from the moment all replicas were first available", () => {
    const story = new Story();
    story.at(0, deploymentApplied, 0, { deploymentIx: 0, uid: "u", object: deployment(4) });
    story.status(3, 4, 1);
    story.status(8, 4, 4);
    story.status(60, 4, 3);
    expect(story.all("sim_available_ratio")).toEqual([
      [
        shop,
        [
          [8, 1],
          [60, 0.75],
        ],
      ],
    ]);
    expect(story.all("sim_available_replicas")).toEqual([
      [
        shop,
        [
          [8, 4],
          [60, 3],
        ],
      ],
    ]);
  });

  test("or from five minutes after its creation, if they never were by then", () => {
    const story = new Story();
    story.at(10, deploymentApplied, 0, { deploymentIx: 0, uid: "u", object: deployment(4) });
    story.status(12, 4, 1);
    story.status(400, 4, 4);
    expect(story.series("sim_available_ratio")).toEqual([
      [310, 0.25],
      [400, 1],
    ]);
  });

  test("a share is at most 1, and 1 where nothing is wanted; a deleted Deployment is measured no longer", () => {
    const story = new Story();
    story.at(0, deploymentApplied, 0, { deploymentIx: 0, uid: "u", object: deployment(2) });
    story.status(1, 2, 2);
    story.status(2, 3, 3);
    story.at(3, deploymentApplied, 0, { deploymentIx: 0, uid: "u", object: deployment(6) });
    story.at(5, deploymentApplied, 0, { deploymentIx: 0, uid: "u", object: deployment(0) });
    story.at(9, deploymentDeleted, 0, {});
    expect(story.series("sim_available_ratio")).toEqual([
      [1, 1],
      [3, 0.5],
      [5, 1],
      [9, NaN],
    ]);
    expect(MINUTE).toBe(60 * SECOND);
  });
});

describe("sim_time_to_ready_seconds", () => {
  test("counts pods from what caused them, by the chain of causes", () => {
    const story = new Story();
    const start = story.begin();
    const first = story.pod(1, start);
    story.at(4, podMadeReady, first, {}, start);
    const dark = story.at(10, interventionApplied, 0, { name: "dark", text: "fail" });
    const lost = story.at(55, podMarkedNotReady, first, {}, dark);
    const second = story.pod(60, lost);
    story.at(70, podMadeReady, second, {}, lost);
    expect(story.all("sim_time_to_ready_seconds")).toEqual([
      [{ cause: "start" }, [[4, 4]]],
      [{ cause: "dark" }, [[70, 60]]],
    ]);
  });

  test("a pod that arrives counts from its arrival", () => {
    const story = new Story();
    story.at(9, podMadeReady, story.pod(7), {});
    expect(story.all("sim_time_to_ready_seconds")).toEqual([[{ cause: "arrivals" }, [[9, 2]]]]);
  });

  test("a pod that lost its readiness because of it counts when it is ready again, its own later crashes do not", () => {
    const story = new Story();
    const start = story.begin();
    const pod = story.pod(1, start);
    const ready = story.at(4, podMadeReady, pod, {}, start);
    const dark = story.at(10, interventionApplied, 0, { name: "dark", text: "fail" });
    story.at(50, podMarkedNotReady, pod, {}, dark);
    const again = story.at(90, podMadeReady, pod, {}, dark);
    story.at(500, podMarkedNotReady, pod, {}, again);
    story.at(510, podMadeReady, pod, {}, again);
    story.at(600, podMarkedNotReady, pod, {}, ready);
    story.at(610, podMadeReady, pod, {}, ready);
    expect(story.all("sim_time_to_ready_seconds")).toEqual([
      [{ cause: "start" }, [[4, 4]]],
      [{ cause: "dark" }, [[90, 80]]],
    ]);
  });
});

describe("sim_time_to_schedule_seconds", () => {
  test("one sample per pod that the scheduler bound", () => {
    const story = new Story();
    const [bound, given] = [story.pod(1), story.pod(2)];
    story.at(3, podBound, bound, { node: "a", nodeIx: 0, by: "scheduler" });
    story.at(4, podBound, given, { node: "a", nodeIx: 0, by: "manifest" });
    expect(story.series("sim_time_to_schedule_seconds")).toEqual([[3, 2]]);
  });
});

describe("what budgets refuse and what the timeline does", () => {
  test("is counted by budget, and by the name of the entry", () => {
    const story = new Story();
    story.at(1, evictionRefused, 0, { namespace: "shop", pod: "web-1", budget: "web" });
    story.at(2, evictionRefused, 0, { namespace: "shop", pod: "web-2", budget: "web" });
    story.at(3, interventionApplied, 0, { name: "gives-up", text: "note: it gives up" });
    const refused = [
      { namespace: "shop", budget: "web" },
      [
        [1, 1],
        [2, 1],
      ],
    ];
    expect(story.all("sim_evictions_refused_total")).toEqual([refused]);
    expect(story.all("sim_interventions_total")).toEqual([[{ name: "gives-up" }, [[3, 1]]]]);
  });
});

describe("sim_evictions_total", () => {
  test("tells planned from unplanned, and counts no other deletions", () => {
    const story = new Story();
    const pods = [story.pod(1), story.pod(1), story.pod(1)];
    (["eviction-api", "taint-eviction-controller", "replicaset-controller"] as const).forEach((by, ix) =>
      story.at(5 + ix, podDeletionRequested, pods[ix] ?? 0, {
        graceSeconds: 30,
        deletionTimestampUs: (35 + ix) * SECOND,
        by,
      }),
    );
    story.at(9, podDeletionRequested, pods[0] ?? 0, {
      graceSeconds: 1,
      deletionTimestampUs: 10 * SECOND,
      by: "eviction-api",
    });
    story.at(12, podFailedByKubelet, pods[2] ?? 0, podFailedByKubelet.example);
    expect(story.all("sim_evictions_total")).toEqual([
      [{ voluntary: "true", by: "eviction-api" }, [[5, 1]]],
      [{ voluntary: "false", by: "taint-eviction-controller" }, [[6, 1]]],
      [{ voluntary: "false", by: "default-scheduler" }, []],
      [{ voluntary: "false", by: "kubelet" }, [[12, 1]]],
    ]);
  });
});

describe("sim_intervention_settled_seconds", () => {
  test("the last moment before the next intervention at which everything was at rest", () => {
    const story = new Story();
    story.at(0, deploymentApplied, 0, { deploymentIx: 0, uid: "u", object: deployment(2) });
    story.status(5, 2, 2);
    story.at(100, interventionApplied, 0, { name: "scaled", text: "scale" });
    story.at(100, deploymentApplied, 0, { deploymentIx: 0, uid: "u", object: deployment(3) });
    story.at(110, interventionApplied, 0, { name: "seen", text: "note: seen" });
    story.status(130, 3, 3, 2);
    story.at(200, interventionApplied, 0, { name: "again", text: "scale" });
    story.at(200, deploymentApplied, 0, { deploymentIx: 0, uid: "u", object: deployment(9) });
    expect(story.all("sim_intervention_settled_seconds")).toEqual([[{ name: "scaled" }, [[130, 30]]]]);
  });
});

describe("sim_nodes_ready and sim_ready_endpoints", () => {
  test("follow the Ready condition and the endpoints", () => {
    const node = decoded("Node", {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name: "a" },
      status: { capacity: { cpu: "1" } },
    });
    const service = decoded("Service", {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web", namespace: "shop" },
      spec: { selector: { app: "web" }, ports: [{ port: 80 }] },
    });
    const story = new Story();
    story.at(0, nodeAdded, 0, { nodeIx: 0, object: node });
    story.at(1, serviceApplied, 0, { serviceIx: 0, object: service });
    const pod = story.pod(1);
    story.at(6, endpointSet, 0, { podIx: pod, ready: true, serving: true, terminating: false });
    story.at(45, nodeReadyChanged, 0, { status: "Unknown", reason: "NodeStatusUnknown" });
    story.at(46, endpointSet, 0, { podIx: pod, ready: false, serving: false, terminating: false });
    expect(story.series("sim_nodes_ready")).toEqual([
      [0, 1],
      [45, 0],
    ]);
    expect(story.all("sim_ready_endpoints")).toEqual([
      [
        { namespace: "shop", service: "web" },
        [
          [6, 1],
          [46, 0],
        ],
      ],
    ]);
  });
});

describe("kube_pod_container_status_restarts_total", () => {
  test("counts instances after the first of regular containers", () => {
    const story = new Story();
    const pod = story.pod(1);
    story.at(2, containerCreated, pod, { container: 0, attempt: 0 });
    story.at(9, containerCreated, pod, { container: 0, attempt: 1 });
    story.at(30, containerCreated, pod, { container: 0, attempt: 2 });
    expect(story.all("kube_pod_container_status_restarts_total")).toEqual([
      [
        { namespace: "shop", pod: "web-0", container: "app" },
        [
          [9, 1],
          [30, 1],
        ],
      ],
    ]);
  });
});

describe("what nodes have and pods ask for", () => {
  const node = (name: string, gpus: number) =>
    decoded("Node", {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name },
      status: { capacity: { cpu: "4", "example.com/gpu": String(gpus) } },
    });
  const placed = (): Story => {
    const story = new Story();
    story.at(0, nodeAdded, 0, { nodeIx: 0, object: node("a", 2) });
    story.at(0, nodeAdded, 1, { nodeIx: 1, object: node("b", 2) });
    const [first, second, third] = [1, 2, 3].map((at) => story.pod(at, -1, { cpu: "2", "example.com/gpu": "1" }));
    story.at(4, podBound, first ?? 0, { node: "a", nodeIx: 0, by: "scheduler" });
    story.at(5, podBound, second ?? 0, { node: "a", nodeIx: 0, by: "scheduler" });
    story.at(6, podSchedulingFailed, third ?? 0, podSchedulingFailed.example);
    story.at(9, podBound, third ?? 0, { node: "b", nodeIx: 1, by: "scheduler" });
    story.at(20, podRemoved, first ?? 0, {});
    return story;
  };
  const of = (story: Story, metric: string, resource: string) =>
    story.all(metric).find(([labels]) => labels["resource"] === resource)?.[1];

  test("sim_node_utilisation: a share for every resource some node has", () => {
    expect(of(placed(), "sim_node_utilisation", "cpu")).toEqual([
      [0, 0],
      [4, 0.25],
      [5, 0.5],
      [9, 0.75],
      [20, 0.5],
    ]);
    expect(of(placed(), "sim_node_utilisation", "example.com/gpu")?.at(-2)).toEqual([9, 0.75]);
  });

  test("sim_nodes_empty: nodes without pods", () => {
    expect(placed().series("sim_nodes_empty")).toEqual([
      [0, 2],
      [4, 1],
      [9, 0],
    ]);
  });

  test("sim_fragmentation_ratio: what is left where the average pod does not fit", () => {
    const story = placed();
    // The first node has no cpu left; of the gpus that are left, all lie on the other one.
    expect(of(story, "sim_fragmentation_ratio", "example.com/gpu")?.at(-1)).toEqual([4, 0]);
    const lopsided = new Story();
    lopsided.at(0, nodeAdded, 0, { nodeIx: 0, object: node("a", 2) });
    const pod = lopsided.pod(1, -1, { cpu: "3", "example.com/gpu": "1" });
    lopsided.at(2, podBound, pod, { node: "a", nodeIx: 0, by: "scheduler" });
    expect(of(lopsided, "sim_fragmentation_ratio", "example.com/gpu")?.at(-1)).toEqual([2, 1]);
  });

  test("sim_allocated_at_demand_ratio: what was placed when so much had been asked for", () => {
    const levels = placed()
      .all("sim_allocated_at_demand_ratio")
      .filter(([labels]) => labels["resource"] === "cpu")
      .map(([labels, [sample]]) => [labels["demand"], sample?.[1]]);
    expect(levels).toEqual([
      ["10", 0],
      ["20", 0],
      ["30", 0],
      ["40", 0],
      ["50", 0],
      ["60", 0.5],
      ["70", 0.5],
    ]);
  });

  test("sim_pending_pod_seconds and scheduler_pod_scheduling_sli_duration_seconds", () => {
    expect(placed().series("scheduler_pod_scheduling_sli_duration_seconds")).toEqual([
      [4, 0],
      [5, 0],
      [9, 3],
    ]);
    const pending = new Story();
    pending.at(8, podMadeReady, pending.pod(3), {});
    pending.pod(10);
    expect(pending.series("sim_pending_pod_seconds", 60)).toEqual([
      [8, 5],
      [60, 50],
    ]);
  });

  test("sim_node_seconds_total and sim_image_pull_bytes_total", () => {
    const story = new Story();
    story.at(10, nodeAdded, 0, { nodeIx: 0, object: node("a", 2) });
    story.at(20, nodeAdded, 1, { nodeIx: 1, object: node("b", 2) });
    story.at(30, nodeRemoved, 0, {});
    story.at(31, imagePulled, story.pod(30), { ...imagePulled.example, sizeBytes: 77 });
    expect(story.series("sim_node_seconds_total", 60)).toEqual([
      [30, 20],
      [60, 40],
    ]);
    expect(story.series("sim_image_pull_bytes_total")).toEqual([[31, 77]]);
  });

  test("sim_workload_available_ratio: every kind of workload", () => {
    const story = new Story();
    story.at(0, deploymentApplied, 0, { deploymentIx: 0, uid: "u", object: deployment(4) });
    story.at(1, daemonSetApplied, 0, { ...daemonSetApplied.example, daemonSetIx: 0 });
    story.at(2, daemonSetStatusUpdated, 0, { ...daemonSetStatusUpdated.example, desired: 4, available: 4 });
    story.status(3, 4, 4);
    story.status(60, 4, 3);
    story.at(70, daemonSetStatusUpdated, 0, { ...daemonSetStatusUpdated.example, desired: 4, available: 1 });
    const found = story.all("sim_workload_available_ratio").map(([labels, series]) => [labels["kind"], series]);
    expect(found).toEqual([
      [
        "Deployment",
        [
          [3, 1],
          [60, 0.75],
        ],
      ],
      [
        "DaemonSet",
        [
          [2, 1],
          [70, 0.25],
        ],
      ],
    ]);
  });
});
