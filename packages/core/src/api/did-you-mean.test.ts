import { expect, test } from "vitest";
import { didYouMean } from "./did-you-mean.js";

const FIELDS = ["image", "imagePullPolicy", "name", "ports", "env", "envFrom", "command"];

test.each([
  ["imagee", "image"],
  ["imagePullPolcy", "imagePullPolicy"],
  ["imagepullpolicy", "imagePullPolicy"],
  ["prots", "ports"],
  ["Env", "env"],
  ["comand", "command"],
  ["naem", "name"],
  ["colour", null],
  ["x", null],
  ["", null],
  ["a".repeat(1000), null],
])("%s -> %s", (name, meant) => {
  expect(didYouMean(name, FIELDS)).toBe(meant);
});

test("the nearest wins, then the first", () => {
  expect(didYouMean("port", ["sort", "ports", "port2"])).toBe("sort");
  expect(didYouMean("abcd", ["abxx", "abcx"])).toBe("abcx");
});
