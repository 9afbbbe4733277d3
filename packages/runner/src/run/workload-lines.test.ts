import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import { loadScenario } from "../scenario/load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "../scenario/load-options.js";
import { execute } from "./execute.js";
import { workloadLines } from "./workload-lines.js";

const TEMPLATE = "{ priorityClassName: high, containers: [{ name: c, image: nginx }] }";
const workload = (apiVersion: string, kind: string, name: string, extra = ""): string => `---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template: { metadata: { labels: { app: ${name} } }, spec: ${TEMPLATE} }
  ${extra}
`;
const MANIFESTS =
  workload("apps/v1", "StatefulSet", "db", "serviceName: db") +
  workload("apps/v1", "DaemonSet", "agent") +
  `---
apiVersion: batch/v1
kind: Job
metadata: { name: pi }
spec: { template: { spec: { restartPolicy: Never, priorityClassName: high, containers: [{ name: c, image: nginx }] } } }
`;
const HIGH = "{ apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: high }, value: 1000 }";

const reasons = async (timeline: string): Promise<readonly (string | null)[]> => {
  const text = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: s }
spec:
  question: are they refused?
  clock: { stop: { after: 30m } }
  cluster: { manifests: [./m.yaml], nodes: [{ name: a }] }
  timeline: ${timeline}
`;
  const files = { files: memoryFiles({ "s.yaml": text, "m.yaml": MANIFESTS }), readInput: memoryConsole().readInput };
  const loaded = loadScenario("s.yaml", DEFAULT_LOAD_OPTIONS, files);
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.flatMap(({ diagnostics }) => diagnostics)));
  const { cluster } = await execute(loaded.right, 1);
  return workloadLines(cluster).map(({ reason }) => reason);
};

describe("controllers 6.6: workloads whose pods the server refuses", () => {
  test("are told why, as a Deployment is", async () => {
    const why = (name: string): string => `pods "${name}" is forbidden: no PriorityClass with name high was found`;
    expect(await reasons("[]")).toEqual([why("db-0"), why("agent-"), why("pi-")]);
  });

  test("until their pods are there", async () => {
    const timeline = `[{ at: 1m, apply: { objects: [${HIGH}] } }]`;
    expect(await reasons(timeline)).toEqual([null, null, "1 active, still running"]);
  });
});
