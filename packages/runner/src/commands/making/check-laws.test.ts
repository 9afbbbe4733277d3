import { expect, test } from "vitest";
import { textLines, Workplace } from "../../../testing/command-run.js";

const CASE = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: case }
spec:
  clock: { stop: { after: 60s } }
  cluster:
    objects:
      - { apiVersion: v1, kind: Node, metadata: { name: n1 }, status: { allocatable: { cpu: "2", memory: 4Gi, pods: "10" } } }
      - { apiVersion: v1, kind: Pod, metadata: { name: p1 }, spec: { containers: [{ name: c, image: nginx }] } }
  expect: { violates: pod.boundOnce }
`;

test("check --list names every law with its sentence", async () => {
  const { out, exit } = await new Workplace().podsim("check --list");
  expect(exit).toBe(0);
  expect(textLines(out).length).toBeGreaterThanOrEqual(40);
  expect(out).toMatch(/^pod\.boundOnce {2,}a pod is bound to a node at most once/m);
});

test("a case whose law is kept by now is told so", async () => {
  const { out, exit } = await new Workplace({ "/desk/case.yaml": CASE }).podsim("check --case case.yaml");
  expect({ out, exit }).toEqual({ out: "✓ 1 scenario kept 1 law\n", exit: 0 });
});

test("a law that does not exist is a mistake of the command line", async () => {
  const { err, exit } = await new Workplace().podsim("check --invariant pod.boundTwice");
  expect(exit).toBe(2);
  expect(err).toContain('there is no law "pod.boundTwice"');
  expect(err).toContain("did you mean pod.boundOnce?");
});

const ELECTION = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: case }
spec:
  clock: { stop: { after: 60s } }
  cluster: { objects: [] }
  timeline:
    - { at: 1s, disturb: { controller: elector, with: pause } }
  expect: { violates: pod.boundOnce, controllers: [elector] }
`;

test.each(["check --case case.yaml", "check case.yaml", "run case.yaml"])(
  "%s: a case of a controller is refused without it, as it would show nothing",
  async (command) => {
    const { err, exit } = await new Workplace({ "/desk/case.yaml": ELECTION }).podsim(command);
    expect(exit).toBe(3);
    expect(err).toContain('case.yaml:8:40: error E201: no controller "elector" at 1s');
    expect(err).toContain('error E201: this is a case of the controller "elector", which is not here');
    expect(err).toContain("podsim check --case FILE --controller FILE");
  },
);

test("whether a file is right does not depend on who will run it", async () => {
  const { out, exit } = await new Workplace({ "/desk/case.yaml": ELECTION }).podsim("validate case.yaml");
  expect(exit).toBe(0);
  expect(out).toContain("case.yaml  ok");
});
