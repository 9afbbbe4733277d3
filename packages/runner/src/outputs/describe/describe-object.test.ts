import { beforeAll, describe, expect, test } from "vitest";
import { Workplace } from "../../../testing/command-run.js";
import { KINDS } from "../kinds/index.js";

const work = new Workplace({
  "m.yaml": `apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: sandboxed, labels: { a: b } }
handler: runsc
overhead: { podFixed: { cpu: 250m } }
scheduling: { nodeSelector: { kubernetes.io/os: linux } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast, annotations: { storageclass.kubernetes.io/is-default-class: "true" } }
provisioner: csi.example.com
allowVolumeExpansion: true
parameters: { type: ssd, iops: "3000" }
mountOptions: [noatime, discard]
allowedTopologies: [{ matchLabelExpressions: [{ key: topology.kubernetes.io/zone, values: [a, b] }, { key: rack, values: [r1] }] }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: slow }
provisioner: kubernetes.io/no-provisioner
---
apiVersion: storage.k8s.io/v1
kind: CSINode
metadata: { name: node-1 }
spec: { drivers: [{ name: csi.example.com, nodeID: i-1, topologyKeys: [zone, rack], allocatable: { count: 25 } }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, labels: { app: web } }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http, name: http }] }
---
apiVersion: v1
kind: Service
metadata: { name: nobody }
spec: { selector: { app: nobody }, ports: [{ port: 80, targetPort: http }] }
---
apiVersion: v1
kind: Pod
metadata: { name: ready, labels: { app: web } }
spec: { containers: [{ name: c, image: "nginx:1", ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: starting, labels: { app: web } }
spec: { containers: [{ name: c, image: "nginx:1", ports: [{ name: http, containerPort: 8080 }], readinessProbe: { httpGet: { port: http }, initialDelaySeconds: 3000 } }] }
`,
});

beforeAll(async () => {
  await work.podsim("run -f m.yaml --nodes 1 --until 1m -o json");
});

const described = async (line: string): Promise<readonly string[]> =>
  (await work.podsim(`describe ${line}`)).out
    .replace(/(\d+\.){3}\d+/g, "ADDRESS")
    .replace(/(?<=UID: +)\S+/g, "UID")
    .split("\n")
    .slice(0, -1);

test("every kind that get shows can be described", async () => {
  for (const { plural } of KINDS) {
    const { out, err, exit } = await work.podsim(`describe ${plural} -A`);
    expect([plural, exit]).toEqual([plural, 0]);
    const shown = await work.podsim(`get ${plural} -A -o name`);
    expect([plural, out.match(/^Name:/gm)?.length ?? 0]).toEqual([
      plural,
      shown.out.split("\n").filter((line) => line !== "").length,
    ]);
    if (out === "") expect(err).toContain("No resources found");
  }
});

test("of kinds that kubectl has no words for, the fields are shown", async () => {
  const lines = await described("runtimeclass sandboxed");
  expect(lines.at(-1)).toMatch(/^Events: +<none>$/);
  expect(lines.slice(0, 16)).toEqual([
    "Name:         sandboxed",
    "Namespace:",
    "Labels:       a=b",
    "Annotations:  <none>",
    "API Version:  node.k8s.io/v1",
    "Handler:      runsc",
    "Kind:         RuntimeClass",
    "Metadata:",
    "  Creation Timestamp:  2026-01-01T00:00:00Z",
    "  UID:                 UID",
    "Overhead:",
    "  Pod Fixed:",
    "    Cpu:  250m",
    "Scheduling:",
    "  Node Selector:",
    "    kubernetes.io/os:  linux",
  ]);
});

describe("describe storageclass", () => {
  test("shows who makes volumes, how and where", async () => {
    expect(await described("sc fast")).toEqual([
      "Name:                  fast",
      "IsDefaultClass:        Yes",
      "Annotations:           storageclass.kubernetes.io/is-default-class=true",
      "Provisioner:           csi.example.com",
      "Parameters:            iops=3000,type=ssd",
      "AllowVolumeExpansion:  True",
      "MountOptions:",
      "  noatime",
      "  discard",
      "ReclaimPolicy:      Delete",
      "VolumeBindingMode:  Immediate",
      "AllowedTopologies:",
      "  Term 0:           topology.kubernetes.io/zone in [a, b]",
      "                    rack in [r1]",
      "Events:             <none>",
    ]);
  });

  test("says where nothing is said", async () => {
    expect((await described("sc slow")).slice(1, 7)).toEqual([
      "IsDefaultClass:        No",
      "Annotations:           <none>",
      "Provisioner:           kubernetes.io/no-provisioner",
      "Parameters:            <none>",
      "AllowVolumeExpansion:  <unset>",
      "MountOptions:          <none>",
    ]);
  });
});

test("describe csinode shows the drivers of a node", async () => {
  expect((await described("csinode node-1")).slice(3)).toEqual([
    "CreationTimestamp:  Thu, 01 Jan 2026 00:00:00 +0000",
    "Spec:",
    "  Drivers:",
    "    csi.example.com:",
    "      Node ID:  i-1",
    "      Allocatables:",
    "        Count:        25",
    "      Topology Keys:  [zone rack]",
    "Events:               <none>",
  ]);
});

describe("what stands behind a Service", () => {
  test("describe endpoints", async () => {
    expect(await described("endpoints web")).toEqual([
      "Name:         web",
      "Namespace:    default",
      "Labels:       app=web",
      "              endpoints.kubernetes.io/managed-by=endpoint-controller",
      "Annotations:  <none>",
      "Subsets:",
      "  Addresses:          ADDRESS",
      "  NotReadyAddresses:  ADDRESS",
      "  Ports:",
      "    Name  Port  Protocol",
      "    ----  ----  --------",
      "    http  8080  TCP",
      "",
      "Events:  <none>",
    ]);
    expect((await described("ep nobody")).slice(-2)).toEqual(["Subsets:", "Events:  <none>"]);
  });

  test("describe endpointslice", async () => {
    const lines = await described("endpointslices web");
    expect(lines.slice(1, 12)).toEqual([
      "Namespace:    default",
      "Labels:       app=web",
      "              endpointslice.kubernetes.io/managed-by=endpointslice-controller.k8s.io",
      "              kubernetes.io/service-name=web",
      "Annotations:  <none>",
      "AddressType:  IPv4",
      "Ports:",
      "  Name  Port  Protocol",
      "  ----  ----  --------",
      "  http  8080  TCP",
      "Endpoints:",
    ]);
    expect(lines.slice(12, 19)).toEqual([
      "  - Addresses:  ADDRESS",
      "    Conditions:",
      "      Ready:    true",
      "    Hostname:   <unset>",
      "    TargetRef:  Pod/ready",
      "    NodeName:   node-1",
      "    Zone:       <unset>",
    ]);
    expect((await described("endpointslices nobody")).slice(5)).toEqual([
      "AddressType:  IPv4",
      "Ports: <unset>",
      "Endpoints: <none>",
      "Events:  <none>",
    ]);
  });
});
