// How files are named and begin, and that the packages' doors lead somewhere.
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { frontDoors } from "../rules/front-doors.js";
import { filesUnder, isTest, projectRoot, sourceFiles } from "../rules/source-files.js";

const sources = sourceFiles(projectRoot);
const read = (path: string): string => readFileSync(join(projectRoot, path), "utf8");

const isKebab = (path: string): boolean =>
  /^[a-z0-9]+(-[a-z0-9]+)*(\.prop)?(\.(test|bench|config|d))?\.(ts|mts|mjs)$/.test(basename(path));

/** Drawers: names that say nothing of what is inside. Kubernetes' own Service is a thing, and so may be a name in core. */
const isDrawer = (path: string): boolean =>
  path
    .replace(/\.\w+$/, "")
    .split("/")
    .some((part) => /(^|-)(utils?|helpers?|common|misc|managers?|services)$/.test(part)) ||
  /(^|\/)types\.ts$/.test(path) ||
  (/(^|[/-])service(\.ts|\/)/.test(path) && !path.startsWith("packages/core/"));

/** The comment a file opens with, after a #! line if there is one; "" when it opens with something else. */
const openingComment = (text: string): string => {
  const body = text.replace(/^#![^\n]*\n/, "");
  const lines = /^(?:\/\/[^\n]*\n)+/.exec(body)?.[0] ?? /^\/\*\*?[\s\S]*?\*\//.exec(body)?.[0] ?? "";
  return lines.replaceAll(/^\s*(\/\/|\/\*\*?|\*\/|\*)\s?|\*\/\s*$/gm, "").trim();
};

const isSentence = (comment: string): boolean => /^\S.{10,}[.!?:]/s.test(comment) && comment.split(/\s+/).length >= 3;

/** A home folder, on any system. A path inside a container is none. */
const homeOfSomebody = /(?<![\w.])\/(home|Users)\/[a-z]\w*|\b[A-Z]:\\Users\\/;

test("files are named in kebab case", () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.filter((path) => !isKebab(path))).toEqual([]);
});

test("no file or folder is a drawer", () => {
  expect(sources.filter(isDrawer)).toEqual([]);
});

test("every source opens with a sentence that says what it is for", () => {
  expect(sources.filter((path) => !isTest(path) && !isSentence(openingComment(read(path))))).toEqual([]);
});

test("no file speaks of a folder that exists on one machine only", () => {
  const written = ["packages", "test", "benchmarks", "scenarios", "examples"].flatMap((folder) =>
    filesUnder(projectRoot, folder),
  );
  const readable = written.filter((path) => /\.(ts|mjs|json|ya?ml|md|html|css)$/.test(path));
  expect(
    readable.filter((path) => path !== "test/architecture/files.test.ts" && homeOfSomebody.test(read(path))),
  ).toEqual([]);
});

test("every front door of a package leads to a source", () => {
  const doors = frontDoors(projectRoot);
  expect(doors.length).toBeGreaterThan(3);
  expect(doors.filter(({ source }) => !existsSync(join(projectRoot, source)))).toEqual([]);
});

describe("what the rules say of names and openings", () => {
  test.each(["core/src/pod-state.ts", "pod-state.prop.test.ts", "vitest.config.ts", "hash128.ts"])(
    "kebab: %s",
    (path) => {
      expect(isKebab(path)).toBe(true);
    },
  );

  test.each(["podState.ts", "Pod.ts", "pod_state.ts", "pod-state.spec.ts"])("not kebab: %s", (path) => {
    expect(isKebab(path)).toBe(false);
  });

  test.each([
    "packages/core/src/utils.ts",
    "packages/core/src/pod-helpers.ts",
    "packages/runner/src/common/x.ts",
    "packages/scheduler/src/queue-manager.ts",
    "packages/core/src/api/types.ts",
    "packages/runner/src/services/x.ts",
    "packages/runner/src/run-service.ts",
  ])("a drawer: %s", (path) => {
    expect(isDrawer(path)).toBe(true);
  });

  test.each([
    "packages/core/src/service/service-state.ts",
    "packages/core/src/api/service.ts",
    "packages/core/src/event.ts",
  ])("no drawer: %s", (path) => {
    expect(isDrawer(path)).toBe(false);
  });

  test.each([
    ["// What a pod is: the fold of its facts.\nexport const a = 1;", true],
    ["#!/usr/bin/env node\n// Reads the arguments and runs a command.\n", true],
    ["/** What a pod is: the fold of its facts. */\n", true],
    ["// What a pod is, over two lines,\n// and ends there.\n", true],
    ["export const a = 1;\n// What a pod is: the fold of its facts.", false],
    ["// pods\nexport const a = 1;", false],
    ["", false],
  ])("%j opens with a sentence: %s", (text, expected) => {
    expect(isSentence(openingComment(text))).toBe(expected);
  });
});
