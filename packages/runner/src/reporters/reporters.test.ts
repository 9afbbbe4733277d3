import { beforeAll, describe, expect, test } from "vitest";
import { WEB_MANIFEST, Workplace } from "../../testing/command-run.js";

const SCENARIO = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: reported }
spec:
  question: Is "it" <ready> & fine?
  clock: { stop: { after: 3m } }
  cluster: { manifests: [./web.yaml], nodes: [{ name: node, count: 1 }] }
  thresholds:
    sim_pending_pods: [last == 0, { expr: max < 1, name: never-pending }]
    sim_nodes_ready: [{ expr: min > 4, severity: warn }]
  repeat: { seeds: 2 }
`;

const FILES = { "/desk/web.yaml": WEB_MANIFEST, "/desk/scenario.yaml": SCENARIO };
const work = new Workplace(FILES);
let out = "";
let exit = 0;

const textOf = (path: string): string => {
  const read = work.files.read(path, () => 1_000_000);
  return read._tag === "Right" ? new TextDecoder().decode(read.right.bytes) : "";
};

beforeAll(async () => {
  ({ out, exit } = await work.podsim(
    "run scenario.yaml --reporter default,junit=out/podsim.xml,json=result.json,github --reproducible",
  ));
}, 60_000);

test("several at once: the text, a suite, the document, annotations; the exit is the verdict's", () => {
  expect(exit).toBe(99);
  expect(out).toContain("█ THRESHOLDS");
  expect(JSON.parse(textOf("/desk/result.json"))).toMatchObject({ kind: "RunResult", verdict: { exitCode: 99 } });
});

test("junit: a case per threshold; a warning fails nothing; texts are escaped", () => {
  const xml = textOf("/desk/out/podsim.xml");
  expect(xml).toContain('<testsuite name="reported" tests="4" failures="1" errors="0">');
  expect(xml).toContain('<property name="question" value="Is &quot;it&quot; &lt;ready&gt; &amp; fine?"/>');
  expect(xml).toContain('<testcase name="sim_pending_pods last == 0" classname="reported"/>');
  expect(xml).toMatch(
    /<testcase name="never-pending: sim_pending_pods max &lt; 1" classname="reported">\n {6}<failure message="0\/2 \(95% CI 0–66%\) seeds met it; worst is seed \d with max 2, first at \S+\. Look: podsim get pods -A --run reported@[0-9a-f]{7}:\d --at/,
  );
  expect(xml).toMatch(/sim_nodes_ready min &gt; 4" classname="reported">\n {6}<system-out>/);
  expect(xml.trimEnd().endsWith("</testsuites>")).toBe(true);
});

test("github: an error for what failed, a warning for what only warns, a notice for the verdict", () => {
  const lines = out.split("\n").filter((line) => line.startsWith("::"));
  expect(lines.map((line) => /^::(\w+) title=/.exec(line)?.[1])).toEqual(["error", "warning", "notice"]);
  expect(lines[0]).toContain("title=reported%3A never-pending%3A sim_pending_pods max < 1::0/2 (95%25 CI");
  expect(lines[2]).toContain("::fail: 1 of 3 thresholds met");
});

describe("the rest", () => {
  test("without default there is no text; to stdout without a file", async () => {
    const told = await new Workplace(FILES).podsim("run scenario.yaml --reporter junit");
    expect(told.out).toMatch(/^<\?xml/);
  });

  test("an unknown one is refused before anything runs", async () => {
    const place = new Workplace(FILES);
    expect(await place.podsim("run scenario.yaml --reporter junt=x")).toMatchObject({ exit: 2, out: "" });
    expect(place.files.paths().some((path) => path.includes(".podsim"))).toBe(false);
  });

  test("a run that a guard stopped is an error of the suite", async () => {
    const told = await new Workplace(FILES).podsim("run scenario.yaml --reporter junit --max-events 10");
    expect(told.exit).toBe(5);
    expect(told.out).toContain('<error message="seed 1 was stopped: max-events">');
  });
});
