import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import type { Labels, NodeSelectorRequirement, NodeSelectorTerm } from "./meta.js";
import { compileNodeSelector, compileNodeSelectorTerm, compileRequiredNodes } from "./node-selectors.js";
import { selectorErrorText } from "./requirement.js";

const inZone = (...values: string[]): NodeSelectorRequirement => ({ key: "zone", operator: "In", values });
const named = (operator: NodeSelectorRequirement["operator"], ...values: string[]): NodeSelectorRequirement => ({
  key: "metadata.name",
  operator,
  values,
});

const judge = (term: NodeSelectorTerm, labels: Labels, name: string): boolean | string => {
  const compiled = compileNodeSelectorTerm(term);
  return isRight(compiled) ? compiled.right(labels, name) : selectorErrorText(compiled.left);
};

describe("compileNodeSelectorTerm", () => {
  test.each<NodeSelectorTerm>([{}, { matchExpressions: [] }, { matchExpressions: [], matchFields: [] }])(
    "scheduler 7.9: the term %j matches nothing",
    (term) => {
      expect(judge(term, { zone: "a" }, "n1")).toBe(false);
    },
  );

  test.each<[NodeSelectorTerm, boolean]>([
    [{ matchExpressions: [inZone("a")] }, true],
    [{ matchExpressions: [inZone("b")] }, false],
    [{ matchExpressions: [inZone("a"), { key: "gpu", operator: "Exists" }] }, false],
    [{ matchExpressions: [inZone("a"), { key: "cores", operator: "Gt", values: ["4"] }] }, true],
    [{ matchExpressions: [inZone("a"), { key: "cores", operator: "Lt", values: ["8"] }] }, false],
    [{ matchFields: [named("In", "n1")] }, true],
    [{ matchFields: [named("In", "n2")] }, false],
    [{ matchFields: [named("NotIn", "n2")] }, true],
    [{ matchFields: [named("NotIn", "n1")] }, false],
    [{ matchFields: [named("NotIn", "n2"), named("NotIn", "n3")] }, true],
    [{ matchFields: [named("NotIn", "n2"), named("NotIn", "n1")] }, false],
    [{ matchExpressions: [inZone("a")], matchFields: [named("In", "n1")] }, true],
    [{ matchExpressions: [inZone("b")], matchFields: [named("In", "n1")] }, false],
    [{ matchExpressions: [inZone("a")], matchFields: [named("In", "n2")] }, false],
  ])("scheduler 7.9, 7.10: %j on node n1 is %j", (term, expected) => {
    expect(judge(term, { zone: "a", cores: "8" }, "n1")).toBe(expected);
  });

  test("scheduler 7.10: a field other than the name is empty on every node", () => {
    expect(judge({ matchFields: [{ key: "spec.x", operator: "In", values: ["y"] }] }, {}, "n1")).toBe(false);
    expect(judge({ matchFields: [{ key: "spec.x", operator: "NotIn", values: ["y"] }] }, {}, "n1")).toBe(true);
    expect(judge({ matchFields: [{ key: "spec.x", operator: "In", values: [""] }] }, {}, "n1")).toBe(true);
  });

  test.each<[NodeSelectorTerm, string]>([
    [
      { matchFields: [named("In", "n1", "n2")] },
      'matchFields[0].values: Invalid value: ["n1","n2"]: must have one element',
    ],
    [{ matchFields: [named("NotIn")] }, "matchFields[0].values: Invalid value: null: must have one element"],
    [
      { matchFields: [named("Exists")] },
      'matchFields[0].operator: Unsupported value: "Exists": supported values: "In", "NotIn"',
    ],
    [
      { matchExpressions: [{ key: "k", operator: "Foo" } as unknown as NodeSelectorRequirement] },
      'matchExpressions[0].operator: Unsupported value: "Foo": supported values: "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"',
    ],
    [
      { matchExpressions: [{ key: "k", operator: "Gt", values: ["many"] }] },
      "matchExpressions[0].values[0]: Invalid value: \"many\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
  ])("scheduler 7.7, 7.10: %j cannot be used", (term, error) => {
    expect(judge(term, { k: "5" }, "n1")).toBe(error);
  });

  test("errors in expressions and fields are said together, below the given place", () => {
    const compiled = compileNodeSelectorTerm(
      { matchExpressions: [inZone("a"), inZone()], matchFields: [named("Gt", "1")] },
      "[3]",
    );
    expect(isLeft(compiled) && compiled.left.map(({ path }) => path)).toEqual([
      "[3].matchExpressions[1].values",
      "[3].matchFields[0].operator",
    ]);
  });
});

describe("compileNodeSelector", () => {
  const { errors: noErrors, test: noTerms } = compileNodeSelector([]);

  test("scheduler 7.9: no terms match nothing", () => {
    expect(noTerms({}, "n1")).toBe(false);
    expect(noErrors).toEqual([]);
  });

  test("scheduler 7.9: any term suffices", () => {
    const { test } = compileNodeSelector([
      { matchExpressions: [inZone("a")] },
      {},
      { matchFields: [named("In", "n9")] },
    ]);
    expect(test({ zone: "a" }, "n1")).toBe(true);
    expect(test({ zone: "b" }, "n9")).toBe(true);
    expect(test({ zone: "b" }, "n1")).toBe(false);
  });

  test("scheduler 7.8: a term that cannot be used matches nothing and leaves the others alone", () => {
    const broken: NodeSelectorTerm = { matchExpressions: [{ key: "cores", operator: "Gt", values: ["x"] }] };
    const { test, errors } = compileNodeSelector([broken, { matchExpressions: [inZone("a")] }]);
    expect(test({ cores: "5" }, "n1")).toBe(false);
    expect(test({ zone: "a" }, "n1")).toBe(true);
    expect(errors.map(({ path }) => path)).toEqual(["nodeSelectorTerms[0].matchExpressions[0].values[0]"]);
    expect(compileNodeSelector([broken]).test({ cores: "5" }, "n1")).toBe(false);
  });
});

describe("compileRequiredNodes", () => {
  const ssd: Labels = { disk: "ssd" };
  const zoneA: NodeSelectorTerm[] = [{ matchExpressions: [inZone("a")] }];

  test.each<[Labels | undefined, readonly NodeSelectorTerm[] | undefined, Labels, boolean]>([
    [undefined, undefined, {}, true],
    [{}, undefined, {}, true],
    [ssd, undefined, { disk: "ssd", zone: "b" }, true],
    [ssd, undefined, { disk: "hdd" }, false],
    [ssd, undefined, {}, false],
    [undefined, zoneA, { zone: "a" }, true],
    [undefined, zoneA, { zone: "b" }, false],
    [undefined, [], { zone: "a" }, false],
    [undefined, [{}], { zone: "a" }, false],
    [ssd, zoneA, { disk: "ssd", zone: "a" }, true],
    [ssd, zoneA, { disk: "ssd", zone: "b" }, false],
    [ssd, zoneA, { disk: "hdd", zone: "a" }, false],
  ])("scheduler 7.9, 7.11: nodeSelector %j and terms %j on %j is %j", (nodeSelector, terms, labels, expected) => {
    expect(compileRequiredNodes(nodeSelector, terms)(labels, "n1")).toBe(expected);
  });

  test("scheduler 7.10: matchFields pins a pod to its node, as a DaemonSet does", () => {
    const test = compileRequiredNodes(undefined, [{ matchFields: [named("In", "n7")] }]);
    expect(["n6", "n7", "n77"].map((name) => test({}, name))).toEqual([false, true, false]);
  });
});
