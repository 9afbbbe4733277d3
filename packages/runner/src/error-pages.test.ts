// Every example of every page, made whole and given to podsim: the bad one brings its code about and no other, the good one
// none.
import { violated } from "@podsim/core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { testHost, WEB_MANIFEST, Workplace } from "../testing/command-run.js";
import { always } from "./check/stated-laws.js";
import { ERROR_PAGES } from "./error-pages.js";
import type { ErrorCode } from "./error-pages.js";
import { exitCode, exitOfError } from "./failures.js";

/** What an example stands in, and what is asked of podsim about it. */
interface Trial {
  readonly files: Readonly<Record<string, string>>;
  readonly commands: readonly string[];
  /** After the first command: what happens to the run. */
  readonly damage?: (place: Workplace) => void;
}

type Frame = (lines: readonly string[]) => Trial;

const joined = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

const indented = (by: number, lines: readonly string[]): readonly string[] =>
  lines.map((line) => `${" ".repeat(by)}${line}`);

const NODES =
  "nodes: [{ name: node, count: 3, template: { metadata: { labels: { topology.kubernetes.io/zone: a } } } }]";

const HEAD = ["apiVersion: podsim.dev/v1alpha1", "kind: Scenario", "metadata: { name: sample }"];

const POD_MANIFEST = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: a, image: a }, { name: b, image: b }] }
`;

const RULES_MANIFEST = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: app
      image: a
      restartPolicy: Never
      restartPolicyRules: [{ action: Restart, exitCodes: { operator: In, values: [42] } }]
`;

const AUTOSCALER_REST = [
  "metadata: { name: web }",
  "spec:",
  "  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }",
  "  maxReplicas: 9",
  "  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }]",
];

const AUTOSCALER = ["apiVersion: autoscaling/v2", "kind: HorizontalPodAutoscaler", ...AUTOSCALER_REST];

const BESIDE = {
  "web.yaml": WEB_MANIFEST,
  "pod.yaml": POD_MANIFEST,
  "rules.yaml": RULES_MANIFEST,
  "scaled.yaml": joined(AUTOSCALER),
  "nodes/a.yaml": "{ apiVersion: v1, kind: Namespace, metadata: { name: a } }\n",
};

const validated = (files: Readonly<Record<string, string>>, file = "sample.yaml"): Trial => ({
  files: { ...BESIDE, ...files },
  commands: [`validate ${file}`],
});

/** As they are. */
const asFile: Frame = (lines) => validated({ "sample.yaml": joined(lines) });

/** Whether the example says itself what stands beside it. */
const says = (lines: readonly string[], key: string): boolean =>
  lines.some((line) => line.trim().startsWith(`${key}:`));

const scenarioRest = (lines: readonly string[]): readonly string[] => [
  ...(says(lines, "clock") ? [] : ["clock: { stop: { after: 1h } }"]),
  ...(says(lines, "cluster") ? [] : [`cluster: { manifests: [./web.yaml], ${NODES} }`]),
];

/** The first line is spec: of a scenario. */
const asSpec: Frame = (lines) => asFile([...HEAD, ...lines, ...indented(2, scenarioRest(lines))]);

const belowSpec: Frame = (lines) => asFile([...HEAD, "spec:", ...indented(2, [...scenarioRest(lines), ...lines])]);

const entries: Frame = (lines) => belowSpec(["timeline:", ...indented(2, lines)]);

const verb: Frame = (lines) => entries(["- at: 10m", ...indented(2, lines)]);

const belowCluster: Frame = (lines) => belowSpec(["cluster:", ...indented(2, [NODES, ...lines])]);

const thresholds: Frame = (lines) => belowSpec(["thresholds:", ...indented(2, lines)]);

const POD = ["apiVersion: v1", "kind: Pod"];

/** Beside apiVersion and kind of a pod. */
const inPod: Frame = (lines) => {
  const metadata = says(lines, "metadata") ? [] : ["metadata: { name: web }"];
  const spec = says(lines, "spec") ? [] : ["spec: { containers: [{ name: app, image: a }] }"];
  return asFile([...POD, ...metadata, ...lines, ...spec]);
};

const belowPodSpec: Frame = (lines) => {
  const containers = says(lines, "containers") ? [] : ["containers: [{ name: app, image: a }]"];
  return inPod(["spec:", ...indented(2, [...lines, ...containers])]);
};

const inContainer: Frame = (lines) =>
  belowPodSpec(["containers:", "  - name: app", "    image: a", ...indented(4, lines)]);

const belowDeploymentSpec: Frame = (lines) =>
  asFile([
    ...WEB_MANIFEST.trimEnd()
      .split("\n")
      .filter((line) => !line.includes("replicas")),
    ...indented(2, lines),
  ]);

const belowAnnotations: Frame = (lines) => inPod(["metadata:", "  name: web", "  annotations:", ...indented(4, lines)]);

/** `podsim …` without what is said behind #; run 9f3c2e1 is the one that is there. Other programs are not run. */
const commandsIn = (lines: readonly string[]): readonly string[] =>
  lines
    .filter((line) => line.startsWith("podsim "))
    .map((line) =>
      line
        .replace(/ +#.*/, "")
        .replace(/^podsim /, "")
        .replace("9f3c2e1", "@"),
    );

const OUTAGE = {
  "zone-outage.yaml": joined([
    ...HEAD.slice(0, 2),
    "metadata: { name: zone-outage }",
    "spec:",
    "  clock: { stop: { after: 1m } }",
    `  cluster: { ${NODES}, manifests: [./pod.yaml] }`,
  ]),
};

const deploymentOfKind: Frame = (lines) => asFile([...lines, ...WEB_MANIFEST.trimEnd().split("\n").slice(2)]);

/** Before a pod of the namespace shop. */
const inNamespace: Frame = (lines) =>
  asFile([
    ...lines,
    ...POD,
    "metadata: { name: web, namespace: shop }",
    "spec: { containers: [{ name: app, image: a }] }",
  ]);

const session: Frame = (lines) => ({ files: { ...BESIDE, ...OUTAGE }, commands: commandsIn(lines) });

/** Behind a run, to which something happens. */
const afterRun =
  (damage: (place: Workplace) => void = () => undefined): Frame =>
  (lines) => ({ files: { ...BESIDE, ...OUTAGE }, commands: ["run zone-outage.yaml", ...commandsIn(lines)], damage });

const fileOfRun = (place: Workplace, name: RegExp): string => place.files.paths().find((path) => name.test(path)) ?? "";

const MINE = {
  "mine.yaml": `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles: [{ plugins: { multiPoint: { enabled: [{ name: Mine }] } } }]
`,
};

const withPlugin = (files: Readonly<Record<string, string>>): Trial => ({
  files: { ...BESIDE, ...MINE, ...files },
  commands: ["run -f pod.yaml --nodes 3xcpu=4,zone=a --plugin mine.mjs --scheduler-config mine.yaml"],
});

/** Files under their names, "mine.mjs: |", before the first line with nothing. */
const filesIn = (lines: readonly string[]): Readonly<Record<string, string>> => {
  const files: Record<string, string> = {};
  let name = "";
  for (const line of lines) {
    if (line === "") break;
    const [, begun] = /^(\S+): \|$/.exec(line) ?? [];
    if (begun !== undefined) name = begun;
    else files[name] = `${files[name] ?? ""}${line}\n`;
  }
  return files;
};

const scheduler: Frame = (lines) => ({
  files: {
    ...BESIDE,
    "config.yaml": joined([
      "apiVersion: kubescheduler.config.k8s.io/v1",
      "kind: KubeSchedulerConfiguration",
      "profiles:",
      `  - ${lines.join("\n    ")}`,
    ]),
  },
  commands: ["run -f web.yaml --nodes 3 --scheduler-config config.yaml"],
});

const FRAMES: Readonly<Record<ErrorCode, Frame>> = {
  E001: asSpec,
  E002: asSpec,
  E003: asSpec,
  E004: asFile,
  E005: session,
  E006: (lines) => ({
    files: {
      "dump.yaml": `a: { b: "${"x".repeat(9 * 1024 * 1024)}" }\n`,
      "dump.json": JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } }),
    },
    commands: commandsIn(lines),
  }),
  E007: inContainer,
  E008: inPod,
  E009: (lines) => inPod([...lines, "  name: web"]),
  E010: inContainer,
  E101: asSpec,
  E102: (lines) => entries([...lines, "  note: half a minute"]),
  E103: (lines) => inContainer(["resources:", ...indented(2, lines)]),
  E104: belowDeploymentSpec,
  E105: belowSpec,
  E106: thresholds,
  E107: belowSpec,
  E108: verb,
  E109: belowSpec,
  E201: verb,
  E202: verb,
  E203: belowSpec,
  E204: belowSpec,
  E205: belowCluster,
  E206: scheduler,
  E207: (lines) => withPlugin(filesIn(lines)),
  E208: (lines) =>
    withPlugin({
      "mine.mjs": `export default { name: "Mine", build: () => ({\n${filesIn(lines)["mine.mjs"] ?? ""}}) };`,
    }),
  E209: entries,
  E210: (lines) => {
    const files = filesIn(lines);
    const controller = Object.hasOwn(files, "mine.mjs") ? " --controller mine.mjs" : "";
    return { files, commands: [`check --laws laws.mjs${controller} --runs 1`] };
  },
  E301: inContainer,
  E302: inPod,
  E303: belowPodSpec,
  E304: inPod,
  E305: belowPodSpec,
  E306: belowDeploymentSpec,
  E307: (lines) => inPod(lines.map((line) => line.replace("…", "x".repeat(300 * 1024)))),
  E308: belowPodSpec,
  E310: deploymentOfKind,
  E401: afterRun(),
  E402: afterRun((place) => {
    const path = fileOfRun(place, /run\.json$/);
    const record = JSON.parse(place.files.textOf(path) ?? "") as object;
    place.files.write(path, JSON.stringify({ ...record, formatVersion: "9.0" }));
  }),
  E403: afterRun((place) => void place.files.write(fileOfRun(place, /\.log$/), "")),
  W501: belowPodSpec,
  W502: deploymentOfKind,
  W503: (lines) => (lines[0]?.startsWith("{") === true ? inNamespace([...lines, "---"]) : inPod(lines)),
  W504: belowSpec,
  W505: session,
  W506: belowAnnotations,
  W507: (lines) => belowSpec([...lines, `cluster: { manifests: [./rules.yaml], ${NODES} }`]),
  W509: belowPodSpec,
  W508: (lines) =>
    says(lines, "kind")
      ? asFile(["apiVersion: autoscaling/v2", ...lines, ...AUTOSCALER_REST])
      : belowSpec([...lines, `cluster: { manifests: [./web.yaml, ./scaled.yaml], ${NODES} }`]),
};

const KIT = "podsimKit";

beforeAll(() => void vi.stubGlobal(KIT, { always, violated }));
afterAll(() => void vi.unstubAllGlobals());

/** The text as a module; what it imports of the kit it finds in the global object. */
const importText = (text: string): Promise<unknown> => {
  const alone = text.replace(/import (\{.*\}) from '@podsim\/runner\/testing';/, `const $1 = globalThis.${KIT};`);
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(alone)}`);
};

interface Said {
  /** Of all errors and warnings, but for nodes that nobody gave. */
  readonly codes: readonly string[];
  /** Of the last command. */
  readonly exit: number;
}

const said = async (code: ErrorCode, lines: readonly string[]): Promise<Said> => {
  const { files, commands, damage } = FRAMES[code](lines);
  const desk = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/desk/${name}`, text]));
  const importModule = (path: string): Promise<unknown> => importText(desk[path] ?? "");
  const place = new Workplace(desk, testHost({ importModule }));
  const texts: string[] = [];
  let exit = 0;
  for (const [ix, command] of commands.entries()) {
    const told = await place.podsim(command);
    texts.push(told.out, told.err);
    exit = told.exit;
    if (ix === 0) damage?.(place);
  }
  const codes = [...texts.join("").matchAll(/\b(?:error|warning) ([EW]\d{3})\b/g)].map(([, found = ""]) => found);
  return { codes: [...new Set(codes)].filter((each) => each === code || each !== "W505"), exit };
};

describe("pages of errors", () => {
  test.each(ERROR_PAGES)("$code: the bad example", async ({ code, bad }) => {
    expect(await said(code, bad)).toEqual({ codes: [code], exit: exitCode(exitOfError(code)) });
  });

  test.each(ERROR_PAGES)("$code: the good example", async ({ code, good }) => {
    expect(await said(code, good)).toEqual({ codes: [], exit: 0 });
  });
});
