import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import {
  containerManifest,
  decodedOf,
  ignoredOf,
  podManifest,
  podWith,
  refusalsOf,
  workloadManifest,
} from "./sample-manifests.js";

const PLAIN_CONTAINER = {
  name: "app",
  image: "registry.example/app:1",
  imagePullPolicy: "IfNotPresent",
  ports: [],
  resources: { requests: {}, limits: {} },
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
};

const PLAIN_SPEC = {
  initContainers: [],
  containers: [PLAIN_CONTAINER],
  restartPolicy: "Always",
  terminationGracePeriodSeconds: 30,
  tolerations: [],
  schedulerName: "default-scheduler",
  priority: 0,
  preemptionPolicy: "PreemptLowerPriority",
};

test("the smallest pod gets every default", () => {
  expect(decodedOf(podManifest())).toEqual({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
    spec: PLAIN_SPEC,
  });
});

test("null is the same as nothing", () => {
  const spec = Object.fromEntries(Object.keys(PLAIN_SPEC).map((key) => [key, null]));
  const pod = podManifest({
    ...spec,
    containers: [containerManifest({ ports: null, command: null, resources: null })],
  });
  expect(decodedOf(pod)).toEqual(decodedOf(podManifest()));
});

test.each([
  ["kubelet 5.1: tag latest", "nginx:latest", "Always"],
  ["kubelet 5.1: no tag", "nginx", "Always"],
  ["kubelet 5.1: no tag behind a registry's port", "localhost:5000/nginx", "Always"],
  ["kubelet 5.1: another tag", "nginx:1.27", "IfNotPresent"],
  ["kubelet 5.1: a digest", `nginx@sha256:${"ab".repeat(32)}`, "IfNotPresent"],
  ["kubelet 5.1: latest and a digest", `nginx:latest@sha256:${"ab".repeat(32)}`, "Always"],
  ["a reference that no runtime accepts has no tag", "Nginx", "IfNotPresent"],
])("%s", (_, image, imagePullPolicy) => {
  expect(decodedOf(podWith({ image }))).toMatchObject({ spec: { containers: [{ image, imagePullPolicy }] } });
});

test("kubelet 6.1: probe defaults, and a zero is the default where it cannot be meant", () => {
  const probe = {
    httpGet: { port: 80, path: "", scheme: "" },
    periodSeconds: 0,
    timeoutSeconds: 0,
    failureThreshold: 0,
  };
  expect(decodedOf(podWith({ livenessProbe: probe, readinessProbe: { grpc: { port: 9 } } }))).toMatchObject({
    spec: {
      containers: [
        {
          livenessProbe: {
            httpGet: { port: 80, path: "/", scheme: "HTTP" },
            initialDelaySeconds: 0,
            timeoutSeconds: 1,
            periodSeconds: 10,
            successThreshold: 1,
            failureThreshold: 3,
          },
          readinessProbe: { grpc: { port: 9, service: "" } },
        },
      ],
    },
  });
});

test("a zero is kept where it means something", () => {
  const pod = podManifest({ terminationGracePeriodSeconds: 0 });
  expect(decodedOf(pod)).toMatchObject({ spec: { terminationGracePeriodSeconds: 0 } });
});

test("empty texts, lists and maps are the same as nothing; an empty selector is not", () => {
  const term = { topologyKey: "zone", labelSelector: {}, namespaces: [], namespaceSelector: { matchLabels: {} } };
  const pod = podManifest({
    nodeName: "",
    nodeSelector: {},
    hostNetwork: false,
    restartPolicy: "",
    schedulingGates: [],
    affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] }, podAntiAffinity: {} },
  });
  expect(decodedOf(pod)).toEqual({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
    spec: {
      ...PLAIN_SPEC,
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: "zone", labelSelector: {}, namespaceSelector: {} },
          ],
        },
        podAntiAffinity: {},
      },
    },
  });
});

describe("what only pods get", () => {
  const resources = { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m" } };
  const ports = [{ containerPort: 80 }, { containerPort: 81, hostPort: 81 }];
  const containers = [containerManifest({ resources, ports })];

  test("scheduler 5.1: a limit without a request becomes the request", () => {
    expect(decodedOf(podManifest({ containers }))).toMatchObject({
      spec: {
        containers: [{ resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } } }],
      },
    });
  });

  test("scheduler 3.14: on the host's network container ports are host ports", () => {
    const initContainers = [containerManifest({ name: "init", ports: [{ containerPort: 7 }] })];
    expect(decodedOf(podManifest({ containers, initContainers, hostNetwork: true }))).toMatchObject({
      spec: {
        containers: [{ ports: [{ containerPort: 80, hostPort: 80 }, { hostPort: 81 }] }],
        initContainers: [{ ports: [{ containerPort: 7, hostPort: 7 }] }],
      },
    });
  });

  test("a template keeps both as written", () => {
    const template = { metadata: { labels: { app: "web" } }, spec: { containers, hostNetwork: true } };
    expect(decodedOf(workloadManifest("Deployment", { template }))).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                resources: { requests: { cpu: "500m" } },
                ports: [
                  { containerPort: 80, protocol: "TCP" },
                  { containerPort: 81, hostPort: 81, protocol: "TCP" },
                ],
              },
            ],
          },
        },
      },
    });
    const decoded = decodeObject(workloadManifest("Deployment", { template })).object;
    expect(JSON.stringify(decoded)).not.toContain('"hostPort":80');
    expect(JSON.stringify(decoded)).toContain('"requests":{"cpu":"500m"}');
  });
});

test.each([
  [0.5, "500m"],
  [2, "2"],
  ["1000m", "1"],
  ["0.0001", "1m"],
  ["100.1m", "101m"],
  [" 1.5 ", "1500m"],
])("scheduler 5.28: cpu %j is kept as %s", (cpu, text) => {
  expect(decodedOf(podWith({ resources: { requests: { cpu } } }))).toMatchObject({
    spec: { containers: [{ resources: { requests: { cpu: text } } }] },
  });
});

test("a dump of a running pod decodes, and what it says about itself is kept", () => {
  const dump = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: "web-7c4f-x2k8q",
      generateName: "web-7c4f-",
      namespace: "shop",
      uid: "8f0c",
      resourceVersion: "812",
      generation: 1,
      creationTimestamp: "2026-01-01T00:00:00Z",
      managedFields: [{ manager: "kubelet", operation: "Update" }],
      labels: { "pod-template-hash": "7c4f" },
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "ReplicaSet",
          name: "web-7c4f",
          uid: "1a",
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      containers: [
        containerManifest({
          env: [{ name: "MODE", value: "fast" }],
          workingDir: "/srv",
          volumeMounts: [{ name: "kube-api-access-abc", mountPath: "/var/run/secrets", readOnly: true }],
        }),
      ],
      dnsPolicy: "ClusterFirst",
      enableServiceLinks: true,
      nodeName: "node-1",
      serviceAccount: "default",
      serviceAccountName: "default",
      securityContext: {},
      priority: 0,
      preemptionPolicy: "PreemptLowerPriority",
      volumes: [{ name: "kube-api-access-abc", projected: { sources: [{ serviceAccountToken: { path: "token" } }] } }],
    },
    status: { phase: "Running", qosClass: "BestEffort", podIP: "10.0.0.7" },
  };
  const { object, problems, ignored } = decodeObject(dump);
  expect(problems).toEqual([]);
  expect(ignored).toEqual([]);
  expect(object).toMatchObject(dump);
});

describe("W501: what Kubernetes would act on and podsim does not", () => {
  test.each([
    [
      "a volume by its source",
      {
        volumes: [
          { name: "a", emptyDir: {} },
          { name: "b", csi: { driver: "x" } },
        ],
      },
      "spec.volumes[1].csi",
    ],
    ["who runs", { securityContext: { runAsUser: 7 } }, "spec.securityContext"],
    ["another operating system", { os: { name: "windows" } }, "spec.os"],
  ])("%s", (_, spec, field) => {
    expect(ignoredOf(podManifest(spec))).toEqual([`W501 ${field}`]);
    expect(decodedOf(podManifest(spec))).toMatchObject({ spec });
  });

  test("variables only where they come from a file", () => {
    const env = [
      { name: "A", value: "1" },
      { name: "B", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
      { name: "C", valueFrom: { secretKeyRef: { name: "pass", key: "pw" } } },
    ];
    const file = { name: "D", valueFrom: { fileKeyRef: { path: "a", key: "b", volumeName: "v" } } };
    expect(ignoredOf(podWith({ env }))).toEqual([]);
    expect(ignoredOf(podWith({ env: [...env, file] }))).toEqual([
      "W501 spec.containers[0].env[3].valueFrom.fileKeyRef",
    ]);
  });

  test("nothing where the field is empty", () => {
    expect(ignoredOf(podManifest({ securityContext: {}, imagePullSecrets: [] }))).toEqual([]);
  });

  test("also in an object with problems", () => {
    const { problems, ignored } = decodeObject(
      podManifest({ securityContext: { runAsUser: 7 }, restartPolicy: "Sometimes" }),
    );
    expect([problems.length, ignored.length]).toEqual([1, 1]);
  });
});

test("fields of every level are known by name", () => {
  expect(refusalsOf(podManifest({ volumes: [{ name: "a", emptydir: {} }] }))).toEqual([
    'E101 spec.volumes[0].emptydir | unknown field "emptydir" in spec.volumes[0] | ' +
      'kubectl apply refuses it: strict decoding error: unknown field "spec.volumes[0].emptydir"',
  ]);
});
