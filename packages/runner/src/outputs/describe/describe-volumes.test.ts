import { podCreated } from "@podsim/core";
import type { Volume } from "@podsim/core";
import { aSpec } from "@podsim/core/testing";
import { describe, expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { kindNamed } from "../kinds/index.js";
import { IndentedWriter } from "../text/indented-writer.js";
import { PERSISTENT_SOURCES, POD_SOURCES } from "./volume-sources.js";

/** What describe pod says below the volume's name. */
const told = (source: object): readonly string[] => {
  const volumes = [{ name: "v", ...source } as Volume];
  const template = { metadata: { labels: {}, annotations: {} }, spec: aSpec({ volumes }) };
  const chronicle = new Chronicle().record(podCreated, 0, { ...podCreated.example, template });
  const out = new IndentedWriter();
  kindNamed("pod")?.describe(chronicle.viewAt("1m"), "default", "web-0", out);
  const lines = out.lines();
  // The block of the last volume is aligned with the line below it.
  const until = lines.findIndex((line) => line.startsWith("QoS Class:"));
  return lines.slice(lines.indexOf("  v:") + 1, until).map((line) => line.replace(/^ {4}/, ""));
};

describe("a pod's volumes", () => {
  test("projected: each of its sources", () => {
    const sources = [
      { configMap: { name: "cfg" } },
      { secret: { name: "sec", optional: true } },
      { downwardAPI: { items: [] } },
      { serviceAccountToken: { path: "t" } },
      { serviceAccountToken: { path: "t", expirationSeconds: 600 } },
    ];
    expect(told({ projected: { sources } })).toEqual([
      "Type:                    Projected (a volume that contains injected data from multiple sources)",
      "ConfigMapName:           cfg",
      "Optional:                false",
      "SecretName:              sec",
      "Optional:                true",
      "DownwardAPI:             true",
      "TokenExpirationSeconds:  3600",
      "TokenExpirationSeconds:  600",
    ]);
  });

  test("downwardAPI: its items", () => {
    const items = [
      { path: "labels", fieldRef: { apiVersion: "v1", fieldPath: "metadata.labels" } },
      { path: "cpu", resourceFieldRef: { resource: "limits.cpu" } },
    ];
    expect(told({ downwardAPI: { items } })).toEqual([
      "Type:  DownwardAPI (a volume populated by information about the pod)",
      "Items:",
      "  metadata.labels -> labels",
      "  limits.cpu -> cpu",
    ]);
  });

  test("ephemeral: the claim it is made from, where values are indented as kubectl has them", () => {
    const spec = { accessModes: ["ReadWriteOnce"], storageClassName: "fast", resources: {}, volumeMode: "Filesystem" };
    const metadata = { labels: { a: "b", c: "d" }, annotations: {} };
    expect(told({ ephemeral: { volumeClaimTemplate: { metadata, spec } } })).toEqual([
      "Type:          EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)",
      "StorageClass:  fast",
      "Volume:",
      "Labels:            a=b",
      "                   c=d",
      "Annotations:       <none>",
      "Capacity:",
      "Access Modes:",
      "VolumeMode:    Filesystem",
    ]);
  });

  test("csi: its attributes", () => {
    const volumeAttributes = { b: "2", a: "x".repeat(150) };
    expect(told({ csi: { driver: "d", readOnly: true, volumeAttributes } })).toEqual([
      "Type:              CSI (a Container Storage Interface (CSI) volume source)",
      "Driver:            d",
      "FSType:",
      "ReadOnly:          true",
      `VolumeAttributes:      a=${"x".repeat(138)}...`,
      "                       b=2",
    ]);
  });

  test.each([
    [{ nfs: { server: "s", path: "/x" } }, ["Server:      s", "Path:        /x", "ReadOnly:    false"]],
    [{ image: { reference: "quay.io/x" } }, ["Reference:   quay.io/x", "PullPolicy:  Always"]],
    [
      { fc: { targetWWNs: ["a", "b"], lun: 0 } },
      ["TargetWWNs:  a, b", "LUN:         0", "FSType:", "ReadOnly:    false"],
    ],
    [
      { flexVolume: { driver: "d", options: { b: "2", a: "1" }, secretRef: { name: "s" } } },
      [
        "Driver:      d",
        "FSType:",
        "SecretRef:   &LocalObjectReference{Name:s,}",
        "ReadOnly:    false",
        "Options:     map[a:1 b:2]",
      ],
    ],
    [
      { cephfs: { monitors: ["m1", "m2"] } },
      ["Monitors:    [m1 m2]", "Path:", "User:", "SecretFile:", "SecretRef:   nil", "ReadOnly:    false"],
    ],
  ])("%j", (source, lines) => {
    expect(told(source).slice(1)).toEqual(lines);
  });

  test("kubectl knows no such source", () => {
    expect(told({ moonDust: {} })).toEqual(["  <unknown>"]);
  });
});

test("every source says what it is", () => {
  for (const { type } of [...Object.values(POD_SOURCES), ...Object.values(PERSISTENT_SOURCES)]) {
    expect(type).toMatch(/^\w+ \(.+\)$/);
  }
});
