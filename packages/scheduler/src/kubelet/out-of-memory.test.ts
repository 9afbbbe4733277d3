import {
  containerExited,
  containerKillBegan,
  containerRestartBackedOff,
  containerStarted,
  restartCountOf,
} from "@podsim/core";
import type { Behavior, UsagePoint } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const MI = 2 ** 20;
const image = { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true };

const using = (points: readonly UsagePoint[], more: Partial<Behavior> = {}): Partial<Behavior> => ({
  image,
  use: { memory: { kind: "curve", points }, killedAtLimit: true, disk: null, volumes: {}, processes: null },
  ...more,
});

/** 10 MiB more every second. */
const leak: readonly UsagePoint[] = [
  { atUs: 0, amount: 0, until: "ramp" },
  { atUs: 100 * SECOND, amount: 1_000 * MI, until: "step" },
];

const limited = (limit: string, more = {}) =>
  aSpec({ containers: [aContainer({ limits: { memory: limit } })], ...more });

describe("a container that goes over its memory limit", () => {
  test("kubelet 9.4: it ends at the instant its use passes the limit: OOMKilled, 137, without a Killing Event", () => {
    const node = new OneNode({ behaviors: { app: using(leak) } });
    node.pod(0, limited("200Mi", { restartPolicy: "Never" }));
    node.run(60);
    const started = node.facts(containerStarted)[0]?.at ?? 0;
    const [exit] = node.facts(containerExited);
    expect((exit?.at ?? 0) - started).toBeCloseTo(20, 5);
    expect(exit?.data).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
    expect(node.facts(containerKillBegan)).toEqual([]);
    expect(node.world.pods.at(0)?.status.phase).toBe("Failed");
  });

  test("kubelet D11: the first time it is restarted at once, the second time it waits as OOMKilled, then CrashLoopBackOff", () => {
    const node = new OneNode({ behaviors: { app: using(leak) } });
    node.pod(0, limited("100Mi"));
    const shown = node.statuses(45);
    const rows = shown.map(({ at, status }) => `${(at / SECOND).toFixed(1)} ${status}`);
    // Starts at 1.5 s and at 12.2 s; ends 10 s after each, which the relists of 12 s and 23 s find.
    expect(rows.slice(3, 7)).toEqual(["2.0 Running", "12.0 OOMKilled", "13.0 Running", "23.0 OOMKilled"]);
    const [killed, backOff, again] = shown.slice(6);
    expect([killed, backOff, again].map((row) => row?.status)).toEqual(["OOMKilled", "CrashLoopBackOff", "Running"]);
    const lasted = (from: typeof killed, to: typeof killed): number => ((to?.at ?? 0) - (from?.at ?? 0)) / SECOND;
    expect(lasted(killed, backOff)).toBeGreaterThanOrEqual(10);
    expect(lasted(killed, backOff)).toBeLessThanOrEqual(16);
    expect(lasted(backOff, again)).toBeLessThanOrEqual(2);
    expect(node.facts(containerRestartBackedOff).length).toBeGreaterThan(0);
  });

  test("kubelet 4.8: a leak is a crash like any other: back-offs of 0, 10, 20, 40 … s", () => {
    const node = new OneNode({ behaviors: { app: using(leak) } });
    node.pod(0, limited("100Mi"));
    node.run(600);
    const exits = node.facts(containerExited).map(({ at }) => at);
    const starts = node.facts(containerStarted).map(({ at }) => at);
    [0, 10, 20, 40, 80, 160].forEach((backOff, k) => {
      const wait = (starts[k + 1] ?? 0) - (exits[k] ?? 0);
      expect(wait).toBeGreaterThanOrEqual(backOff);
      expect(wait).toBeLessThan(backOff + 18);
    });
    const pod = node.world.pods.at(0);
    expect(pod === undefined ? 0 : restartCountOf(pod)).toBeGreaterThanOrEqual(6);
  });

  test.each([
    ["exactly at its limit it lives", using([{ atUs: 0, amount: 100 * MI, until: "step" }]), "100Mi"],
    [
      "unless the scenario says that the limit ends nothing",
      {
        image,
        use: {
          memory: { kind: "curve", points: leak },
          killedAtLimit: false,
          disk: null,
          volumes: {},
          processes: null,
        },
      },
      "100Mi",
    ],
  ] as const)("kubelet 9.4: %s", (_, behavior, limit) => {
    const node = new OneNode({ behaviors: { app: behavior } });
    node.pod(0, limited(limit));
    node.run(300);
    expect(node.facts(containerExited)).toEqual([]);
  });

  test("without a limit its use is its node's business", () => {
    const node = new OneNode({ behaviors: { app: using(leak) } });
    node.pod(0, aSpec());
    node.run(300);
    expect(node.facts(containerExited)).toEqual([]);
  });

  test("what ends before it never gets there", () => {
    const run = { kind: "constant" as const, value: 5 * SECOND };
    const node = new OneNode({ behaviors: { app: using(leak, { run }) } });
    node.pod(0, limited("100Mi", { restartPolicy: "Never" }));
    node.run(60);
    expect(node.facts(containerExited)[0]?.data).toMatchObject({ exitCode: 0, reason: "Completed" });
  });

  test("kubelet 2.11: an init container counts as failed, whatever its exit code", () => {
    const node = new OneNode({ behaviors: { setup: using(leak), app: { image } } });
    const setup = aContainer({ name: "setup", limits: { memory: "50Mi" } });
    node.pod(0, aSpec({ initContainers: [setup], restartPolicy: "Never" }));
    expect(node.statuses(60).at(-1)?.status).toBe("Init:OOMKilled");
    expect(node.world.pods.at(0)?.status.phase).toBe("Failed");
  });

  test("one amount per instance is drawn anew for every start", () => {
    const drawn: Partial<Behavior> = {
      image,
      use: {
        memory: { kind: "drawn", amount: { kind: "uniform", min: 50 * MI, max: 150 * MI } },
        killedAtLimit: true,
        disk: null,
        volumes: {},
        processes: null,
      },
    };
    let killed = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const node = new OneNode({ seed, behaviors: { app: drawn } });
      node.pod(0, limited("100Mi", { restartPolicy: "Never" }));
      node.run(20);
      killed += node.facts(containerExited).length;
    }
    expect(killed).toBeGreaterThan(10);
    expect(killed).toBeLessThan(30);
  });
});
