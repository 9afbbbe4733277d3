// What a scenario states was learnt must be wrong where the cause is taken away: with an entry of its timeline that does
// nothing, with another choice, or with a line of its files changed, no scenario may meet all of its thresholds.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { memoryConsole } from "../../testing/index.js";
import type { Files } from "../io/files.js";
import { nodeFiles } from "../io/node-files.js";
import { loadScenario } from "../scenario/load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "../scenario/load-options.js";
import { execute } from "./execute.js";
import { summarizeSeed } from "./seed-result.js";
import { judge } from "./verdict.js";

const FOLDER = fileURLToPath(new URL("../../../../scenarios/", import.meta.url));
const NAMES = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** Other choices, which the paragraph of the scenario names or which are plainly wrong. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  "anti-affinity": ["rule=./relaxed.yaml"],
  "autoscaler-thresholds": ["unneeded=2m afterAdd=2m"],
  "consolidation-savings": ["policy=WhenEmpty"],
  "control-plane-cost": ["qps=200"],
  "cron-midnight": ["policy=Allow", "policy=Replace"],
  "dependency-lost": ["outage=1m"],
  "deployment-order": ["smallAt=2m bigAt=1m"],
  "drain-and-budget": ["replicas=5"],
  "frozen-node": ["freeze=7m"],
  "gpu-packing": ["policy=GpuRandom"],
  "headroom-pods": ["buffer=0"],
  "how-many-fit": ["nodes=4", "nodes=6"],
  "image-drift": ["share=100%"],
  "node-expiry": ["age=4h"],
  "node-hangs": ["toleration=30", "outOfServiceAt=8m"],
  "node-size": ["size=8 count=4"],
  "node-upgrade": ["surge=0"],
  "packing-policy": ["policy=LeastAllocated"],
  "right-sizing": ["memory=2Gi"],
  "rollout-under-quota": ["maxUnavailable=1"],
  "smallest-cluster": ["nodes=4"],
  "spot-exhausted": ["patience=4m"],
  "spot-reclaim": ["handler=false"],
  "traffic-spike": ["target=60", "startup=60s"],
  "zone-capacity": ["max=3"],
  "zone-outage": ["nodesPerZone=3"],
};

/** File, text in it, text in its place. */
const EDITS: Readonly<Record<string, readonly (readonly [file: string, from: string, to: string])[]>> = {
  "after-spot-outage": [["scenario.yaml", ", spotShortages: [{ from: 5m, until: 70m, told: true }]", ""]],
  "image-drift": [
    ["scenario.yaml", "driftsAt: 5m", "driftsAt: 20h"],
    ["scenario.yaml", 'nodes: 0, schedule: "0 9', 'nodes: 4, schedule: "0 9'],
  ],
  "image-pull-backoff": [["scenario.yaml", "missing: true", "missing: false"]],
  "lifecycle-hooks": [
    ["scenario.yaml", "postStart: { takes: 2s }", "postStart: { takes: 20s }"],
    ["scenario.yaml", "preStop: { takes: 5s }", "preStop: { takes: 25s }"],
  ],
  "liveness-restart": [["httpd.yaml", "port: 8080", "port: 80"]],
  "memory-leak": [["scenario.yaml", "to: 306Mi", "to: 200Mi"]],
  "node-memory-pressure": [["scenario.yaml", "to: 8200Mi", "to: 1200Mi"]],
  "node-removal": [["apps.yaml", "topologyKey: kubernetes.io/hostname", "topologyKey: rack"]],
  "right-sizing": [["scenario.yaml", "constant: 700Mi", "constant: 1100Mi"]],
};

const onDisk = nodeFiles(FOLDER);

/** The files, one of them with another text. */
const withText = (path: string, text: string): Files => ({
  ...onDisk,
  read: (asked, limit) => {
    const read = onDisk.read(asked, limit);
    if (isLeft(read) || onDisk.resolve(asked) !== onDisk.resolve(path)) return read;
    return { _tag: "Right", right: { ...read.right, bytes: new TextEncoder().encode(text) } };
  },
});

/** What seed 1 does not meet; empty = nothing. */
const unmet = async (name: string, files: Files, settings: readonly string[] = []): Promise<readonly string[]> => {
  const options = { ...DEFAULT_LOAD_OPTIONS, seeds: [1], settings };
  const loaded = loadScenario(name, options, { files, readInput: memoryConsole().readInput });
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.flatMap(({ diagnostics }) => diagnostics)));
  const { thresholds } = judge(loaded.right, [summarizeSeed(loaded.right, await execute(loaded.right, 1))]);
  return thresholds.filter(({ isMet }) => !isMet).map(({ name: own, expression }) => own ?? expression);
};

interface Entry {
  readonly name?: string;
  readonly [key: string]: unknown;
}

const WHEN = new Set(["at", "every", "when", "from", "until", "after", "times", "name"]);

/** Takes place when the entry would, and does nothing. */
const idle = (entry: Entry): Entry => ({
  ...Object.fromEntries(Object.entries(entry).filter(([key]) => WHEN.has(key))),
  note: "nothing",
});

interface Written {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly timeline?: readonly Entry[];
  readonly sweep?: unknown;
}

/** Without the parameters that stand nowhere any more. */
const withUsedParams = ({ params = {}, sweep: _, ...spec }: Written): Written => {
  const text = JSON.stringify(spec);
  const used = Object.entries(params).filter(([name]) => text.includes(`$(params.${name})`));
  return used.length === 0 ? spec : { ...spec, params: Object.fromEntries(used) };
};

const withIdleEntries = (name: string): readonly (readonly [title: string, text: string])[] => {
  const scenario = parse(readFileSync(`${FOLDER}${name}/scenario.yaml`, "utf8")) as { readonly spec: Written };
  const { timeline = [] } = scenario.spec;
  return timeline.flatMap((entry, ix) => {
    if ("note" in entry) return [];
    const changed = timeline.map((each, at) => (at === ix ? idle(each) : each));
    const text = JSON.stringify({ ...scenario, spec: withUsedParams({ ...scenario.spec, timeline: changed }) });
    return [[`${entry.name ?? `entry ${String(ix)}`} does nothing`, text] as const];
  });
};

describe.each(NAMES)("%s does not meet its thresholds when", (name) => {
  const cases = [
    ...withIdleEntries(name).map(([title, text]) => ({
      title,
      files: withText(`${FOLDER}${name}/scenario.yaml`, text),
      settings: [],
    })),
    ...(CHOICES[name] ?? []).map((choice) => ({ title: choice, files: onDisk, settings: choice.split(" ") })),
    ...(EDITS[name] ?? []).map(([file, from, to]) => {
      const text = readFileSync(`${FOLDER}${name}/${file}`, "utf8");
      if (!text.includes(from)) throw new TypeError(`${file} does not say ${from}`);
      return {
        title: `${file} says "${to}" for "${from}"`,
        files: withText(`${FOLDER}${name}/${file}`, text.replace(from, to)),
        settings: [],
      };
    }),
  ];

  test("its cause is taken away, in one way at least", () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  test.each(cases)("$title", async ({ files, settings }) => {
    expect(await unmet(name, files, settings)).not.toEqual([]);
  });
});
