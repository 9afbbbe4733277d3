// Observations people have published of real clusters, held against the scenarios that replay them.
import { fileURLToPath } from "node:url";
import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { humanDuration, statusColumn } from "@podsim/core";
import type { PodState } from "@podsim/core";
import { MINUTE, SECOND } from "@podsim/core/time";
import { frameOf } from "../../testing/chronicle.js";
import { memoryConsole } from "../../testing/index.js";
import { nodeFiles } from "../io/node-files.js";
import { kindNamed } from "../outputs/kinds/index.js";
import { intervalText } from "../outputs/recorder/event-text.js";
import { IndentedWriter } from "../outputs/text/indented-writer.js";
import { viewAt } from "../outputs/view/make-view.js";
import { factCountAt, Replay } from "../outputs/view/replay.js";
import type { RunView } from "../outputs/view/run-view.js";
import { loadScenario } from "../scenario/load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "../scenario/load-options.js";
import { execute } from "./execute.js";
import type { Execution } from "./execute.js";
import type { PreparedRun } from "./prepared.js";

const FOLDER = fileURLToPath(new URL("../../../../scenarios/", import.meta.url));

const prepare = (name: string): PreparedRun => {
  const access = { files: nodeFiles(FOLDER), readInput: memoryConsole().readInput };
  const loaded = loadScenario(name, DEFAULT_LOAD_OPTIONS, access);
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.flatMap(({ diagnostics }) => diagnostics)));
  return loaded.right;
};

/** Every change of the only pod's STATUS, with the pod's age at it. */
const statusChanges = ({ cluster: { log } }: Execution): readonly { readonly status: string; ageUs: number }[] => {
  const changes: { status: string; ageUs: number }[] = [];
  new Replay(log).advance(log.length, ({ fact, after }) => {
    if (fact.definition.entity !== "pod" || after === undefined) return;
    const pod = after as PodState;
    const status = statusColumn(pod);
    if (changes.at(-1)?.status !== status) changes.push({ status, ageUs: fact.at - pod.identity.createdAtUs });
  });
  return changes;
};

describe("an image that does not exist", () => {
  const PUBLISHED: readonly (readonly [age: string, status: string])[] = [
    ["0s", "ContainerCreating"],
    ["5s", "ErrImagePull"],
    ["16s", "ImagePullBackOff"],
    ["35s", "ErrImagePull"],
    ["50s", "ImagePullBackOff"],
    ["68s", "ErrImagePull"],
    ["82s", "ImagePullBackOff"],
    ["2m3s", "ErrImagePull"],
    ["2m16s", "ImagePullBackOff"],
    ["3m32s", "ErrImagePull"],
    ["3m44s", "ImagePullBackOff"],
    ["6m19s", "ErrImagePull"],
    ["6m34s", "ImagePullBackOff"],
    ["11m", "ErrImagePull"],
    ["11m", "ImagePullBackOff"],
  ];
  const SEEDS = 200;

  /** What AGE shows, back in seconds: "11m" is 660. */
  const shown = (ageUs: number): number => {
    const [, minutes = "0", seconds = "0"] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(humanDuration(ageUs)) ?? [];
    return 60 * Number(minutes) + Number(seconds);
  };
  const printed = (age: string): number => {
    const [, minutes = "0", seconds = "0"] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(age) ?? [];
    return 60 * Number(minutes) + Number(seconds);
  };

  test("kubelet 5.17, 5.18, A12, F5: every published time is between the 1st and the 99th percentile, in the published order", async () => {
    const prepared = prepare("image-pull-backoff");
    expect(prepared.horizonUs).toBeGreaterThanOrEqual(12 * MINUTE);
    const shownAt: number[][] = PUBLISHED.map(() => []);
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const changes = statusChanges(await execute(prepared, seed)).slice(1);
      expect(changes.map(({ status }) => status).slice(0, PUBLISHED.length), `seed ${seed}`).toEqual(
        PUBLISHED.map(([, status]) => status),
      );
      PUBLISHED.forEach((_, k) => shownAt[k]?.push(shown(changes[k]?.ageUs ?? -1)));
    }
    PUBLISHED.forEach(([age, status], k) => {
      const sorted = shownAt[k]?.toSorted((a, b) => a - b) ?? [];
      const percentile = (p: number): number => sorted[Math.ceil((p / 100) * SEEDS) - 1] ?? NaN;
      expect(percentile(1), `${status} at ${age}`).toBeLessThanOrEqual(printed(age));
      expect(percentile(99), `${status} at ${age}`).toBeGreaterThanOrEqual(printed(age));
    });
  }, 60_000);
});

describe("a liveness probe on a port nobody serves", () => {
  // Everything that was published is in whole seconds, cut: this is the 81st.
  const AT_US = 81.5 * SECOND;

  const podAt81 = ({ cluster: { log } }: Execution): { readonly view: RunView; readonly name: string } => {
    const view = viewAt(frameOf(log), factCountAt(log, AT_US), AT_US);
    return { view, name: view.world.pods.at(0)?.identity.name ?? "" };
  };

  test("kubelet 6.23, A12: describe after 81 s reads as it was published", async () => {
    const { view, name } = podAt81(await execute(prepare("liveness-restart"), 5));
    const out = new IndentedWriter();
    kindNamed("pods")?.describe(view, "default", name, out);
    const lines = out.lines();
    const table = lines.slice(lines.indexOf("Events:") + 1).filter((line) => line.startsWith("  "));
    const cells = table.slice(2, 11).map((line) => line.trim().split(/ {2,}/));
    expect(cells.map(([type, reason, age, from]) => [type, reason, age, from].join(" | "))).toEqual([
      "Normal | Scheduled | 81s | default-scheduler",
      "Normal | Pulled | 78s | kubelet",
      "Normal | Pulled | 48s | kubelet",
      "Normal | Killing | 21s (x2 over 51s) | kubelet",
      "Normal | Pulling | 20s (x3 over 80s) | kubelet",
      "Normal | Created | 18s (x3 over 78s) | kubelet",
      "Normal | Started | 18s (x3 over 78s) | kubelet",
      "Normal | Pulled | 18s | kubelet",
      "Warning | Unhealthy | 1s (x8 over 71s) | kubelet",
    ]);
  });

  test("kubelet 6.23, 11.11: probes and kills fall on these seconds for every seed, the rest a second more or less", async () => {
    const prepared = prepare("liveness-restart");
    for (let seed = 1; seed <= 25; seed += 1) {
      const { view, name } = podAt81(await execute({ ...prepared, horizonUs: 82 * SECOND }, seed));
      const about = view.events().filter(({ object }) => object.name === name);
      const seen = (reason: string): readonly string[] =>
        about.flatMap((event) => (event.reason === reason ? [intervalText(event, AT_US)] : []));
      expect(seen("Unhealthy"), `seed ${seed}`).toEqual(["1s (x8 over 71s)"]);
      expect(seen("Killing"), `seed ${seed}`).toEqual(["21s (x2 over 51s)"]);
      expect(seen("Pulled"), `seed ${seed}`).toHaveLength(3);
      for (const [reason, over] of [
        ["Pulling", 80],
        ["Created", 78],
        ["Started", 78],
      ] as const) {
        const [, count, first = ""] = /\(x(\d+) over (\d+)s\)$/.exec(seen(reason).join()) ?? [];
        expect(count, `${reason} of seed ${seed}`).toBe("3");
        expect(Math.abs(Number(first) - over), `${reason} of seed ${seed}`).toBeLessThanOrEqual(1);
      }
    }
  });
});
