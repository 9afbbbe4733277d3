import { expect, test } from "vitest";
import { BURST_REPLICAS, nextBatchSize } from "./slow-start.js";

const batches = (count: number): readonly number[] => {
  const sizes: number[] = [];
  for (let remaining = count; remaining > 0; remaining -= sizes.at(-1) ?? 0) {
    sizes.push(nextBatchSize(sizes.at(-1) ?? 0, remaining));
  }
  return sizes;
};

test.each([
  [1, [1]],
  [2, [1, 1]],
  [3, [1, 2]],
  [100, [1, 2, 4, 8, 16, 32, 37]],
])("controllers 2.1, 2.2: %d pods are created in batches of %j", (count, sizes) => {
  expect(batches(count)).toEqual(sizes);
});

test("controllers 2.2: N pods take ceil(log2(N + 1)) rounds", () => {
  for (let n = 1; n <= BURST_REPLICAS; n++) expect(batches(n)).toHaveLength(Math.ceil(Math.log2(n + 1)));
});
