import { aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { DEFAULT_LATENCIES } from "@podsim/scheduler";
import { aBehavior, OneNode } from "@podsim/scheduler/testing";
import { isLeft, isRight } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { memoryFiles } from "../../testing/memory-files.js";
import type { MemoryFiles } from "../../testing/memory-files.js";
import type { Diagnostic } from "../input/diagnostic.js";
import { Replay } from "../outputs/view/replay.js";
import type { PreparedRun } from "../run/prepared.js";
import { lookupIn } from "./behavior-book.js";
import { listRuns } from "./catalog.js";
import { locateStore } from "./location.js";
import { findRun } from "./reference.js";
import { runIdOf } from "./run-id.js";
import { openRun, readRecord } from "./run-reader.js";
import type { StoredRun } from "./run-reader.js";
import { RunWriter } from "./run-writer.js";
import type { SeedWriter } from "./run-writer.js";
import { worldDigest } from "./world-digest.js";

const prepared = (over: Partial<PreparedRun> = {}): PreparedRun => ({
  name: "crash-loop",
  question: "does it come up?",
  seeds: [1],
  require: 1,
  settings: { kubernetes: "1.34", latencies: DEFAULT_LATENCIES },
  horizonUs: 100 * SECOND,
  quietUs: null,
  clockStart: "2026-01-01T00:00:00Z",
  behaviorOf: () => aBehavior({ name: "crashes" }),
  behaviors: () => [],
  timeline: [],
  thresholds: [
    {
      metric: "sim_pending_pods",
      expression: "last == 0",
      name: null,
      severity: "fail",
      onNoData: "fail",
      window: null,
    },
  ],
  warnings: [],
  notModelled: [],
  counts: { files: 1, nodes: 1, pods: 1, timelineEntries: 0 },
  inputDigest: () => "0".repeat(32),
  ...over,
});

const node = (): OneNode => {
  const made = new OneNode({ behaviors: { app: { run: { kind: "constant", value: 5 * SECOND }, exitCode: 1 } } });
  made.pod(0, aSpec(), "web-1");
  return made.run(100);
};

const must = <T>(result: Either<unknown, T>): T => {
  if (isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
};

const writerOf = (files: MemoryFiles, run: PreparedRun = prepared(), id = 7): RunWriter => {
  const toWrite = { runId: runIdOf(run), prepared: run, clockStart: run.clockStart, command: ["run", "crash-loop"] };
  const writer = new RunWriter(files, locateStore(files, null), toWrite, { id, isRunning: () => false });
  must(writer.begin());
  return writer;
};

/** Writes a run of several frames to the end. */
const writeRun = (files: MemoryFiles, run: PreparedRun = prepared(), id = 7): OneNode => {
  const writer = writerOf(files, run, id);
  const made = node();
  for (const seed of run.seeds) {
    const log = must(writer.beginSeed(seed, made.log));
    must(
      writer.finishSeed(log, { world: made.world, virtualEndUs: 100 * SECOND, complete: true, stopReason: "horizon" }),
    );
  }
  must(writer.finish({ status: "pass" }, true, 12));
  return made;
};

const opened = (files: MemoryFiles, reference: string): Either<Diagnostic, StoredRun> => {
  const found = findRun(files, locateStore(files, null), reference);
  return isLeft(found) ? found : openRun(files, found.right);
};

const bytesOf = (files: MemoryFiles, path: string): Uint8Array => must(files.read(path, () => Infinity)).bytes;

const logPath = (files: MemoryFiles): string => {
  const path = files.paths().find((each) => each.endsWith("seed-1.log"));
  if (path === undefined) throw new Error("no log was written");
  return path;
};

describe("a run on disk", () => {
  test("reads back fact by fact, with its record and its behaviours", () => {
    const files = memoryFiles();
    const made = writeRun(files);
    const run = must(opened(files, "@"));
    expect(run.log.digest()).toBe(made.log.digest());
    expect(run.log.length).toBe(made.log.length);
    expect(run.note).toBeNull();
    expect(run.endUs).toBe(100 * SECOND);
    expect(run.record).toMatchObject({ name: "crash-loop", complete: true, command: ["run", "crash-loop"] });
    expect(run.seed).toMatchObject({ seed: 1, facts: made.log.length, digest: made.log.digest(), complete: true });
    const template = made.world.pods.at(0)?.identity.template;
    expect(template && lookupIn(run.record)(template, 0)?.name).toBe("crashes");
    expect(
      files
        .paths()
        .filter((path) => path.includes(".podsim/runs/"))
        .map((path) => path.split("/").at(-1)),
    ).toEqual(["run.json", "seed-1.log", "verdict.json"]);
  });

  test("its log alone folds to the world that was simulated", () => {
    const files = memoryFiles();
    writeRun(files);
    const run = must(opened(files, "@"));
    expect(worldDigest(new Replay(run.log).advance(run.log.length).world)).toBe(run.seed.worldDigest);
    expect(worldDigest(new Replay(run.log).advance(run.log.length - 1).world)).not.toBe(run.seed.worldDigest);
  });

  test("the same run again has the same name, takes the old one's place, and its log has the same bytes", () => {
    const files = memoryFiles();
    writeRun(files, prepared(), 7);
    const before = bytesOf(files, logPath(files));
    writeRun(files, prepared(), 8);
    expect(listRuns(files, locateStore(files, null))).toHaveLength(1);
    expect(bytesOf(files, logPath(files))).toEqual(before);
  });

  test("another input, horizon or seed is another run", () => {
    const ids = [
      prepared(),
      prepared({ inputDigest: () => "1".repeat(32) }),
      prepared({ horizonUs: 1 }),
      prepared({ seeds: [2] }),
      prepared({ clockStart: "2027-01-01T00:00:00Z" }),
    ].map((run) => runIdOf(run).id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(runIdOf(prepared()).id).toBe(runIdOf(prepared()).id);
    expect(runIdOf(prepared({ name: "Wéird / name!" })).id).toMatch(/^W-ird-name-[0-9a-f]{7}$/);
  });
});

describe("a writer that was killed", () => {
  const cut = (at: (log: Uint8Array) => number): { files: MemoryFiles; facts: number; frames: readonly number[] } => {
    const files = memoryFiles();
    const writer = writerOf(files);
    const made = node();
    const seed: SeedWriter = must(writer.beginSeed(1, made.log));
    const frames = [bytesOf(files, logPath(files)).length];
    must(seed.append());
    frames.push(bytesOf(files, logPath(files)).length);
    must(files.truncate(logPath(files), at(bytesOf(files, logPath(files)))));
    return { files, facts: made.log.length, frames };
  };

  test("leaves a run that reads back with a note", () => {
    const { files, facts } = cut((log) => log.length);
    const run = must(opened(files, "crash-loop"));
    expect(run.log.length).toBe(facts);
    expect(run.note).toBe(`the run was cut off while it was written: ${facts} facts are whole`);
    expect(run.seed.complete).toBe(false);
  });

  test("wherever the log was cut, what is whole reads back and the rest is told", () => {
    const whole = cut((log) => log.length);
    const [header = 0, end = 0] = whole.frames;
    for (let at = 0; at <= end; at += Math.max(1, Math.floor(end / 60))) {
      const { files } = cut(() => at);
      const run = opened(files, "@");
      expect(isRight(run), `cut at ${at}`).toBe(true);
      const { log, note } = must(run);
      expect(log.length, `cut at ${at}`).toBe(at === end ? whole.facts : 0);
      if (at > header && at < end)
        expect(note).toContain(`${at - header} bytes of an unfinished frame after byte ${header}`);
    }
  });

  test("is hidden by a finished run of the same name and swept away by the next one", () => {
    const files = memoryFiles();
    writerOf(files, prepared(), 5);
    expect(listRuns(files, locateStore(files, null))).toMatchObject([{ isPartial: true }]);
    writeRun(files, prepared(), 6);
    expect(listRuns(files, locateStore(files, null))).toMatchObject([{ isPartial: false }]);
    expect(files.paths().some((path) => path.includes("partial"))).toBe(false);
  });
});

describe("a finished run that was changed", () => {
  const damaged = (change: (log: Uint8Array) => Uint8Array): Either<Diagnostic, StoredRun> => {
    const files = memoryFiles();
    writeRun(files);
    must(files.write(logPath(files), change(bytesOf(files, logPath(files)))));
    return opened(files, "@");
  };

  test("in any one byte of its log is refused with the place (E403), or as another version's (E402)", () => {
    const files = memoryFiles();
    writeRun(files);
    const log = bytesOf(files, logPath(files));
    for (let at = 0; at < log.length; at += Math.max(1, Math.floor(log.length / 150))) {
      const run = damaged((bytes) => {
        const copy = bytes.slice();
        copy[at] = (copy[at] ?? 0) ^ 0x10;
        return copy;
      });
      if (isRight(run)) throw new Error(`a change of byte ${at} went unnoticed`);
      expect(["E402", "E403"], `byte ${at}`).toContain(run.left.code);
      expect(run.left.message, `byte ${at}`).toMatch(/byte|number/);
    }
  });

  test("by cutting it is refused with the byte and the facts that are missing", () => {
    const run = damaged((bytes) => bytes.subarray(0, bytes.length - 1));
    expect(isLeft(run) && run.left).toMatchObject({ code: "E403" });
    expect(isLeft(run) && run.left.message).toMatch(/seed-1\.log ends at byte \d+, facts 0 to \d+ are missing/);
  });

  test("by adding to it is refused", () => {
    const run = damaged((bytes) => Uint8Array.from([...bytes, 0]));
    expect(isLeft(run) && run.left.message).toMatch(/seed-1\.log ends at byte \d+, and its facts at byte \d+$/);
  });

  test("in its record is refused, and said to be of another version if it is", () => {
    const files = memoryFiles();
    writeRun(files);
    const path = files.paths().find((each) => each.endsWith("run.json")) ?? "";
    const text = files.textOf(path) ?? "";
    const code = (changed: string): string => {
      must(files.write(path, changed));
      const found = must(findRun(files, locateStore(files, null), "@"));
      const record = readRecord(files, found);
      return isLeft(record) ? record.left.code : "read";
    };
    expect(code(text)).toBe("read");
    expect(code(text.replace('"1.0"', '"1.7"'))).toBe("read");
    expect(code(text.replace('"1.0"', '"2.0"'))).toBe("E402");
    expect(code(text.replace('"seeds"', '"sleeds"'))).toBe("E403");
    expect(code(text.slice(0, 40))).toBe("E403");
    expect(code("null")).toBe("E403");
  });
});

describe("a run is found", () => {
  const files = memoryFiles();
  const names = ["first", "second", "third"];
  for (const name of names) writeRun(files, prepared({ name }));
  writeRun(files, prepared({ name: "second", seeds: [14, 15] }));
  const store = locateStore(files, null);
  const hashOf = (name: string): string => runIdOf(prepared({ name })).hash;
  const found = (reference: string): string => {
    const run = findRun(files, store, reference);
    return isLeft(run) ? `${run.left.code} ${run.left.fix.title}` : run.right.shown;
  };
  const second = runIdOf(prepared({ name: "second", seeds: [14, 15] }));

  test.each([
    ["@", second.shown],
    ["@~1", `third@${hashOf("third").slice(0, 7)}`],
    ["@~3", `first@${hashOf("first").slice(0, 7)}`],
    ["third", `third@${hashOf("third").slice(0, 7)}`],
    ["second", second.shown],
    [`second@${hashOf("second").slice(0, 7)}`, `second@${hashOf("second").slice(0, 7)}`],
    [`second@${hashOf("second").slice(0, 4)}`, `second@${hashOf("second").slice(0, 7)}`],
    [hashOf("first").slice(0, 6), `first@${hashOf("first").slice(0, 7)}`],
    [hashOf("first"), `first@${hashOf("first").slice(0, 7)}`],
    [`first-${hashOf("first").slice(0, 7)}`, `first@${hashOf("first").slice(0, 7)}`],
    [`run/${second.shown}`, second.shown],
    ["secund", "E401 did you mean second?"],
    ["@~4", "E401 podsim runs ls"],
    ["", "E401 podsim runs ls"],
    ["ffff", "E401 podsim runs ls"],
    ["first@", "E401 did you mean first?"],
  ])("%s is %s", (reference, expected) => {
    expect(found(reference)).toBe(expected);
  });

  test("by path, and by seed", () => {
    const path = `.podsim/runs/${second.id}`;
    expect(found(path)).toBe(path);
    expect(must(opened(files, "second:15")).seed.seed).toBe(15);
    expect(must(opened(files, `${path}:15`)).seed.seed).toBe(15);
    const missing = opened(files, "second:3");
    expect(isLeft(missing) && missing.left).toMatchObject({
      code: "E401",
      message: `run ${second.shown} has no seed 3`,
    });
  });

  test("upwards from where one stands, as git finds its directory", () => {
    const below = memoryFiles({}, { workingDirectory: "/desk/a/b" });
    must(below.makeDirectory("/desk/.podsim/runs"));
    expect(locateStore(below, null)).toMatchObject({ directory: "/desk/.podsim", exists: true });
    expect(locateStore(memoryFiles({}, { workingDirectory: "/desk/a/b" }), null)).toEqual({
      directory: "/desk/a/b/.podsim",
      shown: ".podsim",
      exists: false,
    });
    expect(locateStore(below, "elsewhere")).toMatchObject({ directory: "/desk/a/b/elsewhere", exists: false });
  });

  test("nowhere when nothing was kept yet", () => {
    const empty = memoryFiles();
    const run = findRun(empty, locateStore(empty, null), "@");
    expect(isLeft(run) && run.left).toMatchObject({ code: "E401", message: "no run has been kept yet" });
  });
});
