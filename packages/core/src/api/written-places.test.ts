import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { podManifest, podWith, templateManifest } from "./sample-manifests.js";

/** What of which place is wrong, and as which field a server names it. */
const blamed = (manifest: unknown): readonly string[] =>
  decodeObject(manifest).problems.map(({ path, part = "value", message }) => {
    const [field = ""] = message.split(": ");
    return `${part} ${path.join("/")} ${field}`;
  });

const secret = (more: object) => ({ apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, ...more });

describe("a key that is wrong is blamed itself, not its value", () => {
  test.each<[string, unknown, string]>([
    ["label", podManifest({}, { labels: { "a b": "x" } }), "key metadata/labels/a b metadata.labels"],
    [
      "annotation",
      podManifest({}, { annotations: { "a b": "x" } }),
      "key metadata/annotations/a b metadata.annotations",
    ],
    ["node selector", podManifest({ nodeSelector: { "a b": "x" } }), "key spec/nodeSelector/a b spec.nodeSelector"],
    [
      "resource",
      podWith({ resources: { requests: { memroy: "1Gi" } } }),
      "key spec/containers/0/resources/requests/memroy spec.containers[0].resources.requests.memroy",
    ],
    [
      "key of a ConfigMap",
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, data: { "a b": "x" } },
      "key data/a b data[a b]",
    ],
  ])("%s", (_, manifest, place) => {
    expect(blamed(manifest)).toEqual([place]);
  });

  test("a value that is wrong is blamed as a value", () => {
    expect(blamed(podManifest({}, { labels: { app: "a b" } }))).toEqual(["value metadata/labels/app metadata.labels"]);
  });
});

test("the name of a resource that was meant", () => {
  const { problems } = decodeObject(podWith({ resources: { limits: { memroy: "1Gi" } } }));
  expect(problems.map(({ fix }) => fix)).toEqual(["did you mean memory?"]);
});

describe("a Secret's stringData is blamed where it was written", () => {
  test.each<[string, object, readonly string[]]>([
    ["a key", { stringData: { "a/b": "c" } }, ["key stringData/a/b stringData[a/b]"]],
    [
      "beside data",
      { data: { "a b": "", c: "" }, stringData: { "a/b": "" } },
      ["key data/a b data[a b]", "key stringData/a/b stringData[a/b]"],
    ],
    [
      "keys that are missing",
      { type: "kubernetes.io/tls", stringData: { key: "" } },
      ["value stringData/tls.crt data[tls.crt]", "value stringData/tls.key data[tls.key]"],
    ],
    [
      "keys that are missing in data",
      { type: "kubernetes.io/ssh-auth", data: {} },
      ["value data/ssh-privatekey data[ssh-privatekey]"],
    ],
    ["too much", { stringData: { a: "x".repeat(1_048_577) } }, ["value stringData data"]],
  ])("%s", (_, more, places) => {
    expect(blamed(secret(more))).toEqual(places);
  });
});

describe("what is wrong with a StatefulSet's claims", () => {
  const statefulSet = (names: readonly string[], mounted: string, volumes: readonly object[] = []) => ({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db" },
    spec: {
      selector: { matchLabels: { app: "web" } },
      serviceName: "db",
      template: templateManifest({
        volumes,
        containers: [{ name: "app", image: "db", volumeMounts: [{ name: mounted, mountPath: "/data" }] }],
      }),
      volumeClaimTemplates: names.map((name) => ({
        metadata: { name },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
      })),
    },
  });
  const claims = "spec.volumeClaimTemplates";

  test("is told of the claims, once", () => {
    expect(blamed(statefulSet(["D_"], "D_"))).toEqual([
      `value spec/volumeClaimTemplates/0/metadata/name ${claims}[0].metadata.name`,
    ]);
    expect(blamed(statefulSet(["data", "data"], "data"))).toEqual([
      `value spec/volumeClaimTemplates/1/metadata/name ${claims}[1].metadata.name`,
    ]);
  });

  test("a claim stands in for a volume of its name, and other volumes keep their places", () => {
    const volumes = [
      { name: "data", emptyDir: {} },
      { name: "B_", emptyDir: {} },
    ];
    expect(blamed(statefulSet(["data"], "data", volumes))).toEqual([
      "value spec/template/spec/volumes/1/name spec.template.spec.volumes[1].name",
    ]);
  });
});

describe("what is wrong with a value is told once, where it was written", () => {
  test.each<[string, unknown, readonly string[]]>([
    [
      "half a device as a limit",
      podWith({ resources: { limits: { "nvidia.com/gpu": "1.5" } } }),
      ["limits/nvidia.com/gpu"],
    ],
    [
      "one and a half huge pages as a limit",
      podWith({ resources: { limits: { "hugepages-2Mi": "3Mi", cpu: "1" } } }),
      ["limits/hugepages-2Mi"],
    ],
    ["a limit of nothing that there is", podWith({ resources: { limits: { "a b": "1" } } }), ["limits/a b"]],
    [
      "the same as request and as limit",
      podWith({ resources: { requests: { "nvidia.com/gpu": "1.5" }, limits: { "nvidia.com/gpu": "1.5" } } }),
      ["limits/nvidia.com/gpu", "requests/nvidia.com/gpu"],
    ],
  ])("%s", (_, manifest, places) => {
    expect(decodeObject(manifest).problems.map(({ path }) => path.slice(4).join("/"))).toEqual(places);
  });

  test("a namespace's name, which it carries as a label too", () => {
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "a".repeat(64) } };
    expect(blamed(namespace)).toEqual(["value metadata/name metadata.name"]);
  });

  test("two containers that lack the same are two", () => {
    const containers = [{ name: "a", image: "" }, { name: "b" }];
    expect(blamed(podManifest({ containers }))).toHaveLength(2);
  });
});
