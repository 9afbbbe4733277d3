// The scenarios that come with the project: each loads without a fault and meets its own thresholds, and shows what it is
// there to show.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import type { Envelope } from "@podsim/core";
import { MINUTE, SECOND } from "@podsim/core/time";
import { memoryConsole } from "../../testing/index.js";
import { nodeFiles } from "../io/node-files.js";
import { loadScenario } from "../scenario/load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "../scenario/load-options.js";
import type { LoadOptions } from "../scenario/load-options.js";
import { execute } from "./execute.js";
import type { Execution } from "./execute.js";
import type { PreparedRun } from "./prepared.js";
import { summarizeSeed } from "./seed-result.js";
import { judge } from "./verdict.js";
import type { Verdict } from "./verdict.js";

const FOLDER = fileURLToPath(new URL("../../../../scenarios/", import.meta.url));
const NAMES = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

const prepare = (name: string, options: Partial<LoadOptions> = {}): PreparedRun => {
  const access = { files: nodeFiles(FOLDER), readInput: memoryConsole().readInput };
  const loaded = loadScenario(name, { ...DEFAULT_LOAD_OPTIONS, ...options }, access);
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.flatMap(({ diagnostics }) => diagnostics)));
  return loaded.right;
};

const run = async (prepared: PreparedRun): Promise<Verdict> => {
  const results = [];
  for (const seed of prepared.seeds) results.push(summarizeSeed(prepared, await execute(prepared, seed)));
  return judge(prepared, results);
};

const factsOf = ({ cluster: { log } }: Execution, type: string): readonly Envelope[] => {
  const found: Envelope[] = [];
  log.forEach(0, log.length, (fact) => {
    if (fact.definition.type === type) found.push(fact);
  });
  return found;
};

test.each(NAMES)("%s loads without a warning, also strictly, and meets its thresholds", async (name) => {
  expect(prepare(name, { strict: true }).warnings).toEqual([]);
  const prepared = prepare(name);
  expect(prepared.name).toBe(name);
  expect(prepared.question).not.toBeNull();
  expect(prepared.thresholds.length).toBeGreaterThan(0);
  const { thresholds, exitCode } = await run(prepared);
  expect(
    thresholds.filter(({ isMet }) => !isMet).map(({ metric, expression, worst }) => ({ metric, expression, worst })),
  ).toEqual([]);
  expect(exitCode).toBe(0);
});

describe("zone-outage", () => {
  test("controllers 1: pods leave the dark zone after node grace and toleration, one node every ten seconds, and start elsewhere", async () => {
    const execution = await execute(prepare("zone-outage"), 1);
    const darkUs = 5 * MINUTE;
    const lost = factsOf(execution, "NodeReadyChanged").filter(({ at }) => at > darkUs && at < darkUs + 2 * MINUTE);
    expect(lost).toHaveLength(8);
    for (const { at } of lost) expect((at - darkUs) / SECOND).toBeGreaterThanOrEqual(40);
    for (const { at } of lost) expect((at - darkUs) / SECOND).toBeLessThanOrEqual(56);
    const evicted = factsOf(execution, "PodDeletionRequested").map(({ at }) => (at - darkUs) / SECOND);
    expect(Math.min(...evicted)).toBeGreaterThan(345);
    expect(Math.max(...evicted)).toBeLessThan(345 + 10 * 8 + 20);
    const { world } = execution.cluster;
    const bound = factsOf(execution, "PodBound").filter(({ at }) => at > darkUs && at < darkUs + 24 * MINUTE);
    expect(bound.length).toBeGreaterThan(8);
    for (const fact of bound) expect((fact.data as { readonly node: string }).node).toMatch(/^general-[bc]-/);
    expect(world.nodes.size).toBe(24);
  });

  test("more nodes in each zone do not help the Deployment whose spread is a demand", async () => {
    const { thresholds } = await run(prepare("zone-outage", { settings: ["nodesPerZone=20"], seeds: [1] }));
    expect(thresholds.find(({ name }) => name === "catalog-waits-for-the-zone")?.isMet).toBe(true);
  });
});

describe("liveness-restart", () => {
  test("kubelet 6.11: the probe is told that the connection was refused", async () => {
    const [failed] = factsOf(await execute(prepare("liveness-restart"), 1), "ProbeFailed");
    expect((failed?.data as { readonly output: string }).output).toMatch(
      /^Get "http:\/\/[\d.]+:8080\/": dial tcp [\d.]+:8080: connect: connection refused$/,
    );
  });
});

describe("lifecycle-hooks", () => {
  test("init container, postStart, readiness, preStop, in this order", async () => {
    const execution = await execute(prepare("lifecycle-hooks"), 1);
    const order = [
      "ContainerExited",
      "ContainerHookStarted",
      "ContainerHookFinished",
      "ProbeResultStored",
      "ContainerKillBegan",
      "PodRemoved",
    ];
    const first = order.map((type) => factsOf(execution, type)[0]?.seq ?? -1);
    expect(first).toEqual([...first].sort((a, b) => a - b));
    const [postStart, preStop] = factsOf(execution, "ContainerHookFinished");
    expect([postStart?.data, preStop?.data]).toMatchObject([
      { hook: "postStart", outcome: "completed" },
      { hook: "preStop", outcome: "completed" },
    ]);
    expect((preStop?.at ?? 0) - 2 * MINUTE).toBeGreaterThan(5 * SECOND);
  });

  test("kubelet 3.18: a container that ends by itself runs no preStop", async () => {
    const execution = await execute(prepare("lifecycle-hooks"), 1);
    const created = factsOf(execution, "PodCreated").find(({ data }) => (data as { name: string }).name === "errand");
    const about = (type: string) => factsOf(execution, type).filter(({ subject }) => subject === created?.subject);
    expect(about("ContainerExited").map(({ data }) => data)).toMatchObject([{ exitCode: 0, reason: "Completed" }]);
    expect(about("ContainerHookStarted")).toEqual([]);
  });
});
