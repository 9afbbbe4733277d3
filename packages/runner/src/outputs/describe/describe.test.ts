import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import {
  imagePullStarted,
  nodeAdded,
  nodeCordoned,
  nodeRemoved,
  podCreated,
  podRemoved,
  podSchedulingFailed,
  profileOf,
} from "@podsim/core";
import { aBehavior, OneNode } from "@podsim/scheduler/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { Chronicle, frameOf } from "../../../testing/chronicle.js";
import { kindNamed } from "../kinds/index.js";
import { IndentedWriter } from "../text/indented-writer.js";
import { viewAt } from "../view/make-view.js";
import type { RunView } from "../view/run-view.js";
import { factCountAt } from "../view/replay.js";

const constant = (seconds: number): { kind: "constant"; value: number } => ({
  kind: "constant",
  value: seconds * SECOND,
});

const spec = aSpec({
  initContainers: [aContainer({ name: "migrate", command: ["sh", "-c", "echo hello"] })],
  containers: [
    aContainer({
      requests: { cpu: "250m", memory: "64Mi" },
      limits: { memory: "128Mi" },
      ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
      readinessProbe: aProbe({ exec: undefined as never, httpGet: { path: "/ready", port: "http", scheme: "HTTP" } }),
      ...({ env: [{ name: "MODE", value: "fast" }], volumeMounts: [{ name: "data", mountPath: "/data" }] } as object),
    }),
  ],
  ...({ volumes: [{ name: "data", emptyDir: {} }] } as object),
  tolerations: [
    {
      key: "node.kubernetes.io/unreachable",
      operator: "Exists",
      value: "",
      effect: "NoExecute",
      tolerationSeconds: 300,
    },
    { key: "dedicated", operator: "Equal", value: "shop", effect: "NoSchedule" },
  ],
  nodeSelector: { disk: "ssd" },
});

const crashing = (): OneNode => {
  const behaviors = { app: { run: constant(20), exitCode: 3 }, migrate: { run: constant(1) } };
  const node = new OneNode({ behaviors, nodeLabels: { disk: "ssd" } });
  node.pod(0, spec, "web-1");
  return node.run(300);
};

const described = (
  node: OneNode,
  kind: string,
  namespace: string,
  name: string,
  seconds: number,
): readonly string[] => {
  const frame = { ...frameOf(node.log), behaviorOf: () => aBehavior({ name: "jvm-service" }) };
  const nowUs = seconds * SECOND;
  const out = new IndentedWriter();
  kindNamed(kind)?.describe(viewAt(frame, factCountAt(node.log, nowUs), nowUs), namespace, name, out);
  return out
    .lines()
    .map((line) => line.replace(/containerd:\/\/\w+/, "containerd://ID").replace(/Thu, 01 Jan .* \+0000/, "DATE"));
};

describe("describe pod", () => {
  test("prints kubectl's fields in kubectl's order, then scheduling and model", () => {
    const lines = described(crashing(), "pod", "default", "web-1", 100);
    expect(lines).toEqual(
      `
Name:             web-1
Namespace:        default
Priority:         0
Service Account:  default
Node:             node-1/
Start Time:       DATE
Labels:           <none>
Annotations:      <none>
Status:           Running
IP:               10.14.74.2
IPs:
  IP:  10.14.74.2
Init Containers:
  migrate:
    Container ID:  containerd://ID
    Image:         registry.example/app:1
    Image ID:
    Port:          <none>
    Host Port:     <none>
    Command:
      sh
      -c
      echo hello
    State:          Terminated
      Reason:       Completed
      Exit Code:    0
      Started:      DATE
      Finished:     DATE
    Ready:          True
    Restart Count:  0
    Environment:    <none>
    Mounts:         <none>
Containers:
  app:
    Container ID:   containerd://ID
    Image:          registry.example/app:1
    Image ID:
    Port:           8080/TCP (http)
    Host Port:      0/TCP (http)
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       Error
      Exit Code:    3
      Started:      DATE
      Finished:     DATE
    Ready:          False
    Restart Count:  2
    Limits:
      memory:  128Mi
    Requests:
      cpu:      250m
      memory:   64Mi
    Readiness:  http-get http://:http/ready delay=0s timeout=1s period=10s #success=1 #failure=3
    Environment:
      MODE:  fast
    Mounts:
      /data from data (rw)
Conditions:
  Type                        Status
  PodReadyToStartContainers   True
  Initialized                 True
  Ready                       False
  ContainersReady             False
  PodScheduled                True
Volumes:
  data:
    Type:        EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:
    SizeLimit:   <unset>
QoS Class:       Burstable
Node-Selectors:  disk=ssd
Tolerations:     dedicated=shop:NoSchedule
                 node.kubernetes.io/unreachable:NoExecute op=Exists for 300s
`
        .trim()
        .split("\n")
        .concat(lines.slice(lines.indexOf("Events:"))),
    );
    expect(lines.slice(lines.indexOf("Events:"), lines.indexOf("Events:") + 3)).toEqual([
      "Events:",
      "  Type     Reason     Age                From     Message",
      "  ----     ------     ----               ----     -------",
    ]);
    expect(lines.slice(lines.indexOf("Scheduling:"))).toEqual([
      "Scheduling:",
      "  bound by spec.nodeName to node-1 at 00:00:00.000",
      "Model:",
      ...["migrate:", "app:    "].map(
        (name) =>
          `  ${name}  behavior jvm-service: serves after 1s; runs until stopped; image 80Mi pulled at 40Mi/s; ends 100ms after SIGTERM`,
      ),
    ]);
  });

  test("a pod that is going says for how long, as kubectl does", () => {
    const node = new OneNode({ behaviors: { app: { onSigterm: "ignore" } } });
    node.pod(0, aSpec(), "web-1");
    node.delete(60, 0, 30);
    node.run(80);
    const lines = described(node, "pod", "default", "web-1", 80);
    expect(lines).toContain("Status:                    Terminating (lasts <invalid>)");
    expect(lines).toContain("Termination Grace Period:  30s");
  });

  test("kubelet 11.1: Events last written more than an hour before are gone, and said to be", () => {
    const node = new OneNode({ behaviors: { app: { run: constant(20), exitCode: 3 } } });
    node.pod(0, aSpec(), "web-1");
    node.run(7_000);
    const events = (seconds: number): readonly string[] => {
      const lines = described(node, "pod", "default", "web-1", seconds);
      return lines.slice(lines.indexOf("Events:") + 3, lines.indexOf("Scheduling:"));
    };
    const reasons = (lines: readonly string[]): readonly string[] =>
      lines.map((line) => line.trim().split(/ +/)[1] ?? "");
    expect(reasons(events(3_600))).toContain("Pulling");
    expect(reasons(events(7_000))).not.toContain("Pulling");
    expect(events(7_000).at(-1)).toMatch(/^ {2}\(\d older, expired after an hour: podsim events --for pod\/web-1\)$/);
  });

  /** Type, reason and message of the Events, as describe tells them. */
  const told = (view: RunView, kind: string, namespace: string, name: string): readonly string[] => {
    const out = new IndentedWriter();
    kindNamed(kind)?.describe?.(view, namespace, name, out);
    const rows = out.lines().filter((line) => /^ {2}(Normal|Warning) /.test(line));
    return rows.map((line) => {
      const [type, reason, , , message] = line.trim().split(/ {2,}/);
      return `${type} ${reason}: ${message}`;
    });
  };

  const template = { metadata: { labels: {}, annotations: {} }, spec: aSpec() };
  const pulled = (chronicle: Chronicle, podIx: number, image: string): Chronicle =>
    chronicle
      .record(podCreated, podIx, { ...podCreated.example, podIx, uid: `uid-${podIx}`, template })
      .record(imagePullStarted, podIx, { container: 0, image });

  test("kubelet 11.2: Events of an earlier pod of the same name are not told", () => {
    const { namespace, name } = podCreated.example;
    const chronicle = pulled(pulled(new Chronicle(), 0, "old").at("1m").record(podRemoved, 0, {}), 1, "new");
    expect(told(chronicle.viewAt("2m"), "pod", namespace, name)).toEqual(['Normal Pulling: Pulling image "new"']);
  });

  test("from 1.35 on the container that is meant stands before the message", () => {
    const { namespace, name } = podCreated.example;
    const view = { ...pulled(new Chronicle(), 0, "nginx").viewAt("1s"), profile: profileOf("1.35") };
    expect(told(view, "pod", namespace, name)).toEqual(['Normal Pulling: spec.containers{app}: Pulling image "nginx"']);
  });

  test("a node's Events are those of its kubelet, which knows it by name, and those about this very node", () => {
    const { name } = nodeAdded.example.object.metadata;
    const chronicle = new Chronicle()
      .record(nodeAdded, 0, nodeAdded.example)
      .record(nodeCordoned, 0, {})
      .record(nodeRemoved, 0, {})
      .at("1m")
      .record(nodeAdded, 1, { ...nodeAdded.example, nodeIx: 1 });
    expect(told(chronicle.viewAt("2m"), "node", "", name)).toEqual([
      `Normal NodeNotSchedulable: Node ${name} status is now: NodeNotSchedulable`,
      `Normal RegisteredNode: Node ${name} event: Registered Node ${name} in Controller`,
    ]);
    const since = viewAt({ ...frameOf(chronicle.log), profile: profileOf("1.35") }, chronicle.log.length, 60 * SECOND);
    expect(told(since, "node", "", name)).toEqual([
      `Normal RegisteredNode: Node ${name} event: Registered Node ${name} in Controller`,
    ]);
  });

  test("kubelet 11.7: the Events of the scheduler have no lastTimestamp, so they come first", () => {
    const message = "0/3 nodes are available: 3 Insufficient cpu.";
    const chronicle = new Chronicle()
      .record(podCreated, 0, {
        ...podCreated.example,
        template: { metadata: { labels: {}, annotations: {} }, spec: aSpec() },
      })
      .at("2s")
      .record(imagePullStarted, 0, { container: 0, image: "nginx" })
      .at("5s")
      .record(podSchedulingFailed, 0, { message, reason: "Unschedulable" });
    const out = new IndentedWriter();
    kindNamed("pod")?.describe(chronicle.viewAt("1m"), "default", "web-0", out);
    const lines = out.lines();
    const reasons = lines.slice(lines.indexOf("Events:") + 3, lines.indexOf("Scheduling:"));
    expect(reasons.map((line) => line.trim().split(/ +/)[1])).toEqual(["FailedScheduling", "Pulling"]);
  });

  test("a pod nobody has placed yet says what stands in the way", () => {
    const message = "0/3 nodes are available: 3 Insufficient cpu.";
    const chronicle = new Chronicle()
      .record(podCreated, 0, {
        ...podCreated.example,
        template: { metadata: { labels: {}, annotations: {} }, spec: aSpec() },
      })
      .at("2s")
      .record(podSchedulingFailed, 0, { message, reason: "Unschedulable" });
    const out = new IndentedWriter();
    kindNamed("pod")?.describe(chronicle.viewAt("1m"), "default", "web-0", out);
    const lines = out.lines();
    expect(lines).toContain("Node:             <none>");
    expect(lines).toContain(`  1 attempt, the last at 00:00:02.000: ${message}`);
    expect(lines.find((line) => line.includes("FailedScheduling"))).toBe(
      `  Warning  FailedScheduling  58s   default-scheduler  ${message}`,
    );
  });
});

describe("describe node", () => {
  test("sums up what its pods ask for, in whole percent", () => {
    const lines = described(crashing(), "node", "", "node-1", 100);
    const from = lines.indexOf("Non-terminated Pods:          (1 in total)");
    expect(lines.slice(from, from + 11)).toEqual([
      "Non-terminated Pods:          (1 in total)",
      "  Namespace                   Name     CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age",
      "  ---------                   ----     ------------  ----------  ---------------  -------------  ---",
      "  default                     web-1    250m (6%)     0 (0%)      64Mi (0%)        128Mi (0%)     100s",
      "Allocated resources:",
      "  (Total limits may be over 100 percent, i.e., overcommitted.)",
      "  Resource           Requests   Limits",
      "  --------           --------   ------",
      "  cpu                250m (6%)  0 (0%)",
      "  memory             64Mi (0%)  128Mi (0%)",
      "  ephemeral-storage  0 (0%)     0 (0%)",
    ]);
  });
});
