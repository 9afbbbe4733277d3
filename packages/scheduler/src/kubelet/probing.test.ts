import {
  containerExited,
  containerKillBegan,
  containerStarted,
  podStatusReported,
  probeErrored,
  probeFailed,
  probeResultStored,
} from "@podsim/core";
import type { Behavior, Container, Probe, ProbeBehavior, ProbeType } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import type { OneNodeOptions } from "../../testing/one-node.js";
import { OneNode } from "../../testing/one-node.js";

const httpGet = { path: "/", port: 8080, scheme: "HTTP" as const };
const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };
const NEVER_PASSES: ProbeBehavior = { passAfter: "never", failFrom: null, failure: "no" };
const PASSES: ProbeBehavior = { passAfter: 0, failFrom: null, failure: "no" };
const passesFrom = (seconds: number): ProbeBehavior => ({ ...PASSES, passAfter: seconds * SECOND });
const failsFrom = (seconds: number): ProbeBehavior => ({ ...PASSES, failFrom: seconds * SECOND });
const runsFor = (seconds: number) => ({ kind: "constant" as const, value: seconds * SECOND });

type Probes = Partial<Record<ProbeType, Partial<Probe>>>;

const probed = (probes: Probes, rest: Partial<Container> = {}): Container =>
  aContainer({
    name: "app",
    ...(probes.startup === undefined ? {} : { startupProbe: aProbe({ httpGet, ...probes.startup }) }),
    ...(probes.liveness === undefined ? {} : { livenessProbe: aProbe({ httpGet, ...probes.liveness }) }),
    ...(probes.readiness === undefined ? {} : { readinessProbe: aProbe({ httpGet, ...probes.readiness }) }),
    ...rest,
  });

const behaving = (
  probes: Partial<Record<ProbeType, ProbeBehavior>>,
  rest: Partial<Behavior> = {},
): { app: Partial<Behavior> } => ({
  app: { ...cached, ...rest, probes: { startup: null, liveness: null, readiness: null, ...probes } },
});

/** One pod of one container: bound at 0.1, probe workers made at 0.6, started at 1.6, known to run at 2 + the relist's phase. */
const onePod = (container: Container, options: OneNodeOptions, spec: Parameters<typeof aSpec>[0] = {}): OneNode => {
  const node = new OneNode(options);
  node.pod(0.1, aSpec({ containers: [container], ...spec }));
  return node;
};

const failures = (node: OneNode, probe: ProbeType): readonly number[] =>
  node.facts(probeFailed).flatMap((f) => (f.data.probe === probe ? [f.at] : []));

const results = (node: OneNode, probe: ProbeType): readonly string[] =>
  node.facts(probeResultStored).flatMap((f) => (f.data.probe === probe ? [`${f.at} ${f.data.result}`] : []));

const kills = (node: OneNode): readonly number[] => node.facts(containerKillBegan).map((f) => f.at);

describe("when a probe is tried", () => {
  test("kubelet 6.2, 6.3, F1: ticks count from the worker, made before any container, and go on over restarts", () => {
    const node = onePod(probed({ liveness: { periodSeconds: 7 } }), {
      behaviors: behaving({ liveness: NEVER_PASSES }),
    });
    node.run(60);
    expect(node.facts(containerStarted)[0]?.at).toBe(1.6);
    expect(failures(node, "liveness").slice(0, 6)).toEqual([7.6, 14.6, 21.6, 28.6, 35.6, 42.6]);
  });

  test("kubelet 6.4, 6.6: the first tick counts that comes after the report which names the container", () => {
    const node = onePod(probed({ liveness: { periodSeconds: 1 } }), {
      behaviors: behaving({ liveness: NEVER_PASSES }),
      relistPhase: 0.7,
    });
    node.run(10);
    // Started at 1.6, reported at 1.7: not the tick of 1.6 but that of 2.6.
    expect(failures(node, "liveness")[0]).toBe(2.6);
    const late = onePod(probed({ liveness: { periodSeconds: 1 } }), {
      behaviors: behaving({ liveness: NEVER_PASSES }),
      relistPhase: 0.65,
      latencies: { containerStart: { kind: "constant", value: 200_000 } },
    });
    late.run(10);
    expect(late.facts(containerStarted)[0]?.at).toBe(1.7);
    expect(failures(late, "liveness")[0]).toBe(3.6);
  });

  test("kubelet 6.7: initialDelaySeconds counts from the start in whole seconds, so it may end early", () => {
    const node = onePod(probed({ liveness: { periodSeconds: 1, initialDelaySeconds: 5 } }), {
      behaviors: behaving({ liveness: NEVER_PASSES }),
    });
    node.run(20);
    // Started at 1.6, which the report gives as 1: due from 6, first tick 6.6, and so on.
    expect(failures(node, "liveness")[0]).toBe(6.6);
    const exact = onePod(probed({ liveness: { periodSeconds: 2, initialDelaySeconds: 5 } }), {
      behaviors: behaving({ liveness: NEVER_PASSES }),
      latencies: {
        volumeMount: { kind: "constant", value: 0 },
        containerStart: { kind: "constant", value: 1_690_000 },
      },
    });
    exact.run(20);
    // Started at 2.79; 7.79 would be too late for no tick, 7 lets that of 8.2 count and that of 6.2 not.
    expect(exact.facts(containerStarted)[0]?.at).toBe(2.79);
    expect(failures(exact, "liveness")[0]).toBe(8.2);
  });

  test("kubelet 6.5: readiness and liveness idle until the startup probe has succeeded, and it idles from then on", () => {
    const startup = passesFrom(5);
    const node = onePod(
      probed({
        startup: { periodSeconds: 1, failureThreshold: 30 },
        liveness: { periodSeconds: 1 },
        readiness: { periodSeconds: 1 },
      }),
      { behaviors: behaving({ startup, liveness: failsFrom(20), readiness: failsFrom(20) }) },
    );
    node.run(30);
    expect(failures(node, "startup").slice(0, 4)).toEqual([2.6, 3.6, 4.6, 5.6]);
    expect(results(node, "startup")[0]).toBe("6.6 success");
    expect(failures(node, "liveness").slice(0, 3)).toEqual([21.6, 22.6, 23.6]);
  });

  test("kubelet 6.14: a slow probe holds up its own worker alone, and ticks that came meanwhile are one", () => {
    const slow: ProbeBehavior = { ...NEVER_PASSES, takes: 2.5 * SECOND };
    const node = onePod(
      probed({
        liveness: { periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 100 },
        readiness: { periodSeconds: 10 },
      }),
      { behaviors: behaving({ liveness: slow, readiness: PASSES }) },
    );
    node.run(20);
    // Asked at 2.6, answered at 5.1; the tick of 3.6 was kept, those of 4.6 were lost: asked again at once.
    expect(failures(node, "liveness").slice(0, 4)).toEqual([5.1, 7.6, 10.1, 12.6]);
    expect(results(node, "readiness")).toEqual(["12 success"]);
  });

  test("kubelet 6.11, 6.14: an answer after the timeout is a failure at the timeout", () => {
    const late: ProbeBehavior = { ...PASSES, takes: 2.5 * SECOND };
    const node = onePod(probed({ liveness: { periodSeconds: 10 } }), { behaviors: behaving({ liveness: late }) });
    node.run(45);
    expect(failures(node, "liveness").slice(0, 3)).toEqual([11.6, 21.6, 31.6]);
    expect(node.facts(probeFailed)[0]?.data.output).toMatch(
      /^Get "http:\/\/.*:8080\/": context deadline exceeded \(Client.Timeout exceeded while awaiting headers\)$/,
    );
    expect(kills(node)).toEqual([31.6]);
  });

  test("kubelet 6.14: slow successes flip when fast ones would, an answer later", () => {
    const slow = (takes: number): ProbeBehavior => ({ ...failsFrom(30), takes: takes * SECOND });
    const flips = (takes: number, period: number): readonly number[] => {
      const readiness = { periodSeconds: period, timeoutSeconds: 5, failureThreshold: 2 };
      const node = onePod(probed({ readiness }), { behaviors: behaving({ readiness: slow(takes) }) });
      node.run(60);
      return failures(node, "readiness").slice(0, 2);
    };
    expect(flips(0, 2)).toEqual([32, 34]);
    expect(flips(0.5, 2)).toEqual([33, 35]);
    expect(flips(3, 2)).toEqual([37, 40]);
  });
});

describe("what a result does", () => {
  test("kubelet 6.8: below its threshold nothing is stored, and a result of the other kind begins the count anew", () => {
    const node = onePod(
      probed({ readiness: { periodSeconds: 2, successThreshold: 3, failureThreshold: 2, initialDelaySeconds: 4 } }),
      {
        behaviors: behaving({ readiness: failsFrom(30) }),
      },
    );
    node.run(60);
    expect(results(node, "readiness")).toEqual(["10 success", "34 failure"]);
    expect(failures(node, "readiness").slice(0, 2)).toEqual([32, 34]);
  });

  test("kubelet 6.9: after a stored liveness failure nothing is probed until a new container is known", () => {
    const node = onePod(probed({ liveness: { periodSeconds: 1, failureThreshold: 1 } }), {
      behaviors: behaving({ liveness: NEVER_PASSES }, { onSigterm: "ignore" }),
    });
    node.run(40);
    // Failed at 2.6, killed after 30 s of grace, its successor reported at 34: that is when failures go on.
    expect(failures(node, "liveness")).toEqual([2.6, 34.6]);
  });

  test("kubelet 6.10, F12: failures are counted on over a restart that the container made by itself", () => {
    const node = onePod(probed({ liveness: { periodSeconds: 4, failureThreshold: 3 } }), {
      behaviors: behaving({ liveness: NEVER_PASSES }, { run: runsFor(10), exitCode: 1 }),
    });
    node.run(18);
    // Two failures of the first instance, which exits at 11.6; the first one of the second is the third in a row.
    expect(failures(node, "liveness")).toEqual([4.6, 8.6, 16.6]);
    expect(node.facts(containerExited)[0]?.at).toBe(11.6);
    expect(kills(node)).toEqual([16.6]);
  });

  test("kubelet 6.9, 6.10: a kill for failed probes begins the count anew", () => {
    const node = onePod(probed({ liveness: { periodSeconds: 10 } }), {
      behaviors: behaving({ liveness: NEVER_PASSES }),
    });
    node.run(95);
    expect(kills(node)).toEqual([30.6, 60.6, 90.6]);
  });

  test("kubelet 6.12: a probe that cannot be tried counts as nothing, and says so", () => {
    const unnamed = { path: "/", port: "web", scheme: "HTTP" as const };
    const node = onePod(probed({ liveness: { periodSeconds: 5, httpGet: unnamed } }), {
      behaviors: behaving({ liveness: NEVER_PASSES }),
    });
    node.run(60);
    expect(kills(node)).toEqual([]);
    expect(failures(node, "liveness")).toEqual([]);
    expect(node.facts(probeErrored)[0]).toMatchObject({
      at: 5.6,
      data: { error: 'strconv.Atoi: parsing "web": invalid syntax' },
    });
  });

  test("kubelet 6.13: every failed execution is told, those below the threshold as well", () => {
    const node = onePod(probed({ liveness: { periodSeconds: 10, failureThreshold: 100 } }), {
      behaviors: behaving({ liveness: NEVER_PASSES }),
    });
    node.run(100);
    expect(failures(node, "liveness")).toHaveLength(9);
    expect(kills(node)).toEqual([]);
  });

  test("kubelet A5, 6.15, 3.20: a liveness failure kills at once, with the probe's own grace", () => {
    const liveness = { periodSeconds: 10, failureThreshold: 1, terminationGracePeriodSeconds: 5 };
    const node = onePod(probed({ liveness }), {
      behaviors: behaving({ liveness: NEVER_PASSES }, { onSigterm: "ignore" }),
    });
    node.run(30);
    expect(kills(node)[0]).toBe(10.6);
    expect(node.facts(containerExited)[0]?.at).toBe(15.6);
  });

  test("kubelet 6.22: the startup budget is initialDelay + failureThreshold periods, then the container is killed", () => {
    const startup = { periodSeconds: 5, failureThreshold: 4, initialDelaySeconds: 10 };
    const node = onePod(probed({ startup }), { behaviors: behaving({ startup: NEVER_PASSES }) });
    node.run(40);
    expect(failures(node, "startup")).toEqual([15.6, 20.6, 25.6, 30.6]);
    expect(kills(node)).toEqual([30.6]);
    expect(node.facts(containerKillBegan)[0]?.data.message).toBe(
      "Container app failed startup probe, will be restarted",
    );
  });
});

describe("readiness", () => {
  const readyAt = (node: OneNode, until: number): readonly string[] => {
    const seen: string[] = [];
    node.run(until, (pod, { at }) => {
      const ready = pod?.status.conditions.find((c) => c.type === "Ready")?.status ?? "-";
      if (seen.at(-1)?.endsWith(ready) !== true) seen.push(`${at / SECOND} ${ready}`);
    });
    return seen;
  };

  test("kubelet 6.16: a flip shows at once, ahead of any sync", () => {
    const node = onePod(probed({ readiness: { periodSeconds: 5, failureThreshold: 2 } }), {
      behaviors: behaving({ readiness: failsFrom(20) }),
    });
    expect(readyAt(node, 60)).toEqual(["0 -", "0.2 False", "7 True", "27 False"]);
  });

  test("kubelet 6.17: every sync of a container that is not ready has it probed, and the ticks count from there", () => {
    const node = onePod(probed({ readiness: { periodSeconds: 10, failureThreshold: 1 } }), {
      behaviors: behaving({ readiness: passesFrom(7) }),
      relistPhase: 0.5,
    });
    node.run(30);
    // The relist of 1.5 saw the sandbox, that of 2.5 the container: reported at 2.5 and poked in vain, poked by the sync of
    // 3.5; its first stored result asks for one more sync, which comes at 4.5.
    expect(failures(node, "readiness")).toEqual([3.5, 4.5]);
    expect(results(node, "readiness")).toEqual(["14.5 success"]);
  });

  test("kubelet 6.17: when the report wins the race, the sync that reports the container has it probed", () => {
    const node = onePod(probed({ readiness: { periodSeconds: 10 } }), {
      behaviors: behaving({ readiness: PASSES }),
      profile: { kubelet: { firstReadinessProbe: "at-once" } },
    });
    expect(readyAt(node, 30)).toEqual(["0 -", "0.2 False", "2 True"]);
  });

  test("kubelet 6.17: a poke does not shorten initialDelaySeconds", () => {
    const node = onePod(probed({ readiness: { periodSeconds: 3, initialDelaySeconds: 10 } }), {
      behaviors: behaving({ readiness: PASSES }),
    });
    const [, , ready] = readyAt(node, 30);
    expect(Number(ready?.split(" ")[0])).toBeGreaterThanOrEqual(11);
    expect(Number(ready?.split(" ")[0])).toBeLessThanOrEqual(14);
  });

  test("kubelet 6.18: without probes a container is started and ready as soon as it is reported", () => {
    const node = onePod(probed({}), { behaviors: behaving({}) });
    expect(readyAt(node, 10)).toEqual(["0 -", "0.2 False", "2 True"]);
  });

  test("kubelet 6.19: a restarted container is not ready until its probe has passed again", () => {
    const node = onePod(probed({ readiness: { periodSeconds: 5 } }), {
      behaviors: behaving({ readiness: passesFrom(2) }, { run: runsFor(20), exitCode: 1 }),
    });
    const flips = readyAt(node, 30);
    expect(flips.map((f) => f.split(" ")[1])).toEqual(["-", "False", "True", "False", "True"]);
    const [again] = flips.slice(-1);
    expect(Number(again?.split(" ")[0])).toBeGreaterThan((node.facts(containerStarted)[1]?.at ?? 0) + 2);
  });

  test("kubelet 6.20: while the pod is torn down readiness goes on, liveness does not", () => {
    const container = probed(
      { liveness: { periodSeconds: 2, failureThreshold: 1 }, readiness: { periodSeconds: 2, failureThreshold: 1 } },
      { lifecycle: { preStop: { exec: { command: ["sleep"] } } } },
    );
    const hooks = { postStart: { takes: runsFor(0), fails: false }, preStop: { takes: runsFor(20), fails: false } };
    const node = onePod(container, {
      behaviors: behaving({ liveness: failsFrom(14), readiness: failsFrom(14) }, { hooks }),
    });
    node.delete(10, 0, 30);
    expect(readyAt(node, 60)).toEqual(["0 -", "0.2 False", "4 True", "16 False", "31.3 -"]);
    expect(failures(node, "liveness")).toEqual([]);
  });

  test("kubelet 6.20: a process that is gone is asked in vain until the teardown is over", () => {
    const node = onePod(probed({ readiness: { periodSeconds: 1, failureThreshold: 3 } }), {
      behaviors: behaving({ readiness: PASSES }),
      latencies: { sandboxStop: { kind: "constant", value: 2.5 * SECOND } },
    });
    node.delete(10.5, 0, 30);
    node.run(30);
    expect(node.facts(containerExited)[0]?.at).toBe(10.7);
    expect(failures(node, "readiness")).toEqual([11, 12, 13]);
    expect(node.facts(probeFailed)[0]?.data.output).toMatch(/connection refused$/);
  });
});

describe("a container that is down", () => {
  test("kubelet 6.5, 0.2: its worker stores a failure at the next tick, and that has the pod synced", () => {
    const crash = { run: runsFor(1), exitCode: 1 };
    const reports = (liveness: Probes): readonly number[] => {
      const node = onePod(probed(liveness), { behaviors: behaving({ liveness: PASSES }, crash) });
      node.run(14);
      const backOff = node.facts(podStatusReported).map((f) => f.at);
      return backOff.filter((at) => at >= 5);
    };
    // Second exit at 4.2, shown at 5 as Error; with a probe the back-off shows at its next tick, without one 10 s later.
    expect(reports({})).toEqual([5]);
    expect(reports({ liveness: { periodSeconds: 7 } })).toEqual([5, 7.6]);
  });
});

describe("a kubelet that starts again", () => {
  const restarted = (options: OneNodeOptions, probes: Probes = { readiness: { periodSeconds: 30 } }): OneNode => {
    const node = onePod(probed(probes), { behaviors: behaving({ readiness: PASSES }), ...options });
    node.fail(40, "kubelet-down");
    node.recover(60);
    node.run(120);
    return node;
  };

  test("kubelet 6.3: its probe workers first sleep for part of a period", () => {
    const first = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const node = onePod(probed({ liveness: { periodSeconds: 30, failureThreshold: 100 } }), {
        seed,
        behaviors: behaving({ liveness: failsFrom(50) }),
      });
      node.fail(40, "kubelet-down");
      node.recover(60);
      node.run(120);
      return (failures(node, "liveness")[0] ?? 0) - 60.4;
    });
    for (const wait of first) {
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThan(30);
    }
    expect(new Set(first).size).toBe(first.length);
  });

  test("kubelet 4.18, 6.3: does not go on with a kill for what the one before had found", () => {
    const node = onePod(probed({ liveness: { periodSeconds: 10 } }), {
      behaviors: behaving({ liveness: failsFrom(5) }, { onSigterm: "ignore" }),
    });
    node.fail(35, "kubelet-down");
    node.recover(60);
    node.run(100);
    const [first, second] = kills(node);
    expect(first).toBeCloseTo(31, 0);
    // Its own three failures come first.
    expect(second).toBeGreaterThan(80);
    expect(node.facts(containerExited).filter(({ at }) => at < 100)).toEqual([]);
  });

  test("kubelet 6.21: up to 1.34 its pods are not ready until they are asked again", () => {
    const flips = results(restarted({ kubernetes: "1.34" }), "readiness");
    expect(flips.map((f) => f.split(" ")[1])).toEqual(["success", "failure", "success"]);
    expect(flips[1]).toBe("61 failure");
  });

  test("kubelet 6.21: from 1.35 on a container that ran before it stays ready", () => {
    expect(results(restarted({ kubernetes: "1.35" }), "readiness")).toEqual(["31.65 success"]);
  });
});
