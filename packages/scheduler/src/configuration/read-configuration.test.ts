import { describe, expect, test } from "vitest";
import { SECOND } from "@podsim/core/time";
import { PLUGINS } from "../plugins/index.js";
import { readConfiguration } from "./read-configuration.js";
import type { SchedulerConfiguration } from "./scheduler-configuration.js";
import { profilesFor } from "./build-profiles.js";

const HEAD = { apiVersion: "kubescheduler.config.k8s.io/v1", kind: "KubeSchedulerConfiguration" };

const faultsOf = (rest: object): readonly string[] =>
  readConfiguration({ ...HEAD, ...rest }, PLUGINS).problems.map(({ path, message }) => `${path.join(".")}: ${message}`);

const read = (rest: object): SchedulerConfiguration => {
  const { configuration, problems } = readConfiguration({ ...HEAD, ...rest }, PLUGINS);
  expect(problems).toEqual([]);
  if (configuration === null) throw new Error("it can be read");
  return configuration;
};

const argsFaults = (name: string, args: object): readonly string[] =>
  faultsOf({ profiles: [{ pluginConfig: [{ name, args }] }] }).map((text) =>
    text.replace("profiles.0.pluginConfig.0.args.", "").replace("profiles[0].pluginConfig[0].args.", ""),
  );

describe("scheduler 9.1: what is accepted", () => {
  test("defaults", () => {
    expect(read({})).toEqual({
      profiles: [{ schedulerName: "default-scheduler", percentageOfNodesToScore: 0, plugins: {}, pluginConfig: [] }],
      backOff: { initialUs: SECOND, maxUs: 10 * SECOND },
    });
  });

  test("parts of kube-scheduler that decide nothing about pods are passed over", () => {
    const leaderElection = { leaderElect: false };
    read({ leaderElection, clientConnection: { qps: 50 }, parallelism: 1, metricsBindAddress: "" });
  });

  test("extenders are named as not modelled", () => {
    const { ignored } = readConfiguration({ ...HEAD, extenders: [{ urlPrefix: "http://x" }] }, PLUGINS);
    expect(ignored.map(({ field, code }) => `${code} ${field}`)).toEqual(["W501 extenders"]);
  });

  test.each([
    [{ parallelism: 0 }, "parallelism: parallelism: Invalid value: 0"],
    [{ percentageOfNodesToScore: 101 }, "percentageOfNodesToScore: percentageOfNodesToScore: Invalid value: 101"],
    [{ percentageOfNodesToScore: -1 }, "percentageOfNodesToScore: percentageOfNodesToScore: Invalid value: -1"],
    [{ podInitialBackoffSeconds: 0 }, "podInitialBackoffSeconds: podInitialBackoffSeconds: Invalid value: 0"],
    [{ podInitialBackoffSeconds: 11 }, "podMaxBackoffSeconds: podMaxBackoffSeconds: Invalid value: 10"],
    [{ profils: [] }, 'profils: unknown field "profils" in KubeSchedulerConfiguration'],
    [{ apiVersion: "kubescheduler.config.k8s.io/v1beta3" }, "apiVersion: apiVersion: Unsupported value"],
  ])("%j is refused", (rest, fault) => {
    expect(faultsOf(rest).join("\n")).toContain(fault);
    expect(faultsOf(rest)).toHaveLength(1);
  });
});

describe("scheduler 9.2: profiles", () => {
  test("a profile's percentage beats the global one; each has its own", () => {
    const profiles = [{ schedulerName: "a" }, { schedulerName: "b", percentageOfNodesToScore: 70 }];
    const { profiles: specs } = read({ percentageOfNodesToScore: 30, profiles });
    expect(specs.map(({ percentageOfNodesToScore }) => percentageOfNodesToScore)).toEqual([30, 70]);
  });

  test("only a single profile may leave its name out", () => {
    expect(read({ profiles: [{}] }).profiles[0].schedulerName).toBe("default-scheduler");
    expect(faultsOf({ profiles: [{}, { schedulerName: "b" }] })).toEqual([
      "profiles.0.schedulerName: profiles[0].schedulerName: Required value",
    ]);
  });

  test("no two have one name", () => {
    expect(faultsOf({ profiles: [{ schedulerName: "a" }, { schedulerName: "a" }] })).toEqual([
      'profiles.1.schedulerName: profiles[1].schedulerName: Duplicate value: "a"',
    ]);
  });

  test("9.6: a weight of the score list reaches the profile; one below 0 is refused", () => {
    const plugins = { score: { enabled: [{ name: "ImageLocality", weight: 7 }] } };
    const [profile] = profilesFor(read({ profiles: [{ plugins }] }), PLUGINS);
    expect(profile.score.find(({ name }) => name === "ImageLocality")?.weight).toBe(7);
    const faulty = { score: { enabled: [{ name: "ImageLocality", weight: -1 }] } };
    expect(faultsOf({ profiles: [{ plugins: faulty }] })).toEqual([
      "profiles.0.plugins.score.enabled.0.weight: profiles[0].plugins.score.enabled[0].weight: Invalid value: -1",
    ]);
  });

  test("everything wrong with all profiles at once, at its place", () => {
    const profiles = [
      { schedulerName: "a", plugins: { filter: { enabled: [{ name: "NodePort" }] } } },
      { schedulerName: "b", plugins: { bind: { disabled: [{ name: "*" }] }, nope: {} } },
      { schedulerName: "c", pluginConfig: [{ name: "NodeName" }, { name: "NodeName" }] },
    ];
    expect(faultsOf({ profiles })).toEqual([
      'profiles.1.plugins.nope: unknown field "nope" in profiles[1].plugins',
      'profiles.0.plugins.filter.enabled.0.name: filter plugin "NodePort" does not exist',
      "profiles.1.plugins.bind: at least one bind plugin must be enabled",
      "profiles.2.pluginConfig.1.name: repeated config for plugin NodeName",
    ]);
  });
});

describe("scheduler 9.8: arguments", () => {
  const point = (utilization: number, score: number) => ({ utilization, score });
  const ratio = (shape: readonly object[]) => ({
    scoringStrategy: { type: "RequestedToCapacityRatio", requestedToCapacityRatio: { shape } },
  });
  const spread = { topologyKey: "zone", maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway" };

  test.each([
    ["InterPodAffinity", { hardPodAffinityWeight: 101 }, "hardPodAffinityWeight: Invalid value: 101"],
    ["NodeResourcesFit", { scoringStrategy: { type: "Best" } }, "scoringStrategy.type: Unsupported value"],
    [
      "NodeResourcesFit",
      { scoringStrategy: { resources: [{ name: "cpu", weight: 101 }] } },
      "weight: Invalid value: 101",
    ],
    ["NodeResourcesFit", ratio([]), "shape: Required value"],
    ["NodeResourcesFit", ratio([point(50, 1), point(50, 2)]), "shape[1].utilization: Invalid value: 50"],
    ["NodeResourcesFit", ratio([point(0, 11)]), "shape[0].score: Invalid value: 11"],
    ["NodeResourcesFit", { ignoredResourceGroups: ["example.com/x"] }, "ignoredResourceGroups[0]: Invalid value"],
    ["NodeResourcesBalancedAllocation", { resources: [{ name: "cpu", weight: 2 }] }, "weight: Invalid value: 2"],
    ["PodTopologySpread", { defaultConstraints: [spread] }, 'defaultingType: Invalid value: "System"'],
    [
      "PodTopologySpread",
      { defaultingType: "List", defaultConstraints: [{ ...spread, labelSelector: { matchLabels: { a: "b" } } }] },
      "labelSelector: Forbidden",
    ],
    [
      "NodeAffinity",
      { addedAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } },
      "nodeSelectorTerms: Required value",
    ],
    ["NodeName", { any: 1 }, 'unknown field "any" in its arguments: it takes none'],
    ["VolumeBinding", { bindTimeoutSeconds: -1 }, "bindTimeoutSeconds: Invalid value: -1"],
  ])("%s %j", (name, args, fault) => {
    const faults = argsFaults(name, args);
    expect(faults.join("\n")).toContain(fault);
    expect(faults).toHaveLength(1);
  });

  test("an argument that cannot be read hides no fault of the others", () => {
    const args = { hardPodAffinityWeight: -1, ignorePreferredTermsOfExistingPods: "maybe" };
    expect([...argsFaults("InterPodAffinity", args)].sort()).toEqual([
      "hardPodAffinityWeight: hardPodAffinityWeight: Invalid value: -1",
      'ignorePreferredTermsOfExistingPods: InterPodAffinity: expected true or false, got "maybe"',
    ]);
  });

  test.each([
    ["PodTopologySpread", { defaultingType: "List" }],
    ["NodeResourcesFit", ratio([point(0, 0), point(100, 10)])],
    ["InterPodAffinity", { hardPodAffinityWeight: 0 }],
  ])("%s %j is accepted", (name, args) => {
    expect(argsFaults(name, args)).toEqual([]);
  });
});
