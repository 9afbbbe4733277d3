// Plain manifests run as they are: what their containers' commands, probes and hooks do is followed, not declared.
// PODSIM_REVIEW=FOLDER also runs every file of that folder and prints what became of its pods.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { exitsOf, factsOf, podsOf, prepareFile, rowsOf, runFile, secondsOf } from "./run-manifests.js";

const FIXTURES = fileURLToPath(new URL("./fixtures/", import.meta.url));

describe("probes", () => {
  test("kubelet 3.7, 4.11, 6.11: an exec probe fails once its file is gone, and the shell ignores SIGTERM", async () => {
    const run = await runFile("exec-probe.yaml", FIXTURES);
    const failures = factsOf(run, "ProbeFailed").map(({ data }) => (data as { output: string }).output.trim());
    expect(new Set(failures)).toEqual(new Set(["cat: can't open '/tmp/alive': No such file or directory"]));
    expect(new Set(exitsOf(run))).toEqual(new Set(["137 Error"]));
    const [first = 0, second = 0] = secondsOf(run, "ContainerExited");
    expect(first).toBeGreaterThanOrEqual(70);
    expect(first).toBeLessThanOrEqual(76);
    expect(second - first).toBeGreaterThanOrEqual(74);
    expect(second - first).toBeLessThanOrEqual(77);
    // Kills one to five restart at once, the sixth meets back-off.
    expect(secondsOf(run, "ContainerStarted").filter((at) => at < 450)).toHaveLength(6);
    expect(factsOf(run, "ContainerRestartBackedOff").length).toBeGreaterThan(0);
  });

  test("kubelet 6.11: a server that answers 500 is restarted about every 18 s, and then less often", async () => {
    const run = await runFile("web-that-breaks.yaml", FIXTURES);
    const failures = factsOf(run, "ProbeFailed").map(({ data }) => (data as { output: string }).output);
    expect(new Set(failures)).toEqual(new Set(["HTTP probe failed with statuscode: 500"]));
    const [a = 0, b = 0, c = 0, d = 0] = secondsOf(run, "ContainerExited");
    for (const at of [a, b - a, c - b, d - c]) expect(at).toBeLessThanOrEqual(20);
    expect(secondsOf(run, "ContainerStarted").filter((at) => at < 60)).toHaveLength(4);
    expect(podsOf(run)[0]?.status.containerStatuses[0]?.state).toMatchObject({ reason: "CrashLoopBackOff" });
  });
});

describe("what a command leaves behind", () => {
  test("kubelet 2.16, 4.14: last words, and restarts although it ends well", async () => {
    const run = await runFile("last-words.yaml", FIXTURES);
    expect(new Set(exitsOf(run))).toEqual(new Set(["0 Completed: all done"]));
    const starts = secondsOf(run, "ContainerStarted").slice(1, 5);
    for (const [ix, about] of [11, 35, 72, 131].entries()) {
      expect(Math.abs((starts[ix] ?? 0) - about)).toBeLessThan(4 + about * 0.08);
    }
  });

  test("a page for the other container: one has ended, the other serves", async () => {
    expect(rowsOf(await runFile("two-containers.yaml", FIXTURES))).toEqual({ pair: "1/2 NotReady 0" });
  });

  test("containers that share a volume see each other's files while they run", async () => {
    const run = await runFile("handshake.yaml", FIXTURES);
    expect(exitsOf(run)).toEqual(["3 Error", "4 Error"]);
    for (const at of secondsOf(run, "ContainerExited")) expect(at).toBeGreaterThanOrEqual(20);
    for (const at of secondsOf(run, "ContainerExited")) expect(at).toBeLessThanOrEqual(24);
  });

  test("a volume outlives the container, a container's own files do not", async () => {
    const run = await runFile("retried-script.yaml", FIXTURES);
    expect(exitsOf(run)).toEqual(["3 Error", "0 Completed"]);
    expect(rowsOf(run)).toEqual({ retried: "0/1 Completed 1" });
  });
});

describe("what a command asks for", () => {
  test("an init container waits for a name until the cluster has it", async () => {
    const run = await runFile("waits-for-service.yaml", FIXTURES);
    expect(rowsOf(run)).toEqual({ patient: "0/1 Init:1/2 0" });
  });

  test("an index decides how its pod ends", async () => {
    const run = await runFile("indexed-job.yaml", FIXTURES);
    const statuses = Object.values(rowsOf(run)).sort();
    expect(statuses).toEqual([...Array<string>(2).fill("0/1 Completed 0"), ...Array<string>(4).fill("0/1 Error 0")]);
  });

  test("kubelet 2.10, 3.18: SIGTERM is ignored, handled, or comes too late", async () => {
    const run = await runFile("graceful.yaml", FIXTURES, { deaf: 60, trapping: 60, hooked: 60 });
    expect(exitsOf(run, "deaf")).toEqual(["137 Error"]);
    expect(exitsOf(run, "trapping")).toEqual(["0 Completed"]);
    expect(exitsOf(run, "hooked")).toEqual(["0 Completed"]);
    const lasted = (pod: string): number => {
      const [deleted, exited] = [factsOf(run, "PodDeletionRequested", pod)[0], factsOf(run, "ContainerExited", pod)[0]];
      return Math.round(((exited?.at ?? 0) - (deleted?.at ?? 0)) / 1_000_000);
    };
    expect(lasted("deaf")).toBe(30);
    expect(lasted("trapping")).toBe(4);
    expect(lasted("hooked")).toBeLessThanOrEqual(2);
  });
});

const folder = process.env["PODSIM_REVIEW"];
const reviewed = folder === undefined ? [] : readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));

test.runIf(reviewed.length > 0)("every file of the folder given is run, or says why it cannot be", async () => {
  for (const name of reviewed) {
    const prepared = prepareFile(name, folder ?? "");
    if (!("timeline" in prepared)) {
      console.log(`${name}\n  refused: ${prepared.join("; ")}`);
      continue;
    }
    const run = await runFile(name, folder ?? "");
    const rows = rowsOf(run);
    const ignored = prepared.notModelled.map(({ field }) => field);
    console.log([name, ...Object.entries(rows).map(([pod, row]) => `  ${pod} ${row}`)].join("\n"));
    if (ignored.length > 0) console.log(`  not modelled: ${ignored.join(", ")}`);
    expect(run.complete).toBe(true);
  }
});

describe("pods that no node takes, and what every container has", () => {
  test("controllers 1.29, 1.30: a pod that names a missing node is never scheduled, and goes after the quarantine", async () => {
    const run = await runFile("lost-and-failed.yaml", FIXTURES);
    expect(factsOf(run, "PodBound", "nowhere")).toEqual([]);
    expect(factsOf(run, "PodSchedulingFailed", "nowhere")).toEqual([]);
    const [failed] = factsOf(run, "PodFailedByController", "nowhere");
    const [removed] = factsOf(run, "PodRemoved", "nowhere");
    for (const fact of [failed, removed]) {
      expect(fact?.at).toBeGreaterThanOrEqual(40e6);
      expect(fact?.at).toBeLessThanOrEqual(80e6);
    }
    expect(rowsOf(run)).toEqual({ fails: "0/1 Error 0", reads: "0/1 Completed 0" });
  });
});
