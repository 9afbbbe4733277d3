import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { isLeft } from "fp-ts/lib/Either.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WEB_MANIFEST } from "../../testing/command-run.js";
import { DEFAULT_LOAD_OPTIONS, loadScenario } from "../scenario/load-scenario.js";
import { CellStore } from "../sweep/cell-store.js";
import type { CellInput } from "../sweep/cell-task.js";
import { runCells } from "../sweep/run-cells.js";
import type { CellPlan, CellsOptions, CellsRun } from "../sweep/run-cells.js";
import type { CellWorker } from "../sweep/worker-pool.js";
import { startCellThread } from "./cell-worker.js";
import type { CellThread } from "./cell-worker.js";
import { nodeFiles } from "./node-files.js";

const SCENARIO = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: cells }
spec:
  clock: { stop: { after: 10m } }
  params: { replicas: { type: integer, default: 2 }, nodes: { type: integer, default: 2 } }
  cluster: { manifests: [./web.yaml], nodes: [{ name: node, count: $(params.nodes) }] }
  behaviors: [{ match: {}, startup: { lognormal: { p50: 8s, p99: 25s } }, crash: { exponential: { mean: 2m }, exitCode: 1 } }]
  timeline: [{ at: 1m, scale: { target: deployment/web, replicas: $(params.replicas) } }]
`;

let place = "";
let plans: readonly CellPlan[] = [];

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "podsim-cells-"));
  writeFileSync(join(place, "web.yaml"), WEB_MANIFEST);
  writeFileSync(join(place, "scenario.yaml"), SCENARIO);
  const files = nodeFiles();
  plans = [3, 4].flatMap((replicas) =>
    [1, 2].map((nodes): CellPlan => {
      const input: CellInput = {
        scenario: join(place, "scenario.yaml"),
        settings: [`replicas=${String(replicas)}`, `nodes=${String(nodes)}`],
        strict: false,
        untilUs: null,
        kubernetes: null,
        schedulerConfig: null,
        tieBreak: null,
        plugins: [],
      };
      const options = { ...DEFAULT_LOAD_OPTIONS, settings: input.settings };
      const loaded = loadScenario(input.scenario, options, { files, readInput: () => Buffer.alloc(0) } as never);
      if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left));
      return { params: { replicas, nodes }, input, inputDigest: loaded.right.inputDigest(), seeds: [1, 2, 3] };
    }),
  );
});

afterAll(() => rmSync(place, { recursive: true }));

const runIn = (store: string, over: Partial<CellsOptions>): Promise<CellsRun> =>
  runCells(plans, {
    jobs: 2,
    startWorker: startCellThread,
    isOver: () => false,
    pause: () => setTimeout(20),
    store: new CellStore(nodeFiles(), { directory: join(place, store), shown: store, exists: true }),
    code: "tests",
    isFresh: false,
    guards: { maxFacts: null, maxWallMillis: null },
    onRun: () => undefined,
    ...over,
  });

const keptCells = (store: string): readonly string[] => {
  const listed = nodeFiles().list(join(place, store, "cells"));
  return isLeft(listed) ? [] : listed.right.map(({ name }) => name);
};

test("two threads come to the same bytes as one, a killed thread's task is done again, and nothing is lost or doubled", async () => {
  const alone = await runIn("one", { jobs: 1 });
  expect(alone).toMatchObject({ known: 0, made: 12, isWhole: true, failure: null });

  const deaths: Promise<void>[] = [];
  let started = 0;
  const mortal = (): CellWorker => {
    const thread: CellThread = startCellThread();
    started += 1;
    const isDoomed = started <= 2;
    let tasks = 0;
    return {
      stop: thread.stop,
      perform: (task) => {
        const reply = thread.perform(task);
        // In the middle of its second task.
        if (isDoomed && (tasks += 1) === 2) deaths.push(thread.kill());
        return reply;
      },
    };
  };
  const seen: number[] = [];
  const killed = await runIn("two", { startWorker: mortal, onRun: (done) => void seen.push(done) });
  await Promise.all(deaths);
  expect(deaths).toHaveLength(2);
  expect(started).toBe(4);
  expect(seen).toEqual(Array.from({ length: 12 }, (_, ix) => ix + 1));
  expect(killed).toEqual(alone);
  expect(keptCells("two")).toEqual(keptCells("one"));
  expect(keptCells("two")).toHaveLength(12);

  expect(await runIn("two", {})).toEqual({ ...alone, known: 12, made: 0 });
}, 120_000);

test("what was done when it was stopped is usable: the same again runs the rest alone", async () => {
  let done = 0;
  const stopped = await runIn("three", { isOver: () => done >= 5, onRun: (count) => void (done = count) });
  expect(stopped.isWhole).toBe(false);
  expect(stopped.made).toBeGreaterThanOrEqual(5);
  expect(stopped.made).toBeLessThan(12);
  expect(keptCells("three")).toHaveLength(stopped.made);
  const rest = await runIn("three", {});
  expect(rest).toMatchObject({ known: stopped.made, made: 12 - stopped.made, isWhole: true });
  expect(rest.results).toEqual((await runIn("one", {})).results);
}, 120_000);

test("a task that kills every worker ends the sweep with its name, not in a circle", async () => {
  const dead: CellWorker = { perform: () => Promise.resolve(null), stop: () => undefined };
  const run = await runIn("four", { startWorker: () => dead });
  expect(run.isWhole).toBe(false);
  expect(run.failure).toMatchObject({ kind: "failed", message: "its worker died 3 times, perhaps for want of memory" });
});

test("other code, or files that changed, are other runs", async () => {
  expect(await runIn("one", { code: "other", isOver: () => true })).toMatchObject({ known: 0 });
  writeFileSync(join(place, "web.yaml"), WEB_MANIFEST.replace("100m", "200m"));
  expect((await runIn("five", {})).failure?.kind).toBe("stale");
}, 60_000);
