import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { containerManifest, podManifest } from "./sample-manifests.js";

type Json = Readonly<Record<string, unknown>>;

/** Place below `prefix`, and reason, of everything wrong. */
const refused = (manifest: Json, prefix: string): readonly (readonly [place: string, why: string])[] =>
  decodeObject(manifest).problems.map(
    ({ path, why }) =>
      [path.join(".").replace(prefix, ""), why.replace(/^a real API server rejects (this Pod|it)(: )?/, "")] as const,
  );

describe("a mount", () => {
  const mounting = (more: Json, container: Json = {}): Json =>
    podManifest({
      containers: [containerManifest({ volumeMounts: [{ name: "data", mountPath: "/a", ...more }], ...container })],
      volumes: [{ name: "data", emptyDir: {} }],
    });

  test.each<[Json, string, string]>([
    [{ subPath: "../x" }, "subPath", "must not contain '..'"],
    [{ subPath: "a/../../x" }, "subPath", "must not contain '..'"],
    [{ subPath: "/abs" }, "subPath", "must be a relative path"],
    [{ subPathExpr: "/$(POD)" }, "subPathExpr", "must be a relative path"],
    [{ subPath: "a", subPathExpr: "b" }, "subPathExpr", "subPathExpr and subPath are mutually exclusive"],
    [{ mountPropagation: "Foo" }, "mountPropagation", 'supported values: "Bidirectional", "HostToContainer", "None"'],
    [
      { mountPropagation: "Bidirectional" },
      "mountPropagation",
      "Bidirectional mount propagation is available only to privileged containers",
    ],
    [{ recursiveReadOnly: "Foo" }, "recursiveReadOnly", 'supported values: "Disabled", "Enabled", "IfPossible"'],
    [{ recursiveReadOnly: "Enabled" }, "recursiveReadOnly", "may only be specified when readOnly is true"],
    [
      { recursiveReadOnly: "IfPossible", readOnly: true, mountPropagation: "HostToContainer" },
      "recursiveReadOnly",
      "may only be specified when mountPropagation is None or not specified",
    ],
    [{ readOnly: 5 }, "readOnly", "Kubernetes declares this field as a boolean"],
  ])("%j is refused", (more, place, words) => {
    expect(refused(mounting(more), "spec.containers.0.volumeMounts.0.")).toEqual([[place, words]]);
  });

  test.each<[Json, Json?]>([
    [{ subPath: "a/..b/c" }],
    [{ subPathExpr: "$(POD)/x" }],
    [{ mountPath: "/e:f" }],
    [{ mountPropagation: "HostToContainer" }],
    [{ mountPropagation: "Bidirectional" }, { securityContext: { privileged: true } }],
    [{ recursiveReadOnly: "Disabled" }],
    [{ recursiveReadOnly: "Enabled", readOnly: true, mountPropagation: "None" }],
  ])("%j is right", (more, container) => {
    expect(refused(mounting(more, container), "")).toEqual([]);
  });
});

const of = (source: Json): Json => podManifest({ volumes: [{ name: "v", ...source }] });
const sources = (...list: readonly Json[]): Json => of({ projected: { sources: list } });

const MODE = "must be a number between 0 and 0777 (octal), both inclusive";
const FILE_FIELDS =
  'supported values: "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"';
const item = (path: string, more: Json = {}): Json => ({ key: "a", path, ...more });
const file = (more: Json): Json => of({ downwardAPI: { items: [{ path: "a", ...more }] } });

describe("a volume", () => {
  test.each<[Json, string, string]>([
    [of({ emptyDir: {}, hostPath: { path: "/a" } }), "hostPath", "may not specify more than 1 volume type"],
    [of({ csi: { driver: "a" }, secret: { secretName: "a" } }), "csi", "may not specify more than 1 volume type"],
    [
      of({ emptyDir: { sizeLimit: "-1Gi" } }),
      "emptyDir.sizeLimit",
      "SizeLimit field must be a valid resource quantity",
    ],
    [of({ configMap: { name: "a", defaultMode: 1000 } }), "configMap.defaultMode", MODE],
    [of({ secret: { secretName: "a", defaultMode: -1 } }), "secret.defaultMode", MODE],
    [of({ projected: { defaultMode: 512 } }), "projected.defaultMode", MODE],
    [of({ downwardAPI: { defaultMode: 512 } }), "downwardAPI.defaultMode", MODE],
    [of({ secret: { secretName: "a", items: [item("b", { mode: 512 })] } }), "secret.items.0.mode", MODE],
    [of({ configMap: { name: "a", items: [item("../b")] } }), "configMap.items.0.path", "must not contain '..'"],
    [of({ configMap: { name: "a", items: [item("/b")] } }), "configMap.items.0.path", "must be a relative path"],
    [of({ secret: { secretName: "a", items: [item("..b")] } }), "secret.items.0.path", "must not start with '..'"],
    [
      sources({ configMap: { name: "a" }, secret: { name: "b" } }),
      "projected.sources.0",
      "may not specify more than 1 volume type per source",
    ],
    [
      sources({ configMap: { name: "a", items: [item("x")] } }, { secret: { name: "b", items: [item("x")] } }),
      "projected",
      "conflicting duplicate paths",
    ],
    [
      sources({ serviceAccountToken: { path: "a", expirationSeconds: 5 } }),
      "projected.sources.0.serviceAccountToken.expirationSeconds",
      "may not specify a duration less than 10 minutes",
    ],
    [
      sources({ serviceAccountToken: { path: "a", expirationSeconds: 2 ** 32 + 1 } }),
      "projected.sources.0.serviceAccountToken.expirationSeconds",
      "may not specify a duration larger than 2^32 seconds",
    ],
    [sources({ serviceAccountToken: {} }), "projected.sources.0.serviceAccountToken.path", ""],
    [file({}), "downwardAPI.items.0", "one of fieldRef and resourceFieldRef is required"],
    [file({ fieldRef: { fieldPath: "spec.nodeName" } }), "downwardAPI.items.0.fieldRef.fieldPath", FILE_FIELDS],
    [file({ resourceFieldRef: { resource: "limits.cpu" } }), "downwardAPI.items.0.resourceFieldRef.containerName", ""],
    [
      file({
        fieldRef: { fieldPath: "metadata.name" },
        resourceFieldRef: { containerName: "a", resource: "limits.cpu" },
      }),
      "downwardAPI.items.0",
      "fieldRef and resourceFieldRef can not be specified simultaneously",
    ],
    [of({ csi: {} }), "csi.driver", ""],
    [of({ nfs: { server: "a", path: "b" } }), "nfs.path", "must be an absolute path"],
    [of({ gitRepo: { repository: "" } }), "gitRepo.repository", ""],
    [of({ gitRepo: { repository: "a", directory: "../b" } }), "gitRepo.directory", "must not contain '..'"],
    [
      of({ iscsi: { targetPortal: "a", iqn: "bad" } }),
      "iscsi.iqn",
      "must be valid format starting with iqn, eui, or naa",
    ],
    [of({ iscsi: { targetPortal: "a", iqn: "iqn.bad" } }), "iscsi.iqn", "must be valid format"],
    [
      of({ iscsi: { targetPortal: "a", iqn: "iqn.2001-04.com.example:a", lun: 300 } }),
      "iscsi.lun",
      "must be between 0 and 255, inclusive",
    ],
    [of({ persistentVolumeClaim: {} }), "persistentVolumeClaim.claimName", ""],
  ])("%j is refused", (manifest, place, words) => {
    expect(refused(manifest, "spec.volumes.0.")).toEqual([[place, words]]);
  });

  test.each<Json>([
    of({}),
    of({ emptyDir: null, hostPath: { path: "/a" } }),
    of({ emptyDir: { sizeLimit: "0", medium: "Foo" } }),
    of({ configMap: { name: "a", defaultMode: 0o777, items: [item("a/b..c", { mode: 0 })] } }),
    of({ secret: { secretName: "a", defaultMode: 0 } }),
    sources(
      { configMap: { name: "a", items: [item("x")] } },
      { secret: { name: "b", items: [item("y")] } },
      { serviceAccountToken: { path: "t", expirationSeconds: 600, audience: "a" } },
      { serviceAccountToken: { path: "u" } },
      { downwardAPI: { items: [{ path: "z", fieldRef: { fieldPath: "metadata.labels" } }] } },
    ),
    file({ fieldRef: { fieldPath: "metadata.labels['app.kubernetes.io/name']" } }),
    file({ resourceFieldRef: { containerName: "app", resource: "requests.hugepages-2Mi" } }),
    of({ csi: { driver: "CSI.example.com" } }),
    of({ nfs: { server: "a", path: "/b" } }),
    of({ gitRepo: { repository: "a", directory: "b" } }),
    of({ iscsi: { targetPortal: "a", iqn: "iqn.2001-04.com.example:a", lun: 255 } }),
  ])("%j is right", (manifest) => {
    expect(refused(manifest, "")).toEqual([]);
  });
});
