import { beforeAll, describe, expect, test } from "vitest";
import { WEB_MANIFEST, Workplace } from "../../../testing/command-run.js";

interface Decision {
  readonly pod: string;
  readonly node: string | null;
  readonly feasible: readonly string[];
  readonly filter: readonly {
    readonly plugin: string;
    readonly reasons: readonly string[];
    readonly nodes: readonly string[];
  }[];
  readonly scores: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly ties: readonly string[];
  readonly message?: string;
  readonly fixes?: readonly { readonly change: string; readonly node: string }[];
}

interface Document {
  readonly kind: string;
  readonly attempts: readonly { readonly tUs: number; readonly node: string | null; readonly message: string }[];
  readonly results: readonly Decision[];
}

const pod = (name: string, spec: string, cpu = "1"): string => `apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: { app: ${name} } }
spec: { ${spec}containers: [{ name: app, image: nginx, resources: { requests: { cpu: "${cpu}", memory: 256Mi } } }] }
---
`;

const NODE = `apiVersion: v1
kind: Node
metadata: { name: gpu-1, labels: { kubernetes.io/hostname: gpu-1, kind: gpu } }
spec: { taints: [{ key: dedicated, value: gpu, effect: NoSchedule }] }
status: { allocatable: { cpu: "2", memory: 8Gi, pods: "110" } }
---
`;

const SPREAD =
  "topologySpreadConstraints: [{ maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: web } } }]";

const MANIFESTS = `${NODE}apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 7
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { ${SPREAD}, containers: [{ name: app, image: nginx, resources: { requests: { cpu: 1500m, memory: 64Mi } } }] }
---
${pod("huge", "", "9")}${pod("picky", "nodeSelector: { kind: gpu }, ")}${pod("bound", "nodeName: node-2, ", "100m")}${pod("other", "schedulerName: mine, ")}${pod("gated", "schedulingGates: [{ name: wait }], ")}`;

const desk = new Workplace({ "/desk/all.yaml": MANIFESTS, "/desk/web.yaml": MANIFESTS });

const explained = async (args: string): Promise<Document> => {
  const { out, err, exit } = await desk.podsim(`explain ${args} -o json`);
  expect({ err, exit }).toEqual({ err: "", exit: 0 });
  return JSON.parse(out) as Document;
};

beforeAll(async () => {
  expect((await desk.podsim("run -f all.yaml --nodes 3xcpu=4,memory=16Gi --until 12m -q")).exit).toBe(0);
}, 60_000);

const podNames = async (): Promise<readonly string[]> => {
  const { out } = await desk.podsim("get pods -o name");
  return out.split("\n").filter((name) => name !== "");
};

const recordedMessage = async (name: string): Promise<string> => {
  const { out } = await desk.run([
    "get",
    name,
    "-o",
    "jsonpath={.status.conditions[?(@.type=='PodScheduled')].message}",
  ]);
  return out.trim();
};

/** "3 Insufficient cpu" for every reason, as a message has them. */
const histogramOf = ({ filter }: Decision): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { reasons, nodes } of filter) {
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + nodes.length);
  }
  return [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
};

describe("table, JSON and messages agree with each other and with what was recorded", () => {
  test("for every pod that was tried", async () => {
    const { out: places } = await desk.run([
      "get",
      "pods",
      "-o",
      "custom-columns=N:.metadata.name,O:.spec.nodeName",
      "--no-headers",
    ]);
    const nodeOf = new Map(places.split("\n").map((line) => line.trim().split(/\s+/) as [string, string]));
    let pending = 0;
    for (const name of await podNames()) {
      if (/other|gated|bound/.test(name)) continue;
      const { results, attempts } = await explained(name);
      const [decision] = results;
      if (decision === undefined) throw new Error("there is a decision");
      const { out: text } = await desk.podsim(`explain ${name}`);
      const node = nodeOf.get(name.replace("pod/", ""));
      expect(decision.node ?? "<none>").toBe(node);
      expect(attempts.at(-1)?.node ?? "<none>").toBe(node);
      for (const { plugin, reasons, nodes } of decision.filter) {
        expect(text).toMatch(
          new RegExp(`^  ${nodes.length} +${plugin} +${reasons.join(", ").replace(/[()'{}]/g, ".")}`, "m"),
        );
      }
      if (decision.node === null) {
        pending += 1;
        expect(decision.message).toBe(attempts.at(-1)?.message);
        expect(decision.message).toBe(await recordedMessage(name));
        expect(text).toContain(`  Warning FailedScheduling  ${decision.message ?? ""}\n`);
        expect(decision.message).toContain(`0/4 nodes are available: ${histogramOf(decision).join(", ")}.`);
      } else {
        expect(text).toContain(`CHOSEN ${decision.node}\n`);
        expect(decision.ties).toContain(decision.node);
        const totals = decision.feasible.map((each) =>
          Object.values(decision.scores).reduce((sum, by) => sum + (by[each] ?? 0), 0),
        );
        if (totals.length > 1) expect(text).toMatch(new RegExp(`${decision.node} .* ${Math.max(...totals)}$`, "m"));
      }
    }
    expect(pending).toBeGreaterThan(2);
  });
});

describe("what would fix it", () => {
  test("a smaller request, and where it goes then", async () => {
    const [decision] = (await explained("pod/huge")).results;
    expect(decision?.fixes?.map(({ change }) => change)).toEqual([expect.stringMatching(/^requests\.cpu ≤ \d+m?$/)]);
  });

  test("a toleration, or no selector", async () => {
    const [decision] = (await explained("pod/picky")).results;
    const changes = decision?.fixes?.map(({ change }) => change) ?? [];
    expect(changes).toContain("a toleration for dedicated=gpu:NoSchedule");
    expect(decision?.fixes?.find(({ change }) => change.startsWith("a toleration"))?.node).toBe("gpu-1");
  });
});

test("a dump of a run says the same of its nodes as the run does", async () => {
  const place = new Workplace({
    "/desk/web.yaml": WEB_MANIFEST,
    "/desk/scenario.yaml": `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: taint }
spec:
  clock: { stop: { after: 10m } }
  cluster:
    manifests: [./web.yaml]
    nodes: [{ name: node, count: 2, template: { metadata: { labels: { disk: ssd } } } }]
  timeline:
    - { at: 1m, patch: { target: node/node-1, set: { metadata.labels.disk: hdd } } }
    - { at: 2m, taint: { nodes: { names: [node-1, node-2] }, taint: "dedicated=gpu:NoSchedule" } }
    - { at: 3m, scale: { target: deployment/web, replicas: 3 } }
`,
  });
  await place.podsim("run scenario.yaml");
  const { out } = await place.podsim("get pods --at 5m --field-selector status.phase=Pending -o name");
  const name = out.trim();
  const { out: input } = await place.podsim("get nodes,pods -A --at 5m -o json");
  const ofRun = await place.podsim(`explain ${name} --at 5m`);
  const ofDump = await place.podsim(`explain -f - ${name}`, { input });
  const fix = /^ {2}a toleration for dedicated=gpu:NoSchedule +→ node-[12]$/m;
  expect(ofRun.out).toMatch(fix);
  expect(ofDump.out).toMatch(fix);
  // Who made the nodes is not in the dump.
  expect(ofRun.out).toMatch(/^ {2}one more node like node-1 as it joined +→ the new node$/m);
  expect(ofDump.out).not.toContain("one more node");
});

describe("other pods and moments", () => {
  test("an earlier attempt, and what came later", async () => {
    const { out } = await desk.podsim("explain pod/huge --attempt 1");
    expect(out).toContain("attempt 1 at ");
    const before = await desk.podsim("explain pod/huge --at 1m");
    expect(before.out).toContain("Later in this run: tried ");
  });

  test.each([
    ["pod/bound", "Placed on node-2 by its manifest"],
    ["pod/other", 'no profile is called "mine"'],
    ["pod/gated", "waiting for scheduling gates: [wait]"],
  ])("%s", async (name, words) => {
    const { out, exit } = await desk.podsim(`explain ${name}`);
    expect(out).toContain(words);
    expect(exit).toBe(0);
    const [decision] = (await explained(name)).results;
    expect(words).toContain(decision?.message?.slice(0, 15));
  });

  test.each([
    ["explain pod/hugo", 4, "did you mean pod/huge?"],
    ["explain node/node-1", 2, "nodes are not placed"],
    ["explain pod/huge --attempt 99", 2, "there is no attempt 99"],
    ["explain pod/huge --node nope", 4, 'nodes "nope" not found'],
    ["explain pod/huge --all-pending", 2, "--all-pending goes with -f"],
  ])("podsim %s: exit %i", async (line, exit, words) => {
    const result = await desk.podsim(line);
    expect(result.exit).toBe(exit);
    expect(result.err).toContain(words);
  });

  test("--node: every plugin's word, not only the first's", async () => {
    const { out } = await desk.podsim("explain pod/huge --node gpu-1");
    expect(out).toMatch(/TaintToleration +node\(s\) had untolerated taint/);
    expect(out).toMatch(/NodeResourcesFit +Insufficient cpu/);
  });
});
