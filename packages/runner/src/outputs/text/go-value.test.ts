import { expect, test } from "vitest";
import { goText } from "./go-value.js";

test.each([
  ["two words", "two words"],
  [3, "3"],
  [false, "false"],
  [null, "<nil>"],
  [{}, "map[]"],
  [[], "[]"],
  [{ tier: "a", app: "two" }, "map[app:two tier:a]"],
  [
    [{ name: "c", ports: [{ containerPort: 80 }] }, { name: "d" }],
    "[map[name:c ports:[map[containerPort:80]]] map[name:d]]",
  ],
])("%j is shown as %s", (value, text) => {
  expect(goText(value)).toBe(text);
});
