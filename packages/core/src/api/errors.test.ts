import { isLeft } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import { describe, expect, test } from "vitest";
import { fieldText, showValue, toProblem } from "./errors.js";
import type { Problem } from "./errors.js";
import { podCodec } from "./pod-codec.js";
import { podManifest } from "./sample-manifests.js";

test.each([
  [[], ""],
  [["spec"], "spec"],
  [["spec", "containers", 0, "name"], "spec.containers[0].name"],
  [["metadata", "labels", "app.kubernetes.io/name"], "metadata.labels[app.kubernetes.io/name]"],
  [["items", 3, "spec"], "items[3].spec"],
])("%j is written %s", (path, text) => {
  expect(fieldText(path)).toBe(text);
});

test.each([
  ["a", '"a"'],
  ['a"\n\u001b', '"a\\"\\n\\u001b"'],
  ["x".repeat(61), `"${"x".repeat(60)}…"`],
  [1.5, "1.5"],
  [true, "true"],
  [null, "nothing"],
  [undefined, "nothing"],
  [[], "an empty list"],
  [[1], "a list"],
  [{ a: 1 }, "an object"],
])("%j is shown as %s", (value, shown) => {
  expect(showValue(value)).toBe(shown);
});

describe("the reporter works on any io-ts type", () => {
  const problemsOf = (type: t.Mixed, value: unknown): readonly Problem[] => {
    const decoded = type.decode(value);
    return isLeft(decoded) ? decoded.left.map(toProblem) : [];
  };

  test("members of intersections and unions are no steps of the path", () => {
    const type = t.type({
      list: t.array(t.intersection([t.type({ a: t.string }), t.partial({ b: t.union([t.number, t.null]) })])),
    });
    const problems = problemsOf(type, { list: [{ a: "x" }, { a: 1, b: "y" }] });
    expect(problems.map(({ path, expected, got }) => [path, expected, got])).toEqual([
      [["list", 1, "a"], "string", "1"],
      [["list", 1, "b"], "number", '"y"'],
      [["list", 1, "b"], "null", '"y"'],
    ]);
  });

  test("a message of the type's own is kept", () => {
    const odd = new t.Type<number, number, unknown>(
      "an odd number",
      (value): value is number => typeof value === "number",
      (value, context) => t.failure(value, context, "even"),
      t.identity,
    );
    expect(problemsOf(odd, 2)).toMatchObject([
      { path: [], code: "E104", expected: "an odd number", got: "2", message: "even" },
    ]);
  });
});

describe("the codecs are io-ts types", () => {
  test("decode gives the object or all errors of its shape", () => {
    expect(podCodec.decode(podManifest())).toMatchObject({
      _tag: "Right",
      right: { metadata: { namespace: "default" } },
    });
    const wrong = podCodec.decode({ ...podManifest({ hostNetwork: 1, nodeName: 2 }), extra: 3 });
    expect(isLeft(wrong) ? wrong.left.map(toProblem).map(({ path }) => path) : []).toEqual([
      ["spec", "nodeName"],
      ["spec", "hostNetwork"],
      ["extra"],
    ]);
  });

  test("is knows decoded objects from manifests", () => {
    const decoded = podCodec.decode(podManifest());
    expect([podCodec.is(podManifest()), !isLeft(decoded) && podCodec.is(decoded.right)]).toEqual([false, true]);
  });
});
