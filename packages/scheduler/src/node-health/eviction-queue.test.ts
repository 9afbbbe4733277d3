import type { NodeIx } from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { EvictionQueue } from "./eviction-queue.js";

const nodes = [4, 7, 9] as NodeIx[];

const aQueue = (rate: number): EvictionQueue => {
  const queue = new EvictionQueue(rate);
  queue.replace(nodes);
  return queue;
};

describe("controllers 1.13, 1.16, 1.18: the queue of a zone", () => {
  test("lets one through at once, then one per period, in order", () => {
    const queue = aQueue(0.1);
    expect(queue.readyAtUs(SECOND)).toBe(SECOND);
    expect(queue.take(SECOND)).toBe(4);
    expect(queue.readyAtUs(SECOND)).toBe(11 * SECOND);
    expect(queue.take(10 * SECOND)).toBeUndefined();
    expect(queue.take(11 * SECOND)).toBe(7);
    expect(queue.waiting).toEqual([9]);
  });

  test("holds one token, however long nobody came", () => {
    const queue = aQueue(0.1);
    expect(queue.take(1_000 * SECOND)).toBe(4);
    expect(queue.take(1_001 * SECOND)).toBeUndefined();
  });

  test("at rate 0, and when empty, nobody is ever ready", () => {
    const queue = aQueue(0);
    expect(queue.readyAtUs(SECOND)).toBe(NEVER);
    expect(queue.take(SECOND)).toBeUndefined();
    expect(new EvictionQueue(0.1).readyAtUs(SECOND)).toBe(NEVER);
  });

  test("a new rate keeps what the bucket holds", () => {
    const full = aQueue(0.1);
    full.setRate(0.01, 5 * SECOND);
    expect(full.readyAtUs(5 * SECOND)).toBe(5 * SECOND);
    const drained = aQueue(0.1);
    drained.take(SECOND);
    drained.setRate(0.01, 5 * SECOND);
    expect(drained.readyAtUs(5 * SECOND)).toBe(105 * SECOND);
    const stopped = aQueue(0);
    stopped.setRate(0.1, 5 * SECOND);
    expect(stopped.readyAtUs(5 * SECOND)).toBe(15 * SECOND);
  });

  test("the same rate again changes nothing", () => {
    const queue = aQueue(0.1);
    queue.take(SECOND);
    queue.setRate(0.1, 5 * SECOND);
    expect(queue.readyAtUs(5 * SECOND)).toBe(11 * SECOND);
  });
});
