import { describe, expect, test } from "vitest";
import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { invariant } from "@podsim/core";
import { PLUGINS } from "../plugins/index.js";
import { mergeWithDefaults } from "./plugin-lists.js";
import { buildProfile, DEFAULT_PROFILE } from "./profile.js";
import type { ProfileSpec } from "./profile-outline.js";
import type { Profile } from "./profile.js";

const build = (spec: Partial<ProfileSpec> = {}): Profile => {
  const profile = buildProfile({ ...DEFAULT_PROFILE, ...spec }, PLUGINS);
  invariant(isRight(profile), () => `the profile can be built: ${JSON.stringify(profile)}`);
  return profile.right;
};

const wrongWith = (spec: Partial<ProfileSpec>): readonly string[] => {
  const profile = buildProfile({ ...DEFAULT_PROFILE, ...spec }, PLUGINS);
  return isLeft(profile) ? profile.left.map(({ message }) => message) : [];
};

const names = (plugins: readonly { readonly name: string }[]): readonly string[] => plugins.map(({ name }) => name);
const weights = ({ score }: Profile) => score.map(({ name, weight }) => `${name} ${weight}`);

describe("scheduler 3.1-3.5: the default profile", () => {
  const profile = build();

  test("filters in order", () => {
    expect(names(profile.filter)).toEqual([
      "NodeUnschedulable",
      "NodeName",
      "TaintToleration",
      "NodeAffinity",
      "NodePorts",
      "NodeResourcesFit",
      "VolumeRestrictions",
      "NodeVolumeLimits",
      "VolumeBinding",
      "VolumeZone",
      "PodTopologySpread",
      "InterPodAffinity",
    ]);
    expect(names(profile.preFilter)).toEqual([
      "NodeAffinity",
      "NodePorts",
      "NodeResourcesFit",
      "VolumeRestrictions",
      "NodeVolumeLimits",
      "VolumeBinding",
      "VolumeZone",
      "PodTopologySpread",
      "InterPodAffinity",
    ]);
  });

  test("scores in order, with weights", () => {
    expect(weights(profile)).toEqual([
      "TaintToleration 3",
      "NodeAffinity 2",
      "NodeResourcesFit 1",
      "PodTopologySpread 2",
      "InterPodAffinity 2",
      "NodeResourcesBalancedAllocation 1",
      "ImageLocality 1",
    ]);
  });

  test("3.6: 1200 at most", () => {
    expect(profile.score.reduce((sum, { weight }) => sum + 100 * weight, 0)).toBe(1_200);
  });

  test("queue, gates and postFilter", () => {
    expect(profile.queueSort.name).toBe("PrioritySort");
    expect(names(profile.preEnqueue)).toEqual(["SchedulingGates", "DefaultPreemption"]);
    expect(profile.postFilter.map(({ name }) => name)).toEqual(["DynamicResources", "DefaultPreemption"]);
  });
});

describe("scheduler 9.3-9.6: a profile's own lists", () => {
  test("9.4: an enabled plugin takes its namesake's place, others follow, disabled ones go", () => {
    const defaults = [{ name: "A", weight: 1 }, { name: "B" }, { name: "C" }];
    const custom = { enabled: [{ name: "X" }, { name: "B", weight: 9 }], disabled: [{ name: "C" }] };
    expect(mergeWithDefaults(defaults, custom)).toEqual([
      { name: "A", weight: 1 },
      { name: "B", weight: 9 },
      { name: "X" },
    ]);
    expect(mergeWithDefaults(defaults, { ...custom, disabled: [{ name: "*" }] })).toEqual([
      { name: "X" },
      { name: "B", weight: 9 },
    ]);
  });

  test("9.5: those named at the point come first, if multiPoint has them too", () => {
    const filter = {
      enabled: [{ name: "NodePorts" }, { name: "NodeName" }],
      disabled: [{ name: "NodeUnschedulable" }],
    };
    expect(names(build({ plugins: { filter } }).filter).slice(0, 4)).toEqual([
      "NodePorts",
      "NodeName",
      "TaintToleration",
      "NodeAffinity",
    ]);
  });

  test("9.5: one that multiPoint does not have comes last", () => {
    const plugins = {
      multiPoint: { disabled: [{ name: "ImageLocality" }] },
      score: { enabled: [{ name: "ImageLocality" }] },
    };
    expect(weights(build({ plugins })).at(-1)).toBe("ImageLocality 1");
  });

  test("9.3: an asterisk disables the defaults of a point", () => {
    const plugins = { score: { enabled: [{ name: "NodeResourcesFit", weight: 5 }], disabled: [{ name: "*" }] } };
    expect(weights(build({ plugins }))).toEqual(["NodeResourcesFit 5"]);
  });

  test("9.6: a weight at the point beats multiPoint's; 0 counts as 1", () => {
    const plugins = {
      multiPoint: {
        enabled: [
          { name: "TaintToleration", weight: 7 },
          { name: "NodeAffinity", weight: 8 },
        ],
      },
      score: { enabled: [{ name: "NodeAffinity", weight: 0 }] },
    };
    const profile = build({ plugins });
    expect(weights(profile).filter((text) => /Taint|NodeAffinity/.test(text))).toEqual([
      "NodeAffinity 1",
      "TaintToleration 7",
    ]);
  });

  test("9.6: disabled at filter only, a plugin still names the nodes at preFilter", () => {
    const profile = build({ plugins: { filter: { disabled: [{ name: "NodeAffinity" }] } } });
    expect(names(profile.filter)).not.toContain("NodeAffinity");
    expect(names(profile.preFilter)).toContain("NodeAffinity");
  });
});

describe("scheduler 9.7, 9.8: what is refused", () => {
  test.each([
    [{ multiPoint: { enabled: [{ name: "Nonesuch" }] } }, 'MultiPointPlugin "Nonesuch" does not exist'],
    [{ filter: { enabled: [{ name: "Nonesuch" }] } }, 'filter plugin "Nonesuch" does not exist'],
    [{ filter: { enabled: [{ name: "ImageLocality" }] } }, 'plugin "ImageLocality" does not extend filter plugin'],
    [{ score: { enabled: [{ name: "NodePorts" }] } }, 'plugin "NodePorts" does not extend score plugin'],
    [{ queueSort: { disabled: [{ name: "*" }] } }, "exactly one queueSort plugin must be enabled"],
    [{ bind: { disabled: [{ name: "*" }] } }, "at least one bind plugin must be enabled"],
  ])("%j", (plugins, reason) => {
    expect(wrongWith({ plugins })).toEqual([reason]);
  });

  test("a plugin named twice at a point", () => {
    const enabled = [{ name: "NodePorts" }, { name: "NodePorts" }];
    expect(wrongWith({ plugins: { filter: { enabled } } })).toEqual([
      'plugin "NodePorts" already registered as "filter"',
    ]);
  });

  test("arguments that cannot be read, and those of nobody", () => {
    const pluginConfig = [
      { name: "InterPodAffinity", args: { hardPodAffinityWeight: "much" } },
      { name: "Nonesuch", args: {} },
    ];
    const reasons = wrongWith({ pluginConfig });
    expect(reasons).toHaveLength(2);
    expect(reasons.join("\n")).toMatch(/Nonesuch[\s\S]*InterPodAffinity: expected a whole number/);
  });

  test("arguments may carry their apiVersion and kind", () => {
    const args = { apiVersion: "kubescheduler.config.k8s.io/v1", kind: "NodeAffinityArgs" };
    expect(wrongWith({ pluginConfig: [{ name: "NodeAffinity", args }] })).toEqual([]);
  });
});

describe("what a profile names is worked out once for each list of plugins", () => {
  test("the plugins themselves are built anew for every cluster", () => {
    const [first, second] = [build(), build()];
    expect(names(first.filter)).toEqual(names(second.filter));
    expect(first.filter[0]?.hooks).not.toBe(second.filter[0]?.hooks);
  });

  test("the same profile with other plugins is another one", () => {
    const fewer = PLUGINS.filter(({ name }) => name !== "NodePorts");
    const without = buildProfile(DEFAULT_PROFILE, fewer);
    const full = buildProfile(DEFAULT_PROFILE, PLUGINS);
    expect(isRight(without) && names(without.right.filter)).not.toContain("NodePorts");
    expect(isRight(full) && names(full.right.filter)).toContain("NodePorts");
  });

  test("what is wrong is said again whenever it is asked, with what the arguments add", () => {
    const spec: ProfileSpec = {
      ...DEFAULT_PROFILE,
      plugins: { score: { enabled: [{ name: "NoSuchPlugin" }] } },
      pluginConfig: [{ name: "NodeResourcesFit", args: { ignoredResources: 1 } }],
    };
    const messages = (): readonly string[] => {
      const profile = buildProfile(spec, PLUGINS);
      return isLeft(profile) ? profile.left.map(({ message }) => message) : [];
    };
    const first = messages();
    expect(first).toContain('score plugin "NoSuchPlugin" does not exist');
    expect(first).toHaveLength(2);
    expect(messages()).toEqual(first);
  });
});
