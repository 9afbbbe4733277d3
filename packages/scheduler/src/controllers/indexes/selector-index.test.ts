import { expect, test } from "vitest";
import { SelectorIndex, selectorTest } from "./selector-index.js";

const index = new SelectorIndex();
const app = (name: string) => selectorTest({ matchLabels: { app: name } });

test("the list of a set of labels stays the same until an object selects them that did not, or one is gone", () => {
  const web = { app: "web" };
  index.put(1, "shop", app("web"));
  const first = index.selecting("shop", web);
  expect(first).toEqual([1]);
  index.put(2, "shop", app("db"));
  expect(index.selecting("shop", web)).toBe(first);
  index.put(3, "shop", app("web"));
  expect(index.selecting("shop", web)).toEqual([1, 3]);
  index.put(1, "shop", app("db"));
  expect(index.selecting("shop", web)).toEqual([3]);
  index.remove(3);
  expect(index.selecting("shop", web)).toEqual([]);
  expect(index.selecting("other", web)).toEqual([]);
});
