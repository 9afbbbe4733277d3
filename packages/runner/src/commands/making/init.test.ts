import { describe, expect, test } from "vitest";
import { jsonLines, Workplace } from "../../../testing/command-run.js";

/** Three days before the dump was taken. */
const LONG_AGO = "2026-03-01T10:00:00Z";
/** The newest stamp: the clock of the run starts then. */
const NOW = "2026-03-04T10:00:00Z";
const HASH = "5d9c7b8f64";

const meta = (name: string, uid: string, more: object = {}) => ({
  name,
  namespace: "shop",
  uid,
  creationTimestamp: LONG_AGO,
  ...more,
});

const owned = (kind: string, name: string, uid: string) => ({
  ownerReferences: [{ apiVersion: "apps/v1", kind, name, uid, controller: true, blockOwnerDeletion: true }],
});

const node = (name: string) => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, uid: `uid-${name}`, creationTimestamp: LONG_AGO, labels: { "kubernetes.io/hostname": name } },
  status: {
    allocatable: { cpu: "4", memory: "8Gi", pods: "20" },
    conditions: [
      { type: "Ready", status: "True", reason: "KubeletReady", lastHeartbeatTime: NOW, lastTransitionTime: LONG_AGO },
    ],
  },
});

const container = (image: string) => ({
  name: "app",
  image,
  resources: { requests: { cpu: "100m" } },
  readinessProbe: { httpGet: { port: 80 }, periodSeconds: 5 },
  env: [{ name: "MODE", valueFrom: { configMapKeyRef: { name: "settings", key: "mode" } } }],
});

const template = (app: string, labels: object = {}) => ({
  metadata: { labels: { app, ...labels } },
  spec: { containers: [container(`${app}:1`)] },
});

const conditions = (ready: "True" | "False") =>
  ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({
    type,
    status: type === "Ready" || type === "ContainersReady" ? ready : "True",
    lastTransitionTime: LONG_AGO,
    ...(ready === "False" && (type === "Ready" || type === "ContainersReady")
      ? { reason: "ContainersNotReady", message: "containers with unready status: [app]" }
      : {}),
  }));

interface PodOptions {
  readonly labels?: object;
  readonly owner?: object;
  readonly restarts?: number;
  readonly finalizers?: readonly string[];
}

const pod = (name: string, app: string, on: string, options: PodOptions = {}) => {
  const { restarts = 0, owner = {}, labels = {} } = options;
  const lastState =
    restarts === 0
      ? {}
      : {
          terminated: {
            exitCode: 1,
            reason: "Error",
            startedAt: "2026-03-04T08:00:00Z",
            finishedAt: "2026-03-04T09:00:00Z",
            containerID: "containerd://before",
          },
        };
  const startedAt = restarts === 0 ? LONG_AGO : "2026-03-04T09:00:10Z";
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: meta(name, `uid-${name}`, {
      labels: { app, ...labels },
      ...owner,
      ...(options.finalizers === undefined ? {} : { finalizers: options.finalizers }),
    }),
    spec: { ...template(app).spec, nodeName: on },
    status: {
      phase: "Running",
      startTime: LONG_AGO,
      podIP: "10.1.2.3",
      conditions: conditions("True"),
      containerStatuses: [
        {
          name: "app",
          image: `docker.io/library/${app}:1`,
          ready: true,
          started: true,
          restartCount: restarts,
          containerID: `containerd://of-${name}`,
          state: { running: { startedAt } },
          lastState,
        },
      ],
    },
  };
};

/** Waits for two and a half minutes more to be started a seventh time. */
const crashing = () => {
  const healthy = pod("report", "report", "n2");
  const terminated = {
    exitCode: 3,
    reason: "Error",
    startedAt: "2026-03-04T09:57:20Z",
    finishedAt: "2026-03-04T09:57:30Z",
    containerID: "containerd://ended",
  };
  const message = "back-off 5m0s restarting failed container=app pod=report_shop(uid-report)";
  return {
    ...healthy,
    status: {
      ...healthy.status,
      conditions: conditions("False"),
      containerStatuses: [
        {
          name: "app",
          image: "report:1",
          ready: false,
          started: false,
          restartCount: 6,
          containerID: "containerd://ended",
          state: { waiting: { reason: "CrashLoopBackOff", message } },
          lastState: { terminated },
        },
      ],
    },
  };
};

const selector = (app: string, labels: object = {}) => ({ matchLabels: { app, ...labels } });

const OBJECTS = [
  node("n1"),
  node("n2"),
  node("n3"),
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: meta("web", "uid-web"),
    spec: { replicas: 2, selector: selector("web"), template: template("web") },
  },
  {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: meta(`web-${HASH}`, "uid-rs", {
      labels: { app: "web", "pod-template-hash": HASH },
      annotations: { "deployment.kubernetes.io/revision": "7" },
      ...owned("Deployment", "web", "uid-web"),
    }),
    spec: {
      replicas: 2,
      selector: selector("web", { "pod-template-hash": HASH }),
      template: template("web", { "pod-template-hash": HASH }),
    },
    status: { replicas: 2, readyReplicas: 2, availableReplicas: 2 },
  },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: meta("agent", "uid-agent", { annotations: { "deprecated.daemonset.template.generation": "4" } }),
    spec: { selector: selector("agent"), template: template("agent") },
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: meta("db", "uid-db"),
    spec: { replicas: 1, serviceName: "db", selector: selector("db"), template: template("db") },
    status: { replicas: 1, readyReplicas: 1, currentRevision: "db-6f4b9", updateRevision: "db-6f4b9" },
  },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: meta("import", "uid-import"),
    spec: {
      completions: 1,
      selector: { matchLabels: { "batch.kubernetes.io/controller-uid": "uid-import" } },
      template: {
        metadata: { labels: { app: "import", "batch.kubernetes.io/controller-uid": "uid-import" } },
        spec: { ...template("import").spec, restartPolicy: "Never" },
      },
    },
    status: { active: 1, ready: 1, startTime: LONG_AGO },
  },
  pod("web-a", "web", "n1", {
    labels: { "pod-template-hash": HASH },
    owner: owned("ReplicaSet", `web-${HASH}`, "uid-rs"),
  }),
  pod("web-b", "web", "n2", {
    labels: { "pod-template-hash": HASH },
    owner: owned("ReplicaSet", `web-${HASH}`, "uid-rs"),
    restarts: 2,
  }),
  ...["n1", "n2", "n3"].map((on) =>
    pod(`agent-${on}`, "agent", on, {
      labels: { "controller-revision-hash": "77c9d", "pod-template-generation": "4" },
      owner: owned("DaemonSet", "agent", "uid-agent"),
    }),
  ),
  pod("db-0", "db", "n3", {
    labels: { "controller-revision-hash": "db-6f4b9", "statefulset.kubernetes.io/pod-name": "db-0" },
    owner: owned("StatefulSet", "db", "uid-db"),
  }),
  pod("import-x", "import", "n3", {
    labels: { "batch.kubernetes.io/controller-uid": "uid-import" },
    owner: owned("Job", "import", "uid-import"),
    finalizers: ["batch.kubernetes.io/job-tracking"],
  }),
  crashing(),
];

const DUMP = JSON.stringify({ apiVersion: "v1", kind: "List", items: OBJECTS });

/** A desk with the folder that init made of the dump. */
const initialized = async (): Promise<Workplace> => {
  const desk = new Workplace({ "/desk/dump.json": DUMP });
  const { err, exit } = await desk.podsim("init was --from dump.json");
  expect({ err, exit }).toEqual({ err: "", exit: 0 });
  return desk;
};

const began = async (more = ""): Promise<Workplace> => {
  const desk = await initialized();
  if (more !== "") {
    const text = desk.files.textOf("/desk/was/scenario.yaml") ?? "";
    desk.files.write("/desk/was/scenario.yaml", `${text}${more}`);
  }
  const { exit, err } = await desk.podsim("run was");
  expect([exit, err.replace(/^.*W505[^]*$/, "")]).toEqual([0, ""]);
  return desk;
};

const table = async (desk: Workplace, command: string): Promise<readonly string[]> =>
  (await desk.podsim(command)).out
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/ {2,}/g, "  "));

describe("init --from: a run that begins with the cluster as kubectl printed it", () => {
  test("the folder holds the dump as it was, and a scenario that starts when it was taken", async () => {
    const desk = await initialized();
    expect(desk.files.textOf("/desk/was/dump.json") ?? "").toBe(DUMP);
    const scenario = desk.files.textOf("/desk/was/scenario.yaml") ?? "";
    expect(scenario).toContain(`start: "${NOW}"`);
    expect(scenario).toContain("dump: [./dump.json]");
    expect(scenario).toContain('match: { namespace: shop, container: app, image: "report:1" }, run: 10s, exitCode: 3');
  });

  test("pods are where they were, with their ages and restarts, and their UIDs", async () => {
    const desk = await began();
    expect(await table(desk, "get pods -n shop --at 0s -o wide")).toEqual([
      "NAME  READY  STATUS  RESTARTS  AGE  IP  NODE  NOMINATED NODE  READINESS GATES",
      "agent-n1  1/1  Running  0  3d  10.1.2.3  n1  <none>  <none>",
      "agent-n2  1/1  Running  0  3d  10.1.2.3  n2  <none>  <none>",
      "agent-n3  1/1  Running  0  3d  10.1.2.3  n3  <none>  <none>",
      "db-0  1/1  Running  0  3d  10.1.2.3  n3  <none>  <none>",
      "import-x  1/1  Running  0  3d  10.1.2.3  n3  <none>  <none>",
      "report  0/1  CrashLoopBackOff  6 (2m30s ago)  3d  10.1.2.3  n2  <none>  <none>",
      "web-a  1/1  Running  0  3d  10.1.2.3  n1  <none>  <none>",
      "web-b  1/1  Running  2 (60m ago)  3d  10.1.2.3  n2  <none>  <none>",
    ]);
    expect((await desk.podsim("get pod web-b -n shop --at 0s -o jsonpath={.metadata.uid}")).out).toBe("uid-web-b\n");
    expect(await table(desk, "get nodes --at 0s")).toContain("n1  Ready  <none>  3d  v1.34.0");
  });

  test("workloads take their pods for their own: nothing is created, deleted or placed", async () => {
    const desk = await began();
    const told = jsonLines((await desk.podsim("events -o json")).out).map(({ reason }) => reason);
    expect(
      told.filter(
        (reason) => !["Pulling", "Pulled", "Created", "Started", "BackOff", "Unhealthy"].includes(String(reason)),
      ),
    ).toEqual([]);
    expect(await table(desk, "get deploy,rs,ds,sts,job -n shop --at 10m")).toEqual([
      "NAME  READY  UP-TO-DATE  AVAILABLE  AGE",
      "deployment.apps/web  2/2  2  2  3d",
      "",
      "NAME  DESIRED  CURRENT  READY  AGE",
      `replicaset.apps/web-${HASH}  2  2  2  3d`,
      "",
      "NAME  DESIRED  CURRENT  READY  UP-TO-DATE  AVAILABLE  NODE SELECTOR  AGE",
      "daemonset.apps/agent  3  3  3  3  3  <none>  3d",
      "",
      "NAME  READY  AGE",
      "statefulset.apps/db  1/1  3d",
      "",
      "NAME  STATUS  COMPLETIONS  DURATION  AGE",
      "job.batch/import  Running  0/1  3d  3d",
    ]);
  });

  test("what was in back-off goes on with it, and crashes as it did", async () => {
    const desk = await began();
    const status = async (at: string): Promise<string> =>
      (await table(desk, `get pod report -n shop --at ${at}`))[1] ?? "";
    expect(await status("2m20s")).toContain("CrashLoopBackOff  6 (4m50s ago)");
    expect(await status("2m38s")).toContain("Running  7");
    expect(await status("4m")).toContain("CrashLoopBackOff  7");
  });

  test("a what-if can be asked of it: a drain moves the pods of one node", async () => {
    const desk = await began("  timeline:\n    - { at: 1m, drain: { nodes: { names: [n1] } } }\n");
    const pods = await table(desk, "get pods -n shop --at 10m -o wide");
    expect(pods.some((line) => line.startsWith("web-a "))).toBe(false);
    expect(pods.filter((line) => line.startsWith("web-") && line.includes("1/1  Running"))).toHaveLength(2);
    expect(pods.find((line) => line.startsWith("db-0"))).toContain("3d");
  });
});

test("init says what is wrong before it writes anything", async () => {
  const desk = new Workplace({
    "/desk/pods.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: [pod("a", "a", "n")] }),
  });
  const { exit, err } = await desk.podsim("init was --from pods.json");
  expect([exit, err.split("\n")[0]]).toEqual([2, "error: there is no Node in pods.json"]);
  expect(desk.files.exists("/desk/was/scenario.yaml")).toBe(false);
});

test("init without a dump makes a scenario that passes, and writes over none", async () => {
  const desk = new Workplace({});
  expect((await desk.podsim("init demo")).exit).toBe(0);
  expect((await desk.podsim("run demo")).exit).toBe(0);
  expect((await desk.podsim("init demo")).exit).toBe(2);
});
