import { beforeAll, describe, expect, test } from "vitest";
import { Workplace } from "../../../testing/command-run.js";

const CONTAINER = `
      name: c
      image: nginx:1.27
      securityContext: { seccompProfile: { type: Localhost, localhostProfile: profiles/a.json } }
      envFrom: [{ configMapRef: { name: cfg } }, { secretRef: { name: sec, optional: true }, prefix: X_ }]
      env:
        - { name: PLAIN, value: "one\\ntwo" }
        - { name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
        - { name: UID, valueFrom: { fieldRef: { fieldPath: metadata.uid } } }
        - { name: CFG, valueFrom: { configMapKeyRef: { name: cfg, key: a } } }
        - { name: SEC, valueFrom: { secretKeyRef: { name: sec, key: b, optional: true } } }
        - { name: OPEN, valueFrom: { resourceFieldRef: { resource: limits.memory } } }
        - { name: MILLIS, valueFrom: { resourceFieldRef: { resource: requests.cpu, divisor: 1m } } }
      resources: { requests: { cpu: 250m } }
      volumeDevices: [{ name: raw, devicePath: /dev/xvdb }, { name: raw, devicePath: /dev/xvda }]
      livenessProbe: { httpGet: { path: "/h?full=1 (ü)", port: 80, host: "::1" }, failureThreshold: 9 }`;

const work = new Workplace({
  "pod.yaml": `apiVersion: v1
kind: Pod
metadata: { name: p }
spec:
  serviceAccountName: mysa
  securityContext: { seccompProfile: { type: RuntimeDefault } }
  resources: { requests: { cpu: "1" }, limits: { cpu: "2" } }
  containers:
    -${CONTAINER.slice(6)}
---
apiVersion: v1
kind: Pod
metadata: { name: q, annotations: { long: "${"x".repeat(150)}", umlauts: "${"ü".repeat(70)}" } }
spec: { containers: [{ name: c, image: "nginx:1.27", volumeMounts: [{ name: v, mountPath: /v, readOnly: true }] }], volumes: [{ name: v }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d }
spec:
  selector: { matchLabels: { app: d } }
  template:
    metadata: { labels: { app: d } }
    spec: { serviceAccount: old, containers: [{ name: c, image: "nginx:1.27", env: [{ name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }] }] }
`,
});

beforeAll(async () => {
  await work.podsim("run -f pod.yaml --nodes 1 --until 1m -o json");
});

const described = async (line: string): Promise<readonly string[]> =>
  (await work.podsim(`describe ${line}`)).out.split("\n");

/** The lines from the one that begins so, `count` of them. */
const from = (lines: readonly string[], start: string, count: number): readonly string[] => {
  const at = lines.findIndex((line) => line.startsWith(start));
  return lines.slice(at, at + count);
};

describe("describe pod", () => {
  test("shows where the environment comes from, and whether it may be missing", async () => {
    expect(from(await described("pod p"), "    Environment Variables from:", 12)).toEqual([
      "    Environment Variables from:",
      "      cfg  ConfigMap                Optional: false",
      "      sec  Secret with prefix 'X_'  Optional: true",
      "    Environment:",
      "      PLAIN:   one",
      "               two",
      "      POD:     p (v1:metadata.name)",
      "      UID:      (v1:metadata.uid)",
      "      CFG:     <set to the key 'a' of config map 'cfg'>  Optional: false",
      "      SEC:     <set to the key 'b' in secret 'sec'>      Optional: true",
      "      OPEN:    node allocatable (limits.memory)",
      "      MILLIS:  250 (requests.cpu)",
    ]);
  });

  test("shows resources of the pod, profiles, devices and the service account", async () => {
    const lines = await described("pod p");
    expect(lines[3]).toBe("Service Account:  mysa");
    expect(from(lines, "Resources:", 5)).toEqual([
      "Resources:",
      "  Limits:",
      "    cpu:  2",
      "  Requests:",
      "    cpu:  1",
    ]);
    expect(from(lines, "SeccompProfile:", 1)).toEqual(["SeccompProfile:   RuntimeDefault"]);
    expect(from(lines, "    SeccompProfile:", 2)).toEqual([
      "    SeccompProfile:      Localhost",
      "      LocalhostProfile:  profiles/a.json",
    ]);
    expect(from(lines, "    Devices:", 3)).toEqual([
      "    Devices:   <none>",
      "      /dev/xvda from raw",
      "      /dev/xvdb from raw",
    ]);
  });

  test("a probe's path is written as a URL writes it", async () => {
    expect(from(await described("pod p"), "    Liveness:", 1)).toEqual([
      "    Liveness:  http-get http://[::1]:80/h%3Ffull=1%20%28%C3%BC%29 delay=0s timeout=1s period=10s #success=1 #failure=9",
    ]);
  });

  test("long annotations are cut by bytes", async () => {
    expect(from(await described("pod q"), "Annotations:", 4)).toEqual([
      "Annotations:      long:",
      `                    ${"x".repeat(138)}...`,
      "                  umlauts:",
      `                    ${"ü".repeat(69)}...`,
    ]);
  });

  test("a pod that names no service account has the default one, and a volume without a source is an EmptyDir", async () => {
    const lines = await described("pod q");
    expect(lines[3]).toBe("Service Account:  default");
    expect(from(lines, "Volumes:", 5)).toEqual([
      "Volumes:",
      "  v:",
      "    Type:        EmptyDir (a temporary directory that shares a pod's lifetime)",
      "    Medium:",
      "    SizeLimit:   <unset>",
    ]);
    expect(lines).toContain("      /v from v (ro)");
  });
});

test("a template shows its service account, and fields of pods by their names", async () => {
  const lines = await described("deploy d");
  expect(from(lines, "  Service Account:", 1)).toEqual(["  Service Account:  old"]);
  expect(lines).toContain("      POD:          (v1:metadata.name)");
});
