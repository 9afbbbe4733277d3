import { describe, expect, test } from "vitest";
import { kindDefinedBy, decodeObject } from "./decode-object.js";
import { fieldText } from "./errors.js";
import {
  containerManifest,
  decodedOf,
  ignoredOf,
  podManifest,
  podWith,
  refusalsOf,
  workloadManifest,
} from "./sample-manifests.js";

describe("what an object says it is", () => {
  test.each([
    ["nothing", null, ["E104  | expected an object, got nothing | a manifest is an object with apiVersion and kind"]],
    [
      "a list",
      [],
      ["E104  | expected an object, got an empty list | a manifest is an object with apiVersion and kind"],
    ],
    [
      "neither version nor kind",
      {},
      [
        "E302 apiVersion | apiVersion not set | apiVersion and kind say what the object is",
        "E302 kind | kind not set | apiVersion and kind say what the object is",
      ],
    ],
    [
      "a kind that is no text",
      { apiVersion: "v1", kind: 5 },
      ["E104 kind | kind must be a text | apiVersion and kind say what the object is"],
    ],
  ])("%s", (_, value, refusals) => {
    expect(refusalsOf(value)).toEqual(refusals);
  });

  test("a missing version is proposed", () => {
    expect(decodeObject({ kind: "Deployment" }).problems[0]?.fix).toBe("add apiVersion: apps/v1");
  });

  test.each([
    ["CronJob", "batch/v1beta1", "write apiVersion: batch/v1"],
    ["PodDisruptionBudget", "policy/v1beta1", "write apiVersion: policy/v1"],
    ["Deployment", "extensions/v1beta1", "write apiVersion: apps/v1"],
    ["Deployment", "v1", "write apiVersion: apps/v1"],
    ["Pod", "v2", "write apiVersion: v1"],
    ["Deploiment", "apps/v1", "did you mean Deployment?"],
  ])("no matches for kind %s in version %s", (kind, apiVersion, fix) => {
    const { object, problems, ignored } = decodeObject({ apiVersion, kind, metadata: { name: "x" } });
    expect([object, ignored]).toEqual([null, []]);
    expect(problems).toMatchObject([
      { code: "E310", message: `no matches for kind "${kind}" in version "${apiVersion}"`, fix },
    ]);
  });

  test.each([
    ["v1", "ReplicationController", "pods it would create are missing from the run"],
    ["storage.k8s.io/v1", "CSIDriver", "volumes are attached at once, and drivers have room for any number of them"],
    ["v1", "ServiceAccount", "access rights are not modelled: everything is allowed"],
    [
      "serving.knative.dev/v1",
      "Service",
      "podsim does not know what a serving.knative.dev/v1 Service does; if it creates pods, they are missing",
    ],
  ])("W502: %s %s is known and not modelled", (apiVersion, kind, consequence) => {
    expect(decodeObject({ apiVersion, kind, spec: { anything: 1 } })).toEqual({
      object: null,
      problems: [],
      ignored: [{ path: ["kind"], field: `kind ${kind}`, code: "W502", consequence }],
    });
  });

  test("E310: a kind that nobody defines is refused, as a server refuses it", () => {
    const bar = { apiVersion: "foo.example/v1", kind: "Bar", metadata: { name: "x" } };
    const [problem] = decodeObject(bar).problems;
    expect(problem).toMatchObject({
      code: "E310",
      path: ["kind"],
      message: 'no matches for kind "Bar" in version "foo.example/v1"',
    });
  });

  test("W502: a kind that a CustomResourceDefinition defines is passed over", () => {
    const definition = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "bars.foo.example" },
      spec: { group: "foo.example", names: { kind: "Bar", plural: "bars" } },
    };
    const defined = kindDefinedBy(definition);
    expect(defined).toBe("foo.example/Bar");
    expect(kindDefinedBy({ kind: "Pod" })).toBeNull();
    const bar = { apiVersion: "foo.example/v1", kind: "Bar", metadata: { name: "x" } };
    const { problems, ignored } = decodeObject(bar, new Set([defined ?? ""]));
    expect(problems).toEqual([]);
    expect(ignored).toMatchObject([{ code: "W502", field: "kind Bar" }]);
  });

  test("a list is not one object", () => {
    expect(refusalsOf({ apiVersion: "v1", kind: "List", items: [] })).toEqual([
      "E104 items | expected one object, got an empty list | the items of a list are decoded one by one",
    ]);
    expect(refusalsOf({ apiVersion: "v1", kind: "PodList", items: 5 })).toEqual([
      "E104 items | expected a list of objects, got 5 | the items of a list are decoded one by one",
    ]);
  });
});

describe("E101: unknown fields", () => {
  test("are refused with the name that was meant", () => {
    const { problems } = decodeObject(podManifest({ containers: [containerManifest({ imagePullPolcy: "Never" })] }));
    expect(problems).toEqual([
      {
        path: ["spec", "containers", 0, "imagePullPolcy"],
        code: "E101",
        expected: "a field of Container",
        got: '"Never"',
        message: 'unknown field "imagePullPolcy" in spec.containers[0]',
        why: 'kubectl apply refuses it: strict decoding error: unknown field "spec.containers[0].imagePullPolcy"',
        fix: 'did you mean "imagePullPolicy"?',
        part: "key",
      },
    ]);
  });

  test("upper and lower case matter", () => {
    expect(decodeObject(podManifest({ hostnetwork: true })).problems).toMatchObject([
      { fix: 'did you mean "hostNetwork"?' },
    ]);
  });

  test("nothing is proposed where nothing is near", () => {
    expect(decodeObject({ ...podManifest(), colour: 1 }).problems).toMatchObject([
      { message: 'unknown field "colour" in Pod', path: ["colour"] },
    ]);
    expect(decodeObject({ ...podManifest(), colour: 1 }).problems[0]).not.toHaveProperty("fix");
  });

  test("the field that was meant is not reported as missing too", () => {
    const pod = podManifest({ containers: [{ name: "app", imagee: "nginx" }] });
    expect(decodeObject(pod).problems.map(({ code }) => code)).toEqual(["E101"]);
  });

  test("are refused inside templates and in status-like places that are looked into", () => {
    const node = { apiVersion: "v1", kind: "Node", metadata: { name: "n" }, status: { capacty: { cpu: "4" } } };
    expect(decodeObject(node).problems).toMatchObject([
      { path: ["status", "capacty"], fix: 'did you mean "capacity"?' },
    ]);
    const deployment = workloadManifest("Deployment", { template: { metadata: { label: {} }, spec: {} } });
    expect(decodeObject(deployment).problems.map(({ path }) => fieldText(path))).toContain(
      "spec.template.metadata.label",
    );
  });
});

describe("E104: wrong types", () => {
  test.each([
    ["a number for a text", { nodeName: 7 }, "expected a text, got 7", 'put it in quotes: "7"'],
    ["a boolean for a text", { nodeName: true }, "expected a text, got true", 'put it in quotes: "true"'],
    ["a text for a number", { priority: "7" }, 'expected a whole number, got "7"', "remove the quotes: 7"],
    ["a fraction", { priority: 7.5 }, "expected a whole number, got 7.5", undefined],
    ["beyond int32", { priority: 2 ** 31 }, "expected a whole number, got 2147483648", undefined],
    ["a text for a boolean", { hostNetwork: "true" }, 'expected true or false, got "true"', "remove the quotes: true"],
    [
      "an object for a list",
      { tolerations: { key: "a" } },
      "expected a list, got an object",
      'start every item with a dash: "- "',
    ],
    [
      "a list for an object",
      { affinity: [{}] },
      "expected an object with nodeAffinity, podAffinity, podAntiAffinity, got a list",
      "one object is wanted here: remove the dashes in front of its fields",
    ],
    [
      "a list for a map",
      { nodeSelector: ["a"] },
      "expected an object with keys of your own, got a list",
      "write keys with their values under it, one a line",
    ],
  ])("%s", (_, spec, message, fix) => {
    const { object, problems } = decodeObject(podManifest(spec));
    expect(object).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path: ["spec", Object.keys(spec)[0]], code: "E104", message });
    expect(problems[0]?.fix).toBe(fix);
  });

  test("a text for a container", () => {
    expect(decodeObject(podManifest({ containers: ["nginx"] })).problems).toMatchObject([
      {
        path: ["spec", "containers", 0],
        message: 'expected an object with name, image, imagePullPolicy …, got "nginx"',
        why: "Kubernetes declares this field as Container",
      },
    ]);
  });

  test("label values that YAML reads as numbers", () => {
    expect(decodeObject(podManifest({}, { labels: { version: 1 } })).problems).toMatchObject([
      { path: ["metadata", "labels", "version"], message: "expected a text, got 1", fix: 'put it in quotes: "1"' },
    ]);
  });

  test("a whole level of the wrong type is one problem", () => {
    expect(refusalsOf({ ...podManifest(), spec: "none" })).toEqual([
      'E104 spec | expected an object with volumes, initContainers, containers …, got "none" | Kubernetes declares this field as PodSpec',
    ]);
  });

  test("an unreadable label does not make the selector wrong too", () => {
    const template = { metadata: { labels: { app: 1 } }, spec: { containers: [containerManifest()] } };
    const codes = decodeObject(workloadManifest("Deployment", { template })).problems.map(({ code }) => code);
    expect(codes).toEqual(["E104"]);
  });
});

describe("E103: quantities", () => {
  const why = "suffixes are Ki Mi Gi Ti (powers of 1024) and k M G T (powers of 1000)";
  test.each([
    ["4GB", "4Gi = 4 294 967 296 bytes, or 4G = 4 000 000 000 bytes"],
    ["512mb", "512Mi = 536 870 912 bytes, or 512M = 512 000 000 bytes"],
    ["1.5 GiB", "1.5Gi = 1 610 612 736 bytes, or 1.5G = 1 500 000 000 bytes"],
    ["100K", "100Ki = 102 400 bytes, or 100k = 100 000 bytes"],
    ["1,5", "write 1.5"],
    ["lots", undefined],
  ])("memory %s", (memory, fix) => {
    const { problems } = decodeObject(podWith({ resources: { limits: { memory } } }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      path: ["spec", "containers", 0, "resources", "limits", "memory"],
      code: "E103",
      message: `"${memory}" is not a Kubernetes quantity`,
      why,
    });
    expect(problems[0]?.fix).toBe(fix);
  });

  test.each([
    ["2 cores", "write 2"],
    ["500 m", "write 500m"],
    ["half", undefined],
  ])("cpu %s", (cpu, fix) => {
    const { problems } = decodeObject(podWith({ resources: { requests: { cpu } } }));
    expect(problems).toMatchObject([{ code: "E103", why: expect.stringContaining("a quantity of CPU") as string }]);
    expect(problems[0]?.fix).toBe(fix);
  });

  test("neither text nor number", () => {
    expect(decodeObject(podWith({ resources: { requests: { cpu: [1] } } })).problems).toMatchObject([
      { code: "E103", message: "a list is not a Kubernetes quantity" },
    ]);
  });
});

test("all problems of an object at once, each cause once", () => {
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "Web_1", labels: { "a/b/c": "x" } },
    spec: {
      restartPolicy: "always",
      containers: [
        {
          name: "app",
          ports: [
            { containerPort: 80, hostPort: 80 },
            { containerPort: 70000 },
            { containerPort: 80, hostPort: 80, name: "A" },
          ],
          resources: { requests: { memory: "2Gi", cpu: "1x" }, limits: { memory: "1Gi" } },
          livenessProbe: { periodSecond: 5, successThreshold: 2 },
        },
        { name: "app", image: 5 },
      ],
      tolerations: [{ effect: "NoSchedule", tolerationSeconds: 5 }],
      topologySpreadConstraints: [{ maxSkew: 0, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule" }],
    },
  };
  const lines = decodeObject(pod).problems.map(({ code, message }) => `${code} ${message}`);
  expect(lines).toEqual([
    'E103 "1x" is not a Kubernetes quantity',
    'E101 unknown field "periodSecond" in spec.containers[0].livenessProbe',
    "E104 expected a text, got 5",
    'E303 spec.restartPolicy: Unsupported value: "always"',
    'E304 metadata.name: Invalid value: "Web_1"',
    'E304 metadata.labels: Invalid value: "a/b/c"',
    "E302 spec.containers[0].image: Required value",
    "E304 spec.containers[0].ports[1].containerPort: Invalid value: 70000",
    'E304 spec.containers[0].ports[2].name: Invalid value: "A"',
    "E301 requests.memory 2Gi is more than limits.memory 1Gi",
    "E304 spec.containers[0].livenessProbe.successThreshold: Invalid value: 2",
    'E305 spec.containers[1].name: Duplicate value: "app"',
    'E305 spec.containers[0].ports[2].hostPort: Duplicate value: "TCP//80"',
    "E304 spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0",
    'E304 spec.tolerations[0].operator: Invalid value: "Equal"',
    'E304 spec.tolerations[0].effect: Invalid value: "NoSchedule"',
  ]);
});

describe("keys that are no ordinary names", () => {
  const names = ["constructor", "toString", "hasOwnProperty", "valueOf"];

  test.each(names)("%s is a label like any other", (key) => {
    const pod = decodedOf(podManifest({ nodeSelector: { [key]: "x" } }, { labels: { [key]: "x" } }));
    expect(pod).toMatchObject({ metadata: { labels: { [key]: "x" } }, spec: { nodeSelector: { [key]: "x" } } });
  });

  test.each(names)("%s is an unknown field like any other", (key) => {
    expect(decodeObject(podManifest({ [key]: 1 })).problems).toMatchObject([{ code: "E101", path: ["spec", key] }]);
  });

  test("__proto__ is data wherever it comes", () => {
    const withKey = (text: string): unknown => JSON.parse(text);
    const spec = withKey('{"containers": [{"name": "app", "image": "x"}], "__proto__": {"polluted": "yes"}}');
    expect(decodeObject({ ...podManifest(), spec }).problems).toMatchObject([
      { code: "E101", path: ["spec", "__proto__"] },
    ]);
    const annotations = withKey('{"__proto__": "x"}');
    expect(decodeObject(podManifest({}, { annotations })).problems[0]).toMatchObject({
      path: ["metadata", "annotations", "__proto__"],
      code: "E304",
    });
    const limits = withKey('{"__proto__": "1"}');
    expect(decodeObject(podWith({ resources: { limits } })).problems[0]).toMatchObject({ code: "E304" });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("nothing is read from a prototype", () => {
    const spec: unknown = Object.create({ containers: [containerManifest()] });
    expect(refusalsOf({ ...podManifest(), spec })).toEqual([
      "E302 spec.containers | spec.containers: Required value | a real API server rejects this Pod",
    ]);
  });
});

test("an object that refers to itself is refused, not followed", () => {
  const loop: unknown[] = [];
  loop.push(loop);
  expect(decodeObject(podManifest({ containers: loop })).problems[0]).toMatchObject({ code: "E104", got: "a list" });
});

test("metadata of a dump that says how an object is being deleted is named", () => {
  const metadata = { deletionTimestamp: "2026-01-01T00:00:00Z" };
  expect(ignoredOf(podManifest({}, metadata))).toEqual(["W501 metadata.deletionTimestamp"]);
});
