import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../../time.js";
import {
  conditionMessage,
  containerStorageMessage,
  emptyDirMessage,
  podStorageMessage,
  pressureMessage,
} from "./eviction-message.js";
import { lookAtNode, NO_PRESSURE } from "./pressure-state.js";
import type { PressureState } from "./pressure-state.js";
import { evictionOrder, isCritical } from "./ranking.js";
import type { PodUse } from "./ranking.js";
import { byEvictionPriority, isMet, thresholdAmount } from "./threshold.js";
import type { EvictionThreshold, Observations } from "./threshold.js";

const MI = 2 ** 20;
const GI = 2 ** 30;
const memory: EvictionThreshold = {
  signal: "memory.available",
  value: { amount: 100 * MI },
  graceUs: 0,
  minReclaim: null,
};
const soft: EvictionThreshold = { ...memory, value: { amount: 500 * MI }, graceUs: 90 * SECOND };
const nodefs: EvictionThreshold = { signal: "nodefs.available", value: { share: 0.1 }, graceUs: 0, minReclaim: null };

const left = (available: number, capacity = 16 * GI): Observations => ({ "memory.available": { capacity, available } });

describe("thresholds", () => {
  test.each([
    ["an amount", memory, 16 * GI, 100 * MI],
    ["a share of the capacity", nodefs, 1_000, 100],
  ])("kubelet 9.7: %s", (_, threshold, capacity, amount) => {
    expect(thresholdAmount(threshold, { capacity, available: 0 })).toBe(amount);
  });

  test("kubelet 9.7: met below it, not at it, and not where nothing is known", () => {
    expect(isMet(memory, left(100 * MI - 1))).toBe(true);
    expect(isMet(memory, left(100 * MI))).toBe(false);
    expect(isMet(memory, {})).toBe(false);
  });

  test("kubelet 9.8: once met, until its minimum reclaim is free as well", () => {
    const reclaiming = { ...memory, minReclaim: { amount: 200 * MI } };
    expect(isMet(reclaiming, left(250 * MI))).toBe(false);
    expect(isMet(reclaiming, left(250 * MI), true)).toBe(true);
    expect(isMet(reclaiming, left(300 * MI), true)).toBe(false);
  });

  test("kubelet 9.8: memory comes before everything else", () => {
    expect(byEvictionPriority([nodefs, memory])).toEqual([memory, nodefs]);
  });
});

const use = (used: number, requested: number, priority = 0): PodUse => ({ used, requested, priority });

describe("who goes first", () => {
  test.each<[string, PodUse, PodUse]>([
    ["who uses more than it requests", use(300, 200), use(5_000, 6_000)],
    ["whatever its priority", use(300, 200, 1_000), use(100, 200, -5)],
    ["of those the lower priority", use(300, 200, 1), use(9_000, 200, 2)],
    ["then who is further over its request", use(500, 200), use(700, 600)],
    ["among those within theirs as well", use(100, 200), use(50, 200)],
  ])("kubelet 9.9: memory and disk: %s", (_, first, second) => {
    for (const resource of ["memory", "ephemeral-storage"] as const) {
      expect(evictionOrder(resource, first, second)).toBeLessThan(0);
      expect(evictionOrder(resource, second, first)).toBeGreaterThan(0);
    }
  });

  test("kubelet 9.9: process numbers: priority, then how many; requests do not count", () => {
    expect(evictionOrder("pids", use(1, 0, 1), use(900, 0, 2))).toBeLessThan(0);
    expect(evictionOrder("pids", use(900, 0), use(1, 0))).toBeLessThan(0);
  });

  test("kubelet F13: BestEffort is no key: who requests something and is further over it goes first", () => {
    expect(evictionOrder("memory", use(3_500, 2_000), use(300, 0))).toBeLessThan(0);
  });

  test("kubelet 9.10: from priority 2000000000 on nobody is evicted", () => {
    expect([1_999_999_999, 2_000_000_000, 2_000_001_000].map(isCritical)).toEqual([false, true, true]);
  });
});

describe("kubelet 9.12: what the pod is told, letter by letter", () => {
  test("for its node's memory", () => {
    const observations = left(91_244 * 1_024);
    const container = { name: "c", used: 1_843 * MI, requested: 256 * MI, requestText: "256Mi" };
    const modest = { name: "d", used: 5, requested: 10, requestText: "10" };
    expect(pressureMessage("memory", [memory], observations, [container, modest])).toBe(
      "The node was low on resource: memory. Threshold quantity: 100Mi, available: 91244Ki. Container c was using 1843Mi, request is 256Mi, has larger consumption of memory. ",
    );
  });

  test("for its node's disk, whose threshold is a share", () => {
    const observations: Observations = { "nodefs.available": { capacity: 10_000_000_007, available: 999 * MI } };
    const container = { name: "c", used: 60 * 1_024, requested: 0, requestText: "0" };
    expect(pressureMessage("ephemeral-storage", [nodefs], observations, [container])).toBe(
      "The node was low on resource: ephemeral-storage. Threshold quantity: 1000000000, available: 999Mi. Container c was using 60Ki, request is 0, has larger consumption of ephemeral-storage. ",
    );
  });

  test.each([
    [emptyDirMessage("v", "50Mi"), 'Usage of EmptyDir volume "v" exceeds the limit "50Mi". '],
    [podStorageMessage("1Gi"), "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. "],
    [containerStorageMessage("c", "1Gi"), 'Container c exceeded its local ephemeral storage limit "1Gi". '],
    [conditionMessage(["memory"]), "The node had condition: [MemoryPressure]. "],
    [conditionMessage(["memory", "disk"]), "The node had condition: [MemoryPressure DiskPressure]. "],
  ])("%s", (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe("what is remembered between two looks", () => {
  const look = (state: PressureState, available: number, seconds: number, thresholds = [memory, soft]) =>
    lookAtNode(state, thresholds, left(available), 5 * MINUTE, {
      nowUs: seconds * SECOND,
      previousUs: Math.max(0, seconds - 10) * SECOND,
    });

  test("kubelet 9.8: a hard threshold is acted on at once, a soft one after its grace", () => {
    const first = look(NO_PRESSURE, 400 * MI, 100);
    expect(first.due).toEqual([]);
    expect(first.state.pressures).toEqual(["memory"]);
    expect(look(first.state, 400 * MI, 180).due).toEqual([]);
    expect(look(first.state, 400 * MI, 190).due).toEqual([soft]);
    expect(look(first.state, 50 * MI, 110).due).toEqual([memory]);
  });

  test("kubelet 9.8: the grace begins anew after a break", () => {
    const first = look(NO_PRESSURE, 400 * MI, 100);
    const relieved = look(first.state, 600 * MI, 150);
    const again = look(relieved.state, 400 * MI, 180);
    expect(again.due).toEqual([]);
    expect(look(again.state, 400 * MI, 260).due).toEqual([]);
  });

  test("kubelet 9.8, F14: the condition stays until it has not been seen for five minutes", () => {
    const { state } = look(NO_PRESSURE, 50 * MI, 100);
    // Looks between 100 s and 200 s found the same; the one at 210 s does not.
    const relieved = look(state, 600 * MI, 210).state;
    expect(relieved.pressures).toEqual(["memory"]);
    expect(look(relieved, 600 * MI, 490).state.pressures).toEqual(["memory"]);
    expect(look(relieved, 600 * MI, 500).state.pressures).toEqual([]);
  });
});
