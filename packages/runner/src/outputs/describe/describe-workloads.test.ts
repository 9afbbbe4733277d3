import { jobApplied, jobStatusUpdated } from "@podsim/core";
import { beforeAll, expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { Workplace } from "../../../testing/command-run.js";
import { kindNamed } from "../kinds/index.js";
import { IndentedWriter } from "../text/indented-writer.js";

const work = new Workplace({
  "m.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: "nginx:1" }] } }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: agent } }
  template: { metadata: { labels: { app: agent } }, spec: { containers: [{ name: c, image: "nginx:1" }] } }
`,
  "scenario.yaml": `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: paused }
spec:
  clock: { stop: { after: 10m } }
  cluster: { manifests: [./m.yaml], nodes: [{ name: node, count: 1 }] }
  timeline:
    - { at: 2m, rollout: { target: deployment/web, set: { image: "nginx:2" } } }
    - { at: 5m, patch: { target: deployment/web, set: { spec.paused: true } } }
    - { at: 6m, rollout: { target: deployment/web, set: { image: "nginx:3" } } }
    - { at: 8m, rollout: { target: deployment/web, set: { image: "nginx:1" } } }
`,
});

beforeAll(async () => {
  await work.podsim("run scenario.yaml -o json");
});

const described = async (line: string): Promise<readonly string[]> =>
  (await work.podsim(`describe ${line}`)).out.split("\n");

/** OldReplicaSets and NewReplicaSet at a time. */
const setsAt = async (time: string): Promise<readonly string[]> =>
  (await described(`deploy web --at ${time}`))
    .filter((line) => /^(Old|New)ReplicaSet/.test(line))
    .map((line) => line.replace(/web-\w+/g, "web-HASH"));

test("the new ReplicaSet of a Deployment is that of its template, not the newest", async () => {
  const [none, one, two] = ["<none>", "web-HASH (2/2 replicas created)", "web-HASH (0/0 replicas created)"];
  const told = (old: string, fresh: string): readonly string[] => [
    `OldReplicaSets:  ${old}`,
    `NewReplicaSet:   ${fresh}`,
  ];
  expect(await setsAt("1m")).toEqual(told(none, one));
  expect(await setsAt("4m")).toEqual(told(two, one));
  // Paused, it makes no ReplicaSet for the third template.
  expect(await setsAt("7m")).toEqual(told(`${two}, ${one}`, none));
  // The first template's is there still.
  expect(await setsAt("9m")).toEqual(told(one, two));
});

test("conditions of a Deployment stand in a column that is one wider", async () => {
  const lines = await described("deploy web");
  const at = lines.indexOf("Conditions:");
  expect(lines.slice(at + 1, at + 4)).toEqual([
    "  Type           Status   Reason",
    "  ----           ------   ------",
    "  Available      True     MinimumReplicasAvailable",
  ]);
});

test("counts of a DaemonSet are in no column", async () => {
  const lines = await described("ds agent");
  const at = lines.indexOf("Desired Number of Nodes Scheduled: 1");
  expect(lines.slice(at, at + 6)).toEqual([
    "Desired Number of Nodes Scheduled: 1",
    "Current Number of Nodes Scheduled: 1",
    "Number of Nodes Scheduled with Up-to-date Pods: 1",
    "Number of Nodes Scheduled with Available Pods: 1",
    "Number of Nodes Misscheduled: 0",
    "Pods Status:  1 Running / 0 Waiting / 0 Succeeded / 0 Failed",
  ]);
});

test.each([
  ["", "<none>"],
  ["0-4,7", "0-4,7"],
  [
    "1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33,41,42,45-48,50",
    "1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33,41,42,...",
  ],
  [
    "1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33,41,42,45-48",
    "1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33,41,42,...",
  ],
  [`${"1".repeat(60)},2`, `${"1".repeat(60)},...`],
  ["1".repeat(60), "1".repeat(60)],
])("completed indexes %s are shown as %s", (completedIndexes, shown) => {
  const { object } = jobApplied.example;
  const spec = { ...object.spec, completionMode: "Indexed" as const };
  const chronicle = new Chronicle()
    .record(jobApplied, 0, { ...jobApplied.example, jobIx: 0, object: { ...object, spec } })
    .record(jobStatusUpdated, 0, { ...jobStatusUpdated.example, completedIndexes });
  const out = new IndentedWriter();
  const { namespace, name } = object.metadata;
  kindNamed("job")?.describe(chronicle.viewAt("1m"), namespace, name, out);
  expect(
    out
      .lines()
      .find((line) => line.startsWith("Completed Indexes:"))
      ?.split(/: +/)[1],
  ).toBe(shown);
});
