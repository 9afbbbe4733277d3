import { expect, test } from "vitest";
import { studentT95 } from "./student-t.js";

test.each([
  [1, 12.706],
  [2, 4.303],
  [3, 3.182],
  [4, 2.776],
  [5, 2.571],
  [9, 2.262],
  [10, 2.228],
  [19, 2.093],
  [29, 2.045],
  [30, 2.042],
  [60, 2.0],
  [99, 1.984],
  [120, 1.98],
  [1000, 1.962],
])("the printed tables: %i degrees of freedom, 95 %% both sides: %f", (degrees, table) => {
  expect(studentT95(degrees)).toBeCloseTo(table, 3);
});

test("falls towards the normal distribution's 1.95996", () => {
  let before = Infinity;
  for (let degrees = 1; degrees <= 400; degrees += 1) {
    const t = studentT95(degrees);
    expect(t).toBeLessThan(before);
    before = t;
  }
  expect(studentT95(9_999)).toBeCloseTo(1.96, 2);
  expect(studentT95(9_999)).toBeGreaterThan(1.959963);
});
