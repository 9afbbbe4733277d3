import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { podManifest, podWith, refusalsOf } from "./sample-manifests.js";

const rejects = (words: string): string => `a real API server rejects this Pod: ${words}`;

test("E301: a request above its limit, both places marked", () => {
  const resources = { requests: { memory: "2Gi" }, limits: { memory: "1Gi" } };
  expect(decodeObject(podWith({ resources })).problems).toEqual([
    {
      path: ["spec", "containers", 0, "resources", "requests", "memory"],
      code: "E301",
      expected: "must be less than or equal to memory limit of 1Gi",
      got: "2Gi",
      message: "requests.memory 2Gi is more than limits.memory 1Gi",
      why: rejects("must be less than or equal to memory limit of 1Gi"),
      fix: "lower the request or raise the limit",
      secondary: { path: ["spec", "containers", 0, "resources", "limits", "memory"], label: "limit is here" },
    },
  ]);
});

test("amounts are compared, not spellings", () => {
  const resources = { requests: { cpu: "1000m", memory: "1024Mi" }, limits: { cpu: 1, memory: "1Gi" } };
  expect(refusalsOf(podWith({ resources }))).toEqual([]);
});

describe("which resources and amounts", () => {
  /** Place and reason of what is wrong with a container's resources. */
  const wrongWith = (resources: object): readonly (readonly [place: string, why: string])[] =>
    decodeObject(podWith({ resources })).problems.map(({ path, why }) => [path.slice(4).join("."), why] as const);

  test.each([
    ["negative", { requests: { cpu: "-1" } }, "requests.cpu", "must be greater than or equal to 0"],
    [
      "no resource of containers",
      { requests: { pods: "1" } },
      "requests.pods",
      "must be a standard resource for containers",
    ],
    [
      "no resource at all",
      { requests: { cpus: "1" } },
      "requests.cpus",
      "must be a standard resource type or fully qualified; must be a standard resource for containers",
    ],
    ["an extended resource in parts", { limits: { "a.com/gpu": "0.5" } }, "limits.a.com/gpu", "must be an integer"],
    [
      "an extended resource called requests",
      { limits: { "requests.a.com/x": 1 } },
      "limits.requests.a.com/x",
      "doesn't follow extended resource name standard",
    ],
    [
      "an extended resource without limit",
      { requests: { "a.com/gpu": 1 } },
      "limits",
      "Limit must be set for non overcommitable resources",
    ],
    [
      "an extended resource below its limit",
      { requests: { "a.com/gpu": 1 }, limits: { "a.com/gpu": 2 } },
      "requests.a.com/gpu",
      "must be equal to a.com/gpu limit of 2",
    ],
    [
      "half a huge page",
      { limits: { "hugepages-2Mi": "1Mi", cpu: 1 } },
      "limits.hugepages-2Mi",
      "1Mi is not positive integer multiple of hugepages-2Mi",
    ],
    ["huge pages alone", { limits: { "hugepages-2Mi": "2Mi" } }, "", "HugePages require cpu or memory"],
  ])("%s", (_, resources, place, words) => {
    expect(wrongWith(resources)).toContainEqual([place, rejects(words)]);
  });

  test.each([
    { limits: { "nvidia.com/gpu": 1 } },
    { limits: { "hugepages-2Mi": "4Mi", memory: "1Gi" } },
    { requests: { "ephemeral-storage": "1Gi" } },
    { requests: { "kubernetes.io/batch-cpu": 1 } },
    { requests: { cpu: 0 }, limits: { cpu: 0 } },
  ])("%j is right", (resources) => {
    expect(wrongWith(resources)).toEqual([]);
  });
});

describe("resources of the pod as a whole", () => {
  test("scheduler 5.5: are kept", () => {
    const resources = { requests: { cpu: "1" }, limits: { cpu: "2", memory: "1Gi" } };
    expect(decodeObject(podManifest({ resources })).object).toMatchObject({ spec: { resources } });
  });

  test("say what a pod can have where a name is none", () => {
    const { problems } = decodeObject(podManifest({ resources: { limits: { pids: "2048" } } }));
    expect(problems).toMatchObject([{ fix: "remove pids: pods ask for cpu, memory and hugepages-SIZE" }]);
  });

  test("must cover the containers and name what a pod can have", () => {
    const containers = [{ name: "a", image: "a", resources: { requests: { cpu: "2" }, limits: { cpu: "3" } } }];
    const resources = { requests: { cpu: "1", "ephemeral-storage": "1" }, limits: { cpu: "2" } };
    expect(
      decodeObject(podManifest({ containers, resources })).problems.map(({ path, why }) => [path.join("."), why]),
    ).toEqual([
      ["spec.resources.requests.ephemeral-storage", rejects('supported values: "cpu", "hugepages-", "memory"')],
      ["spec.resources.requests.cpu", rejects("must be greater than or equal to aggregate container requests of 2")],
      ["spec.containers.0.resources.limits.cpu", rejects("must be less than or equal to pod limits of 2")],
    ]);
  });
});

test("an overhead has the rules of limits", () => {
  expect(decodeObject(podManifest({ overhead: { cpu: "250m", memory: "120Mi" } })).problems).toEqual([]);
  expect(decodeObject(podManifest({ overhead: { cpu: "-1" } })).problems).toMatchObject([
    { path: ["spec", "overhead", "cpu"] },
  ]);
});
