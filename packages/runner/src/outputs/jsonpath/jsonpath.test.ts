import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import type { Json } from "../objects/kube-object.js";
import { evaluatePath } from "./path.js";
import { readPath, readRelaxedPath } from "./path-reader.js";
import { compileTemplate } from "./template.js";

const pods: Json = {
  items: [
    {
      metadata: { name: "web-1", labels: { "app.kubernetes.io/name": "web" } },
      status: {
        phase: "Running",
        conditions: [
          { type: "Ready", status: "True" },
          { type: "PodScheduled", status: "True" },
        ],
        containerStatuses: [{ name: "app", restartCount: 3 }],
      },
    },
    { metadata: { name: "db-0" }, status: { phase: "Pending", conditions: [], containerStatuses: [] } },
  ],
};

const found = (path: string): readonly Json[] => {
  const steps = readPath(path);
  if (isLeft(steps)) throw new Error(steps.left);
  return evaluatePath(steps.right, [pods]);
};

describe("a path", () => {
  test.each<[string, readonly Json[]]>([
    [".items[0].metadata.name", ["web-1"]],
    ["$.items[1].metadata.name", ["db-0"]],
    [".items[-1].metadata.name", ["db-0"]],
    [".items[*].metadata.name", ["web-1", "db-0"]],
    [".items[0:1].status.phase", ["Running"]],
    [".items[0,1].status.phase", ["Running", "Pending"]],
    [".items[0]['metadata']['name']", ["web-1"]],
    [".items[0].metadata.labels.app\\.kubernetes\\.io/name", ["web"]],
    ["..restartCount", [3]],
    ['.items[?(@.status.phase=="Pending")].metadata.name', ["db-0"]],
    ['.items[0].status.conditions[?(@.type=="Ready")].status', ["True"]],
    [".items[0].status.containerStatuses[?(@.restartCount>2)].name", ["app"]],
    [".items[?(@.metadata.labels)].metadata.name", ["web-1"]],
    [".items[7].metadata.name", []],
    [".nothing.here", []],
  ])("%s leads to %j", (path, values) => {
    expect(found(path)).toEqual(values);
  });

  test.each([".items[", ".items[0", ".items[?(@.x==)]", ".", "..", ".items[0].metadata.name)", ".items['a]"])(
    "%s is refused unless it means the whole value",
    (path) => {
      const steps = readPath(path);
      if (path === ".") expect(steps).toEqual({ _tag: "Right", right: [] });
      else expect(isLeft(steps)).toBe(true);
    },
  );

  test.each([".metadata.name", "metadata.name", "{.metadata.name}", "{ .metadata.name }"])(
    "%s is accepted where kubectl is lenient",
    (path) => {
      const steps = readRelaxedPath(path);
      expect(isLeft(steps) ? steps.left : evaluatePath(steps.right, [{ metadata: { name: "x" } }])).toEqual(["x"]);
    },
  );

  test("names every object inherits lead nowhere", () => {
    expect(found(".items[0].constructor")).toEqual([]);
    expect(found(".items[0].__proto__")).toEqual([]);
  });
});

describe("a template", () => {
  const render = (template: string): string => {
    const compiled = compileTemplate(template);
    return isLeft(compiled) ? `refused: ${compiled.left}` : compiled.right(pods);
  };

  test.each([
    ["{.items[*].metadata.name}", "web-1 db-0"],
    [".items[0].status.phase", "Running"],
    ["phase={.items[0].status.phase}!", "phase=Running!"],
    ['{range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}', "web-1\tRunning\ndb-0\tPending\n"],
    ["{.items[0].status.containerStatuses[0]}", '{"name":"app","restartCount":3}'],
    ["{.items[1].spec}", ""],
  ])("%s prints %j", (template, text) => {
    expect(render(template)).toBe(text);
  });

  test.each([
    ["{.items", "refused: a closing } is missing"],
    ["{range .items[*]}x", "refused: {range} without {end}"],
    ["x{end}", "refused: {end} without {range}"],
  ])("%s is %s", (template, refusal) => {
    expect(render(template)).toBe(refusal);
  });
});
