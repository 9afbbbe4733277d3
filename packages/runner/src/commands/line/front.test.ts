import { beforeAll, describe, expect, test } from "vitest";
import { jsonLines, MANIFESTS, testHost, Workplace } from "../../../testing/command-run.js";

/** One run that the tests below look at. */
const work = new Workplace(MANIFESTS);

beforeAll(async () => {
  await work.podsim("run -f web.yaml -f crash.yaml --nodes 2 --until 5m -o json");
});

describe("what cannot be understood", () => {
  test.each([
    ["gte", 2, "unknown command 'gte'", "did you mean get?"],
    ["--nodes", 2, "unknown option '--nodes'", "podsim help"],
    ["get", 2, "missing required argument 'kind'", "podsim help get"],
    ["get podz", 2, `the server doesn't have a resource type "podz"`, "did you mean pods?"],
    ["get pods --nme x", 2, "unknown option '--nme'", "podsim help get"],
    ["get pods --namespce x", 2, "unknown option '--namespce'", "did you mean --namespace?"],
    ["get pods -o jsn", 2, 'unknown output format "jsn"', 'did you mean "json"?'],
    ["get pods -o jsonpath={.a", 2, "cannot read", "what paths lead to"],
    ["get pods pod/x", 2, "there is no need to give a kind of its own", "write KIND/pods pod/x"],
    ["get pods --at 12", 2, "a time needs a unit", "write 12s or 12m"],
    ["get pods --at 9h", 2, '"9h" is after the end of the run', "leave --at out"],
    ["get pods --at #99999", 2, "there is no fact #99999", "--at end"],
    ["get pods --at soon", 2, '"soon" is no moment of the run', "write --at"],
    ["get pods -l a==b==c", 2, "found '==', expected: ',' or 'end of string'", "write -l"],
    ["get pods --field-selector spec.color=red", 2, "field label not supported: spec.color", "-o jsonpath"],
    ["get pods --sort-by=.no.such", 2, "couldn't find any field with path", "-o yaml"],
    ["get pods,nodes --watch", 2, "you may only watch a single resource type", "podsim get pods --watch"],
    ["get events --watch", 2, "events cannot be watched", "podsim events --watch"],
    ["get pods --color sometimes", 2, '--color cannot be "sometimes"', "write --color auto"],
    ["run", 2, "what is to be run?", "podsim run scenarios/zone-outage"],
    ["run a.yaml -f web.yaml", 2, "a scenario and -f cannot be given together", "podsim run a.yaml"],
    ["run a.yaml b.yaml", 2, "too many arguments", "podsim help run"],
    ["run -f web.yaml --seed 1 --seeds 2", 2, "--seed and --seeds cannot be given together", "leave one of them out"],
    ["run -f web.yaml --seed one", 2, "--seed needs a whole number", "write --seed 0"],
    ["run -f web.yaml --until 30", 2, '--until "30": a time needs a unit', "write --until 30s or 30m"],
    ["run -f web.yaml --set a=1", 2, "--set a=1 goes with a scenario", "write a scenario"],
    ["run -f missing.yaml", 3, "E", "pattern"],
    ["run missing", 3, "there is no such file", "working directory"],
    ["list metrcs", 2, 'nothing is called "metrcs"', "did you mean metrics?"],
    ["get pods --run nobody", 4, 'E401: no run "nobody"', "podsim runs ls"],
  ])("%s exits %s", async (line, exit, message, fix) => {
    const told = await work.podsim(line);
    expect(told.exit, told.err).toBe(exit);
    expect(told.out).toBe("");
    expect(told.err).toContain(message);
    if (exit !== 3) expect(told.err).toContain(fix);
    expect(told.err).toMatch(/\n {2}why {2}.+\n {2}fix {2}.+\n$/);
    expect(told.err).not.toMatch(/\n\s+at .+\(/);
  });

  test("with -o json every error is an object on stderr", async () => {
    for (const line of [
      "gte -o json",
      "get pods --run nobody -o json",
      "run -f missing.yaml -o json",
      "get pod/x -o json",
    ]) {
      const told = await work.podsim(line);
      expect(told.out).toBe("");
      for (const error of jsonLines(told.err)) {
        expect(Object.keys(error)).toEqual(["file", "line", "col", "endCol", "code", "message", "why", "fix"]);
      }
      expect(jsonLines(told.err).length).toBeGreaterThan(0);
    }
  });

  test("a fault of podsim itself exits 1, says how to see it again, and shows no stack unless asked", async () => {
    const broken = new Workplace(
      MANIFESTS,
      testHost({
        nowMillis: () => {
          throw new Error("the clock broke");
        },
      }),
    );
    const told = await broken.podsim("run -f web.yaml --nodes 1");
    expect(told.exit).toBe(1);
    expect(told.err).toContain("podsim failed unexpectedly: the clock broke");
    expect(told.err).not.toMatch(/\n\s+at /);
    expect((await broken.podsim("run -f web.yaml --nodes 1 --debug")).err).toMatch(/\n\s+at /);
  });

  test("a rule broken in the middle of a run is told with its seed, its fact and the command that leads there", async () => {
    const broken = new Workplace(MANIFESTS, testHost({ breathe: () => Promise.reject(new Error("pods 3 != 4")) }));
    const told = await broken.podsim("run -f web.yaml --nodes 1 --until 1m --seed 5 -o json");
    expect(told).toMatchObject({ exit: 1, out: "" });
    const [error] = jsonLines(told.err);
    expect(error).toMatchObject({ message: "podsim broke one of its own rules: pods 3 != 4" });
    expect(error?.["why"]).toMatch(/^in seed 5, after fact #\d+ at \d+ µs; this is a fault of podsim/);
    expect(error?.["fix"]).toEqual({
      title: "it happens again with: podsim run -f web.yaml --nodes 1 --seed 5 --until 1m --debug",
      patch: null,
    });
  });
});
