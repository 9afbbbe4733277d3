import { expect, test } from "vitest";
import { SelectorIndex, selectorTest } from "./selector-index.js";

const index = new SelectorIndex();
const put = (ix: number, app: string): void => {
  index.put(ix, "shop", selectorTest({ matchLabels: { app } }), [["app", app]]);
};

test("the list of a set of labels stays the same until an object selects them that did not, or one is gone", () => {
  const web = { app: "web" };
  put(1, "web");
  const first = index.selecting("shop", web);
  expect(first).toEqual([1]);
  put(2, "db");
  expect(index.selecting("shop", web)).toBe(first);
  put(3, "web");
  expect(index.selecting("shop", web)).toEqual([1, 3]);
  put(1, "db");
  expect(index.selecting("shop", web)).toEqual([3]);
  index.remove(3);
  expect(index.selecting("shop", web)).toEqual([]);
  expect(index.selecting("other", web)).toEqual([]);
});
