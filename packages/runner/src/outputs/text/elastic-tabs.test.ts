import { expect, test } from "vitest";
import { alignTabs } from "./elastic-tabs.js";

test("consecutive lines with a column line up two blanks after the widest cell", () => {
  expect(
    alignTabs([
      ["Name:", "web-1"],
      ["Namespace:", "default"],
      ["IP:", ""],
    ]),
  ).toEqual(["Name:       web-1", "Namespace:  default", "IP:"]);
});

test("a line without the column ends it", () => {
  expect(
    alignTabs([["Containers:"], ["  app:"], ["    Image:", "web:1"], ["Conditions:"], ["  Type", "Status"]]),
  ).toEqual(["Containers:", "  app:", "    Image:  web:1", "Conditions:", "  Type  Status"]);
});

test("a narrower block within a wider one keeps the outer column", () => {
  expect(
    alignTabs([
      ["a", "b", "c"],
      ["long", "x"],
      ["d", "longer", "e"],
    ]),
  ).toEqual(["a     b  c", "long  x", "d     longer  e"]);
});

test("empty cells hold their place", () => {
  expect(
    alignTabs([
      ["Labels:", "app=web"],
      ["", "tier=front"],
    ]),
  ).toEqual(["Labels:  app=web", "         tier=front"]);
});
