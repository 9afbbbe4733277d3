// What simulators of pods get wrong by taking the obvious answer: each of these fails for it.
import {
  containerExited,
  containerKillBegan,
  containerRestartBackedOff,
  containerStarted,
  imagePullFailed,
  imagePullStarted,
  statusColumn,
} from "@podsim/core";
import type { Behavior } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const image = { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true };
const httpGet = { path: "/", port: 8080, scheme: "HTTP" as const };
const lasting = (seconds: number) => ({ kind: "constant" as const, value: seconds * SECOND });
const runsFor = (seconds: number, exitCode = 1): Partial<Behavior> => ({ image, run: lasting(seconds), exitCode });
const refused: Partial<Behavior> = {
  image,
  probes: { startup: null, liveness: { passAfter: "never", failFrom: null, failure: "no" }, readiness: null },
};

const times = (facts: readonly { readonly at: number }[]): readonly number[] => facts.map(({ at }) => at);

/** From each exit to the start after it. */
const waits = (node: OneNode): readonly number[] => {
  const exits = times(node.facts(containerExited));
  return times(node.facts(containerStarted))
    .slice(1)
    .map((at, k) => at - (exits[k] ?? NaN));
};

describe("restarts", () => {
  test("kubelet F3, 4.8: the first exit is restarted at once, and the back-off counts from the exit, not from the start", () => {
    const node = new OneNode({ behaviors: { app: runsFor(8) } });
    node.pod(0, aSpec());
    node.run(60);
    const [first = 0, second = 0] = waits(node);
    expect(first).toBeLessThan(1.5);
    // Counted from its start 8 s earlier, the second wait could be over after 2 s.
    expect(second).toBeGreaterThanOrEqual(10);
  });

  test("kubelet A2, A4, 0.10: waits are the back-off and what it takes to the next sync, 10 to 15 s after the one before", () => {
    const node = new OneNode({ behaviors: { app: runsFor(1) } });
    node.pod(0, aSpec());
    node.run(400);
    const backedOff = times(node.facts(containerRestartBackedOff));
    const gaps = backedOff.slice(1).map((at, k) => at - (backedOff[k] ?? 0));
    const requeues = gaps.filter((gap) => gap < 17);
    [0, 10, 20, 40, 80, 160].forEach((backOff, k) => {
      expect(waits(node)[k], `wait ${k}`).toBeGreaterThanOrEqual(backOff);
      expect(waits(node)[k], `wait ${k}`).toBeLessThanOrEqual(backOff === 0 ? 1.5 : backOff + 17);
    });
    expect(requeues.length).toBeGreaterThan(10);
    for (const gap of requeues) {
      expect(gap).toBeGreaterThanOrEqual(10);
      expect(gap).toBeLessThanOrEqual(16);
    }
  });

  test("kubelet F17, 4.9: ten minutes since the last crash reset nothing, ten minutes since the last start do", () => {
    const waitsOf = (run: number): readonly number[] => {
      const node = new OneNode({ behaviors: { app: runsFor(run) } });
      node.pod(0, aSpec());
      node.run(5 * run + 100);
      return waits(node).slice(1, 5);
    };
    // Runs of 595 s: from the second crash to the third it is more than ten minutes, and yet the third waits like it.
    for (const wait of waitsOf(595)) {
      expect(wait).toBeGreaterThanOrEqual(10);
      expect(wait).toBeLessThanOrEqual(17);
    }
    for (const wait of waitsOf(601)) expect(wait).toBeLessThan(1.5);
  });

  test("kubelet F23, 4.9: at the cap a run of 400 s is waited for 200 s only, and the next back-off is 10 s again", () => {
    const node = new OneNode({ behaviors: { app: runsFor(400) } });
    node.pod(0, aSpec());
    node.run(4_200);
    [0, 10, 20, 40, 80, 160, 200, 10].forEach((backOff, k) => {
      const wait = waits(node)[k] ?? NaN;
      expect(wait, `wait ${k}`).toBeGreaterThanOrEqual(backOff);
      expect(wait, `wait ${k}`).toBeLessThanOrEqual(backOff === 0 ? 1.5 : backOff + 19);
    });
  });

  test("kubelet F21, 3.8: OnFailure restarts what liveness killed, whatever its exit code", () => {
    const node = new OneNode({ behaviors: { app: { ...refused, onSigterm: { exitAfter: lasting(0), exitCode: 0 } } } });
    node.pod(
      0,
      aSpec({ restartPolicy: "OnFailure", containers: [aContainer({ livenessProbe: aProbe({ httpGet }) })] }),
    );
    node.run(50);
    expect(node.facts(containerExited)[0]).toMatchObject({ data: { exitCode: 0 } });
    expect(node.facts(containerStarted)).toHaveLength(2);
    expect(node.world.pods.at(0)?.status.phase).toBe("Running");
  });

  test("kubelet F22, 8.13: a pod in CrashLoopBackOff that is deleted never shows it again", () => {
    const node = new OneNode({ behaviors: { app: runsFor(1) } });
    node.pod(0, aSpec());
    node.delete(75, 0, 30);
    const rows: string[] = [];
    node.run(120, (pod, { at }) => {
      if (pod === undefined || at < 75 * SECOND) return;
      const [status] = pod.status.containerStatuses;
      rows.push(
        `${statusColumn(pod)} ${status?.state.kind === "waiting" ? status.state.reason : (status?.state.kind ?? "")}`,
      );
    });
    expect(rows[0]).toBe("Terminating CrashLoopBackOff");
    expect(rows.slice(1).every((row) => row.endsWith(" terminated"))).toBe(true);
    expect(rows.length).toBeGreaterThan(1);
  });

  test("kubelet F23, 4.11: at the cap a liveness loop restarts at once and after five minutes, by turns", () => {
    const node = new OneNode({
      behaviors: { app: { ...refused, onSigterm: { exitAfter: lasting(0.2), exitCode: 0 } } },
    });
    node.pod(0, aSpec({ containers: [aContainer({ livenessProbe: aProbe({ httpGet }) })] }));
    node.run(4_000);
    const late = waits(node).slice(-6);
    expect(late.some((wait) => wait < 1)).toBe(true);
    late.slice(1).forEach((wait, k) => {
      expect(wait < 1, `wait ${k + 1} of ${late.join(" ")}`).toBe((late[k] ?? 0) >= 300);
    });
    expect(Math.max(...late)).toBeLessThanOrEqual(317);
  });
});

describe("images", () => {
  test("kubelet A10, 5.8: no pull before the back-off since the last failure is over", () => {
    const node = new OneNode({ behaviors: { app: { image: { ...image, cached: false, missing: true } } } });
    node.pod(0, aSpec());
    node.run(1_500);
    const failed = times(node.facts(imagePullFailed));
    const gaps = times(node.facts(imagePullStarted))
      .slice(1)
      .map((at, k) => at - (failed[k] ?? 0));
    [10, 20, 40, 80, 160, 300, 300].forEach((backOff, k) => {
      expect(gaps[k], `pull ${k + 2}`).toBeGreaterThanOrEqual(backOff);
      expect(gaps[k], `pull ${k + 2}`).toBeLessThanOrEqual(backOff + 17);
    });
  });
});

describe("kills", () => {
  test("kubelet F1, 6.3: the probe clock is that of the worker, so kills are whole periods apart", () => {
    const node = new OneNode({ behaviors: { app: { ...refused, onSigterm: { exitAfter: lasting(7), exitCode: 0 } } } });
    node.pod(0, aSpec({ containers: [aContainer({ livenessProbe: aProbe({ httpGet }) })] }));
    node.run(100);
    const kills = times(node.facts(containerKillBegan));
    expect(kills).toEqual([30.5, 60.5, 90.5]);
  });
});
