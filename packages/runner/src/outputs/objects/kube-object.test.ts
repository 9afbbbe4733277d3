import { decodeObject } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { Workplace } from "../../../testing/command-run.js";

type Json = Readonly<Record<string, unknown>>;

const claimSpec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };

const template = (restartPolicy = "Always"): Json => ({
  metadata: { labels: { app: "web" } },
  spec: {
    restartPolicy,
    containers: [
      {
        name: "app",
        image: "nginx:1.27",
        readinessProbe: { tcpSocket: { port: 80 } },
        livenessProbe: { exec: { command: ["check"] }, initialDelaySeconds: 5 },
      },
    ],
    volumes: [
      { name: "data", persistentVolumeClaim: { claimName: "data" } },
      { name: "scratch", ephemeral: { volumeClaimTemplate: { spec: claimSpec } } },
    ],
  },
});

const selector = { matchLabels: { app: "web" } };

const manifest = (apiVersion: string, kind: string, fields: Json): Json => ({
  apiVersion,
  kind,
  metadata: { name: "it" },
  ...fields,
});

const withTemplate = (kind: string, more: Json = {}): Json =>
  manifest("apps/v1", kind, { spec: { selector, template: template(), ...more } });

const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "it" };

/** Small ones: whoever wrote them left out what can be left out. */
const MANIFESTS = {
  Deployment: withTemplate("Deployment"),
  ReplicaSet: withTemplate("ReplicaSet"),
  DaemonSet: withTemplate("DaemonSet"),
  StatefulSet: withTemplate("StatefulSet", {
    serviceName: "it",
    volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claimSpec }],
  }),
  Job: manifest("batch/v1", "Job", { spec: { template: template("Never") } }),
  CronJob: manifest("batch/v1", "CronJob", {
    spec: { schedule: "0 0 1 1 *", jobTemplate: { spec: { template: template("Never") } } },
  }),
  Service: manifest("v1", "Service", { spec: { selector: { app: "web" }, ports: [{ port: 80 }] } }),
  PodDisruptionBudget: manifest("policy/v1", "PodDisruptionBudget", { spec: { minAvailable: 1, selector } }),
  HorizontalPodAutoscaler: manifest("autoscaling/v2", "HorizontalPodAutoscaler", {
    spec: { maxReplicas: 3, scaleTargetRef },
  }),
  PersistentVolumeClaim: manifest("v1", "PersistentVolumeClaim", { spec: { ...claimSpec, storageClassName: "" } }),
  PersistentVolume: manifest("v1", "PersistentVolume", {
    spec: { capacity: { storage: "5Gi" }, accessModes: ["ReadOnlyMany"], nfs: { server: "a", path: "/" } },
  }),
  StorageClass: manifest("storage.k8s.io/v1", "StorageClass", { provisioner: "csi.example" }),
  PriorityClass: manifest("scheduling.k8s.io/v1", "PriorityClass", { value: 7 }),
  RuntimeClass: manifest("node.k8s.io/v1", "RuntimeClass", {
    handler: "gvisor",
    scheduling: { tolerations: [{ key: "gvisor", operator: "Exists" }] },
  }),
  LimitRange: manifest("v1", "LimitRange", { spec: { limits: [{ type: "Container", max: { cpu: "2" } }] } }),
  ResourceQuota: manifest("v1", "ResourceQuota", { spec: { hard: { pods: "20" } } }),
} satisfies Readonly<Record<string, Json>>;

type Kind = keyof typeof MANIFESTS;

/** The object as `get -o json` shows it a second after it was applied. */
const shown = async (kind: Kind, written: Json = MANIFESTS[kind]): Promise<Json> => {
  const place = new Workplace({ "/desk/it.json": JSON.stringify(written) });
  const run = await place.podsim("run -f it.json --nodes 1 --until 1s");
  expect(run.err).not.toContain("error");
  const { out, err } = await place.podsim(`get ${kind} it -o json`);
  expect(err).toBe("");
  return JSON.parse(out) as Json;
};

const at = (value: unknown, ...steps: readonly (string | number)[]): unknown =>
  steps.reduce<unknown>((found, step) => (found as Record<string | number, unknown> | undefined)?.[step], value);

const keysAt = (value: unknown, ...steps: readonly (string | number)[]): readonly string[] =>
  Object.keys((at(value, ...steps) as object | undefined) ?? {}).sort();

const decoded = (value: unknown): Json => {
  const { object, problems } = decodeObject(value);
  expect(problems).toEqual([]);
  return object as unknown as Json;
};

/** What is written of an object: all of it but who it is and how it is. */
const written = ({ metadata: _, status: __, ...rest }: Json): Json => rest;

describe("objects as a server writes them", () => {
  test.each(["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "CronJob"] as const)(
    "the template of a %s has none of what admission and podsim's own reading fill in",
    async (kind) => {
      const object = await shown(kind);
      const spec = at(object, "spec", ...(kind === "CronJob" ? ["jobTemplate", "spec"] : []), "template", "spec");
      expect(keysAt(spec)).toEqual([
        ...["containers", "restartPolicy", "schedulerName", "terminationGracePeriodSeconds", "volumes"],
      ]);
      expect(keysAt(spec, "containers", 0, "readinessProbe")).not.toContain("initialDelaySeconds");
      expect(at(spec, "containers", 0, "livenessProbe", "initialDelaySeconds")).toBe(5);
      expect(at(spec, "volumes")).toEqual([
        { name: "data", persistentVolumeClaim: { claimName: "data" } },
        {
          name: "scratch",
          ephemeral: { volumeClaimTemplate: { metadata: {}, spec: { ...claimSpec, volumeMode: "Filesystem" } } },
        },
      ]);
    },
  );

  test("a template says which priority it was given, and no other", async () => {
    const spec = { ...(template()["spec"] as Json), priority: 5, preemptionPolicy: "Never" };
    const object = await shown("Deployment", withTemplate("Deployment", { template: { ...template(), spec } }));
    expect(at(object, "spec", "template", "spec")).toMatchObject({ priority: 5, preemptionPolicy: "Never" });
  });

  test("a claim in a StatefulSet's template belongs to no namespace and is a claim that waits", async () => {
    expect(at(await shown("StatefulSet"), "spec", "volumeClaimTemplates")).toEqual([
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: "data" },
        spec: { ...claimSpec, volumeMode: "Filesystem" },
        status: { phase: "Pending" },
      },
    ]);
  });

  test("what is off, or empty, and does not mean anything is not there", async () => {
    expect(at(await shown("PersistentVolumeClaim"), "spec")).toEqual({
      ...claimSpec,
      storageClassName: "",
      volumeMode: "Filesystem",
    });
    expect(keysAt(await shown("StorageClass"))).toEqual([
      ...["apiVersion", "kind", "metadata", "provisioner", "reclaimPolicy", "volumeBindingMode"],
    ]);
    expect(keysAt(await shown("PriorityClass"))).toEqual([
      ...["apiVersion", "kind", "metadata", "preemptionPolicy", "value"],
    ]);
    expect(at(await shown("RuntimeClass"), "scheduling")).toEqual(MANIFESTS.RuntimeClass["scheduling"]);
    expect(at(await shown("LimitRange"), "spec", "limits")).toEqual([
      { type: "Container", max: { cpu: "2" }, default: { cpu: "2" }, defaultRequest: { cpu: "2" } },
    ]);
    expect(at(await shown("ResourceQuota"), "spec")).toEqual({ hard: { pods: "20" } });
    expect(at(await shown("PodDisruptionBudget"), "spec")).toEqual({ minAvailable: 1, selector });
  });

  test("a Job says that its selector was made for it", async () => {
    expect(at(await shown("Job"), "spec", "manualSelector")).toBe(false);
    expect(keysAt(await shown("CronJob"), "spec", "jobTemplate", "spec")).toEqual(["template"]);
  });

  test("a PriorityClass never has a second generation, and autoscalers of 1.34 count none", async () => {
    expect(at(await shown("PriorityClass"), "metadata", "generation")).toBe(1);
    expect(keysAt(await shown("HorizontalPodAutoscaler"), "metadata")).not.toContain("generation");
  });

  test.each(Object.keys(MANIFESTS) as readonly Kind[])("a %s that is shown is read as it was written", async (kind) => {
    const object = decoded(await shown(kind));
    const before = decoded(MANIFESTS[kind]);
    if (kind !== "Job") return expect(written(object)).toEqual(written(before));
    // Its server gives it a selector, and its pods the labels for it.
    expect(written(object)).toMatchObject({
      spec: { ...(before["spec"] as Json), template: { spec: at(before, "spec", "template", "spec") } },
    });
  });
});
