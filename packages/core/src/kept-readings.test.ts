import { expect, test } from "vitest";
import { keptReadings } from "./kept-readings.js";

const counting = () => {
  const read: string[] = [];
  return { read, readings: keptReadings((text) => ({ text, position: read.push(text) })) };
};

test("a text is read once, and each text as itself", () => {
  const { read, readings } = counting();
  expect(["1s", "2s", "1s", "", "", "toString"].map((text) => readings(text).text)).toEqual([
    "1s",
    "2s",
    "1s",
    "",
    "",
    "toString",
  ]);
  expect(read).toEqual(["1s", "2s", "", "toString"]);
});

test("long texts are not kept, and of short ones no more than some thousands", () => {
  const { read, readings } = counting();
  const long = "x".repeat(100);
  expect([readings(long).text, readings(long).text]).toEqual([long, long]);
  expect(read).toHaveLength(2);
  for (let n = 0; n < 10_000; n += 1) expect(readings(String(n)).text).toBe(String(n));
  expect(readings("0")).toEqual({ text: "0", position: read.length });
});
