import { getCommandNames } from "just-bash";
import { expect, test } from "vitest";
import { interpretedNames } from "./followable.js";

test("the commands taken to be the interpreter's are its commands", () => {
  expect([...interpretedNames()].sort()).toEqual([...getCommandNames()].sort());
});
