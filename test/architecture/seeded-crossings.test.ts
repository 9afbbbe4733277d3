// Every boundary rule is shown one import that crosses it, and the imports it must let pass.
import { beforeAll, describe, expect, test } from "vitest";
import { boundaryRules } from "../rules/boundary-rules.js";
import { type Crossing, surveyBoundaries } from "../rules/cruise-boundaries.js";
import { withPlantedTree } from "../rules/planted-tree.js";

const manifest = (name: string, ...doors: readonly (readonly [string, string])[]): string =>
  JSON.stringify({ name, exports: Object.fromEntries(doors.map(([door, file]) => [door, { default: file }])) });

const main = [".", "./dist/src/index.js"] as const;
const testing = ["./testing", "./dist/testing/index.js"] as const;

const soil: Readonly<Record<string, string>> = {
  "packages/core/package.json": manifest(
    "@podsim/core",
    main,
    ["./time", "./dist/src/time.js"],
    ["./log", "./dist/src/log/index.js"],
    testing,
  ),
  "packages/core/src/index.ts": `export const core = 1; export type Pod = number;`,
  "packages/core/src/time.ts": `export type SimTime = number;`,
  "packages/core/src/log/index.ts": `export type Log = number;`,
  "packages/core/src/pod/pod-state.ts": `export type PodState = number;`,
  "packages/core/testing/index.ts": `export const given = 1;`,
  "packages/scheduler/package.json": manifest("@podsim/scheduler", main, testing),
  "packages/scheduler/src/index.ts": `export const scheduler = 1;`,
  "packages/scheduler/testing/index.ts": `export { pluginContract } from "./plugin-contract.js";`,
  "packages/scheduler/testing/plugin-contract.ts": `export const pluginContract = 1;`,
  "packages/scheduler/src/cluster/cluster-view.ts": `export interface ClusterView { readonly size: number }`,
  "packages/scheduler/src/framework/plugin.ts": `import type { ClusterView } from "../cluster/cluster-view.js";
    export interface Plugin { readonly view: ClusterView }`,
  "packages/runner/package.json": manifest("@podsim/runner", main),
  "packages/runner/src/index.ts": `export const runner = 1;`,
};

/** Imports that are as they should be: no rule may object to a file of these. */
const legal: Readonly<Record<string, string>> = {
  "packages/scheduler/src/engine/simulation.ts": `import type { SimTime } from "@podsim/core/time";
    import type { Log } from "@podsim/core/log"; export type Model = SimTime | Log; export const step = 1;`,
  "packages/scheduler/src/engine/simulation.test.ts": `import { given } from "@podsim/core/testing"; given;`,
  "packages/scheduler/src/plugins/node-name.ts": `import type { Pod } from "@podsim/core";
    import type { Plugin } from "../framework/plugin.js";
    import type { ClusterView } from "../cluster/cluster-view.js";
    export const nodeName = 1; export type All = Pod | Plugin | ClusterView;`,
  "packages/scheduler/src/plugins/node-name.test.ts": `import { nodeName } from "./node-name.js";
    import { pluginContract } from "../../testing/index.js"; nodeName; pluginContract;`,
  "packages/scheduler/src/plugins/index.ts": `import { nodeName } from "./node-name.js"; export const all = [nodeName];`,
  "packages/scheduler/src/controllers/replica-set.ts": `import type { Model } from "../engine/simulation.js";
    import { core } from "@podsim/core"; export const replicaSet: Model = core;`,
  "packages/runner/src/io/files.ts": `import { readFileSync } from "node:fs"; export const read = readFileSync;`,
  "packages/runner/src/main.ts": `import { argv } from "node:process"; import { scheduler } from "@podsim/scheduler";
    scheduler; argv;`,
  "packages/runner/src/index.test.ts": `import { tmpdir } from "node:os"; tmpdir;`,
  "test/e2e/run.test.ts": `import { runner } from "@podsim/runner"; import { tmpdir } from "node:os"; runner; tmpdir;`,
};

/** Rule → the file that breaks it, and its text; further files it needs come after. */
const seeded: Readonly<Record<string, readonly [path: string, text: string, others?: Record<string, string>]>> = {
  "core-stands-alone": ["packages/core/src/upward.ts", `import { scheduler } from "@podsim/scheduler"; scheduler;`],
  "scheduler-below-runner": ["packages/scheduler/src/upward.ts", `import { runner } from "@podsim/runner"; runner;`],
  "engine-knows-no-pods": [
    "packages/scheduler/src/engine/agenda.ts",
    `import type { Pod } from "@podsim/core"; export type Entry = Pod;`,
  ],
  "cluster-sees-only-core": [
    "packages/scheduler/src/cluster/trial.ts",
    `import type { Plugin } from "../framework/plugin.js"; export type Trial = Plugin;`,
  ],
  "framework-sees-only-the-cluster": [
    "packages/scheduler/src/framework/cycle.ts",
    `import { all } from "../plugins/index.js"; export const cycle = all;`,
  ],
  "plugins-see-only-the-view": [
    "packages/scheduler/src/plugins/image-locality.ts",
    `import type { Table } from "../cluster/node-table.js"; export type Locality = Table;`,
    { "packages/scheduler/src/cluster/node-table.ts": `export type Table = number;` },
  ],
  "controllers-see-no-scheduling": [
    "packages/scheduler/src/controllers/job.ts",
    `import type { Plugin } from "../framework/plugin.js"; export type Job = Plugin;`,
  ],
  "controllers-see-engine-arithmetic": [
    "packages/scheduler/src/controllers/cron-job.ts",
    `import { step } from "../engine/simulation.js"; export const cronJob = step;`,
  ],
  "no-cycles": [
    "packages/core/src/chicken.ts",
    `import type { Egg } from "./egg.js"; export interface Chicken { readonly lays: Egg }`,
    {
      "packages/core/src/egg.ts": `import type { Chicken } from "./chicken.js";
        export interface Egg { readonly from: Chicken }`,
    },
  ],
  "no-dead-ends": ["packages/core/src/lost.ts", `import { gone } from "./gone.js"; gone;`],
  "no-test-is-imported": [
    "packages/core/src/borrower.ts",
    `import { fixture } from "./lender.test.js"; fixture;`,
    { "packages/core/src/lender.test.ts": `export const fixture = 1;` },
  ],
  "shelves-do-not-lean": [
    "packages/scheduler/src/plugins/node-ports.ts",
    `import { nodeName } from "./node-name.js"; export const nodePorts = nodeName;`,
  ],
  "testing-stays-in-tests": ["packages/runner/src/props.ts", `import { given } from "@podsim/core/testing"; given;`],
  "outside-only-in-runner-io": [
    "packages/core/src/disk.ts",
    `import { readFileSync } from "node:fs"; export const read = readFileSync;`,
  ],
  "front-doors-only": [
    "packages/scheduler/src/burglar.ts",
    `import type { PodState } from "../../core/src/pod/pod-state.js"; export type Loot = PodState;`,
  ],
  "front-doors-only-from-outside": [
    "test/e2e/burglar.test.ts",
    `import type { PodState } from "../../packages/core/src/pod/pod-state.js"; export type Loot = PodState;`,
  ],
};

describe("boundaries, shown what they forbid", () => {
  let crossings: readonly Crossing[] = [];

  beforeAll(async () => {
    const wrong = Object.values(seeded).flatMap(([path, text, others = {}]) => [
      [path, text],
      ...Object.entries(others),
    ]);
    const tree = { ...soil, ...legal, ...Object.fromEntries(wrong as [string, string][]) };
    ({ crossings } = await withPlantedTree(tree, surveyBoundaries));
  }, 30_000);

  test.each(Object.keys(seeded))("%s", (rule) => {
    const caught = crossings.filter((crossing) => crossing.rule === rule).map(({ from }) => from);
    expect(caught).toContain(seeded[rule]?.[0]);
  });

  test("every rule is shown a violation", () => {
    const rules = boundaryRules([]).map(({ name }) => name ?? "");
    expect(Object.keys(seeded).sort()).toEqual(rules.sort());
  });

  test("legal imports pass", () => {
    const untouched = [...Object.keys(soil), ...Object.keys(legal)];
    expect(crossings.filter(({ from }) => untouched.includes(from))).toEqual([]);
  });
});
