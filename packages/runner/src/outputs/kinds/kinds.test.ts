import {
  budgetApplied,
  budgetStatusUpdated,
  deploymentApplied,
  deploymentStatusUpdated,
  endpointSet,
  namespaceCreated,
  nodeAdded,
  nodeCordoned,
  nodeReadyChanged,
  podBound,
  podCreated,
  podDeletionRequested,
  podSandboxCreated,
  podStatusReported,
  priorityClassApplied,
  replicaSetCreated,
  replicaSetStatusUpdated,
  serviceApplied,
} from "@podsim/core";
import type { Deployment, Node, Service } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { describe, expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { printTables } from "../format/columns.js";
import { uidOf } from "../objects/object-uid.js";
import type { RunView } from "../view/run-view.js";
import { closestKindName, kindNamed, KINDS } from "./index.js";

const node = (name: string, labels: Readonly<Record<string, string>> = {}): Node => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, namespace: "", labels, annotations: {} },
  spec: { unschedulable: false, taints: [] },
  status: { capacity: { cpu: "4" }, allocatable: { cpu: "4" }, images: [] },
});

const template = {
  metadata: { labels: { app: "web" }, annotations: {} },
  spec: aSpec({
    containers: [aContainer({ ports: [{ name: "http", containerPort: 8080, protocol: "TCP" as const }] })],
  }),
};

const deployment: Deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop", labels: { app: "web" }, annotations: {} },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: "web" } },
    template,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
    minReadySeconds: 0,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    paused: false,
  },
};

const service = (name: string, spec: Partial<Service["spec"]>): Service => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace: "shop", labels: {}, annotations: {} },
  spec: {
    type: "ClusterIP",
    selector: { app: "web" },
    ports: [{ port: 80, targetPort: "http", protocol: "TCP" }],
    publishNotReadyAddresses: false,
    ...spec,
  },
});

const pod = (chronicle: Chronicle, podIx: number, name: string, ip: string): void => {
  const owner = { ownerKind: "ReplicaSet", ownerName: "web-7c4f9d5b6", ownerIx: 0 };
  chronicle
    .record(podCreated, podIx, { podIx, namespace: "shop", name, uid: `uid-${podIx}`, template, ...owner })
    .record(podBound, podIx, { node: "node-1", nodeIx: 0, by: "scheduler" })
    .record(podSandboxCreated, podIx, { attempt: 0, ip })
    .record(podStatusReported, podIx, { stage: "syncing" });
};

const shop = (): Chronicle => {
  const chronicle = new Chronicle()
    .record(namespaceCreated, 0, { name: "shop", labels: {} })
    .record(nodeAdded, 0, { nodeIx: 0, object: node("node-1", { "node-role.kubernetes.io/control-plane": "" }) })
    .record(nodeAdded, 1, { nodeIx: 1, object: node("node-2") })
    .at("5s")
    .record(nodeCordoned, 1, {})
    .record(priorityClassApplied, 0, {
      object: {
        apiVersion: "scheduling.k8s.io/v1",
        kind: "PriorityClass",
        metadata: { name: "high", namespace: "", labels: {}, annotations: {} },
        value: 1000,
        globalDefault: false,
        preemptionPolicy: "PreemptLowerPriority",
      },
    })
    .at("10s")
    .record(deploymentApplied, 0, { deploymentIx: 0, uid: "d", object: deployment })
    .record(replicaSetCreated, 0, {
      ...replicaSetCreated.example,
      namespace: "shop",
      template,
      selector: { matchLabels: { app: "web", "pod-template-hash": "7c4f9d5b6" } },
    });
  for (let k = 0; k < 5; k += 1) pod(chronicle, k, `web-7c4f9d5b6-${k}`, `10.0.0.${k + 2}`);
  chronicle
    .at("20s")
    .record(deploymentStatusUpdated, 0, { ...deploymentStatusUpdated.example, readyReplicas: 2, availableReplicas: 1 })
    .record(replicaSetStatusUpdated, 0, { ...replicaSetStatusUpdated.example, readyReplicas: 2 })
    .record(serviceApplied, 0, { serviceIx: 0, object: service("web", {}) })
    .record(serviceApplied, 1, { serviceIx: 1, object: service("db", { clusterIP: "None", ports: [] }) })
    .record(serviceApplied, 2, {
      serviceIx: 2,
      object: service("lb", {
        type: "LoadBalancer",
        ports: [{ port: 443, targetPort: 8443, protocol: "TCP", nodePort: 30443 }],
      }),
    })
    .record(serviceApplied, 3, {
      serviceIx: 3,
      object: service("out", { type: "ExternalName", externalName: "example.org", ports: [] }),
    })
    .record(budgetApplied, 0, {
      budgetIx: 0,
      object: {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: { name: "web", namespace: "shop", labels: {}, annotations: {} },
        spec: {
          minAvailable: "50%",
          selector: { matchLabels: { app: "web" } },
          unhealthyPodEvictionPolicy: "IfHealthyBudget",
        },
      },
    })
    .record(budgetStatusUpdated, 0, budgetStatusUpdated.example);
  for (let podIx = 0; podIx < 5; podIx += 1) {
    const ready = podIx !== 1;
    chronicle.record(endpointSet, 0, { podIx, ready, serving: ready, terminating: false });
  }
  return chronicle
    .at("60s")
    .record(nodeReadyChanged, 0, { status: "Unknown", reason: "NodeStatusUnknown" })
    .record(podDeletionRequested, 4, { graceSeconds: 30, deletionTimestampUs: 90_000_000, by: "user" });
};

const table = (view: RunView, name: string, wide = false): readonly string[] => {
  const kind = kindNamed(name);
  if (kind === null) throw new Error(name);
  return printTables(
    {
      selections: [{ kind, items: kind.list(view) }],
      isSingle: false,
      showNamespace: false,
      showLabels: false,
      headers: true,
      qualifyNames: false,
      paint: (_column, cell) => cell,
    },
    wide,
  );
};

describe("tables have kubectl's columns", () => {
  const view = shop().viewAt("70s");

  test("kubelet 10.1, 10.11, 10.14: pods", () => {
    expect(table(view, "pods")).toEqual([
      "NAME              READY   STATUS              RESTARTS   AGE",
      "web-7c4f9d5b6-0   0/1     ContainerCreating   0          60s",
      "web-7c4f9d5b6-1   0/1     ContainerCreating   0          60s",
      "web-7c4f9d5b6-2   0/1     ContainerCreating   0          60s",
      "web-7c4f9d5b6-3   0/1     ContainerCreating   0          60s",
      "web-7c4f9d5b6-4   0/1     Terminating         0          60s",
    ]);
  });

  test("kubelet 10.15: -o wide of pods adds IP, NODE, NOMINATED NODE and READINESS GATES", () => {
    expect(table(view, "po", true).slice(0, 2)).toEqual([
      "NAME              READY   STATUS              RESTARTS   AGE   IP         NODE     NOMINATED NODE   READINESS GATES",
      "web-7c4f9d5b6-0   0/1     ContainerCreating   0          60s   10.0.0.2   node-1   <none>           <none>",
    ]);
  });

  test("nodes: Unknown reads NotReady, a cordoned one is disabled", () => {
    expect(table(view, "nodes")).toEqual([
      "NAME     STATUS                     ROLES           AGE   VERSION",
      "node-1   NotReady                   control-plane   70s   v1.34.0",
      "node-2   Ready,SchedulingDisabled   <none>          70s   v1.34.0",
    ]);
  });

  test("deployments and replicasets, wide", () => {
    expect(table(view, "deploy", true)).toEqual([
      "NAME   READY   UP-TO-DATE   AVAILABLE   AGE   CONTAINERS   IMAGES                   SELECTOR",
      "web    2/3     3            1           60s   app          registry.example/app:1   app=web",
    ]);
    expect(table(view, "rs")).toEqual([
      "NAME            DESIRED   CURRENT   READY   AGE",
      "web-7c4f9d5b6   3         3         2       60s",
    ]);
  });

  test("services of every type", () => {
    expect(table(view, "svc", true)).toEqual([
      "NAME   TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)         AGE   SELECTOR",
      "db     ClusterIP      None         <none>        <none>          50s   app=web",
      "lb     LoadBalancer   <none>       <pending>     443:30443/TCP   50s   app=web",
      "out    ExternalName   <none>       example.org   <none>          50s   app=web",
      "web    ClusterIP      <none>       <none>        80/TCP          50s   app=web",
    ]);
  });

  test("endpoints: three ready addresses, the rest as a number; slices list the unready too", () => {
    expect(table(view, "ep").find((line) => line.startsWith("web"))).toBe(
      "web    10.0.0.2:8080,10.0.0.4:8080,10.0.0.5:8080 + 1 more...   50s",
    );
    expect(table(view, "endpointslices").find((line) => line.startsWith("web"))).toMatch(
      /^web-\w{5}\s+IPv4\s+8080\s+10\.0\.0\.2,10\.0\.0\.3,10\.0\.0\.4 \+ 2 more\.\.\.\s+50s$/,
    );
  });

  test("budgets, namespaces and priority classes", () => {
    expect(table(view, "pdb")).toEqual([
      "NAME   MIN AVAILABLE   MAX UNAVAILABLE   ALLOWED DISRUPTIONS   AGE",
      "web    50%             N/A               1                     50s",
    ]);
    expect(table(view, "ns")).toEqual(["NAME   STATUS   AGE", "shop   Active   70s"]);
    expect(table(view, "pc")).toEqual([
      "NAME   VALUE   GLOBAL-DEFAULT   AGE   PREEMPTIONPOLICY",
      "high   1000    false            65s   PreemptLowerPriority",
    ]);
  });

  test("events: what is cluster-scoped lies in namespace default", () => {
    const lines = table(view, "events");
    expect(lines.slice(0, 2)).toEqual([
      "LAST SEEN   TYPE     REASON               OBJECT                     MESSAGE",
      "70s         Normal   RegisteredNode       node/node-1                Node node-1 event: Registered Node node-1 in Controller",
    ]);
    expect(lines).toContain(
      "60s         Normal   ScalingReplicaSet    deployment/web             Scaled up replica set web-7c4f9d5b6 from 0 to 3",
    );
  });

  test("before anything happened there is nothing to list", () => {
    const early = new Chronicle().viewAt("0s");
    for (const kind of KINDS) expect(kind.list(early), kind.plural).toEqual([]);
  });
});

describe("objects are those of a real API server", () => {
  const view = shop().viewAt("70s");

  test("Events refer to an object by the UID that get shows of it", () => {
    for (const kind of KINDS) {
      for (const item of kind.list(view)) {
        const uid = uidOf(view.world, kind.kind, item.namespace, item.name);
        expect(item.toObject().metadata["uid"], `${kind.singular}/${item.name}`).toBe(uid);
      }
    }
  });

  const object = (name: string, ix = 0): unknown => kindNamed(name)?.list(view)[ix]?.toObject();

  test("a pod has metadata, spec with its node, and status", () => {
    expect(object("pods", 4)).toMatchObject({
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        creationTimestamp: "2026-01-01T00:00:10Z",
        deletionTimestamp: "2026-01-01T00:01:30Z",
        deletionGracePeriodSeconds: 30,
        generateName: "web-7c4f9d5b6-",
        labels: { app: "web" },
        name: "web-7c4f9d5b6-4",
        namespace: "shop",
        ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", controller: true }],
        uid: "uid-4",
      },
      spec: { nodeName: "node-1", containers: [{ name: "app", resources: {} }] },
      status: { phase: "Pending", podIP: "10.0.0.6", podIPs: [{ ip: "10.0.0.6" }], qosClass: "BestEffort" },
    });
  });

  test("what podsim fills in for itself is not in a spec", () => {
    const { spec } = object("pods") as { spec: Record<string, unknown> };
    expect(spec).not.toHaveProperty("initContainers");
    expect(spec).not.toHaveProperty("tolerations");
  });

  test("a silent node's conditions are all Unknown", () => {
    const { status } = object("nodes") as {
      status: { conditions: readonly { type: string; status: string; reason: string }[] };
    };
    expect(status.conditions.map(({ type, status: value, reason }) => `${type}=${value} ${reason}`)).toEqual([
      "MemoryPressure=Unknown NodeStatusUnknown",
      "DiskPressure=Unknown NodeStatusUnknown",
      "PIDPressure=Unknown NodeStatusUnknown",
      "Ready=Unknown NodeStatusUnknown",
    ]);
  });

  test("zero counts are left out, as the API leaves them out", () => {
    expect(object("deploy")).toMatchObject({
      metadata: { annotations: { "deployment.kubernetes.io/revision": "1" }, generation: 1 },
      status: { availableReplicas: 1, readyReplicas: 2, replicas: 3, unavailableReplicas: 2, updatedReplicas: 3 },
    });
  });

  test("an endpoint slice says which pods are ready", () => {
    const slice = kindNamed("endpointslices")
      ?.list(view)
      .find(({ name }) => name.startsWith("web"))
      ?.toObject();
    expect(slice).toMatchObject({
      kind: "EndpointSlice",
      ports: [{ port: 8080, protocol: "TCP" }],
      endpoints: [{ conditions: { ready: true } }, { conditions: { ready: false } }, {}, {}, {}],
    });
  });

  test("every object of every kind is JSON with a kind, a name and a time of creation", () => {
    for (const kind of KINDS) {
      for (const item of kind.list(view)) {
        const made = item.toObject();
        expect(JSON.parse(JSON.stringify(made)), item.name).toEqual(made);
        expect(made.kind).toBe(kind.kind);
        expect(made.metadata["name"]).toBe(item.name);
        expect(made.metadata["creationTimestamp"]).toMatch(/^2026-01-01T00:0\d:\d\dZ$/);
        expect(item.cells()).toHaveLength(kind.columns.length);
      }
    }
  });
});

describe("kinds are known by several names", () => {
  test.each([
    "po",
    "pod",
    "pods",
    "PODS",
    "deploy",
    "deployments.apps",
    "deployment.apps",
    "no",
    "rs",
    "svc",
    "ep",
    "pdb",
    "ns",
    "pc",
    "ev",
  ])("%s", (name) => {
    expect(kindNamed(name)).not.toBeNull();
  });

  test("an unknown one is answered with the nearest", () => {
    expect(kindNamed("podz")).toBeNull();
    expect(closestKindName("podz")).toBe("pods");
    expect(closestKindName("deplyoments")).toBe("deployments");
  });
});
