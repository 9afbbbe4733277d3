// One opcode of a workloadTemplate, read into the steps it stands for.
import { showValue } from "@podsim/core";
import type { Labels, Node, Pod, PodTemplateSpec, Service } from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import type { LocatedDocument, Path } from "../input/located.js";
import type { FileReports } from "../scenario/file-reports.js";
import { isMapping } from "../scenario/schema/record.js";
import type { Mapping } from "../scenario/schema/record.js";
import { DEFAULT_NODE, DEFAULT_POD } from "./default-templates.js";
import type { TemplateFiles } from "./template-files.js";
import type { ChurnThing, CreatePods, WorkloadStep } from "./workload.js";

export interface OpReading {
  readonly op: Mapping;
  readonly path: Path;
  /** Place in the workloadTemplate: pods without a namespace go to "namespace-<index>". */
  readonly index: number;
  readonly params: Mapping;
  readonly paramsPath: Path;
  /** For createPods without one of its own. */
  readonly podTemplatePath: string | null;
  readonly document: LocatedDocument;
  readonly templates: TemplateFiles;
  readonly reports: FileReports;
}

/** The fields of each opcode that are acted on. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  createNodes: ["count", "countParam", "nodeTemplatePath", "labelNodePrepareStrategy", "uniqueNodeLabelStrategy"],
  createNamespaces: ["prefix", "count", "countParam", "namespaceTemplatePath"],
  createPods: ["count", "countParam", "podTemplatePath", "namespace", "collectMetrics", "skipWaitToCompletion"],
  createPodSets: ["count", "countParam", "namespacePrefix", "createPodsOp"],
  churn: ["mode", "number", "templatePaths", "intervalMilliseconds"],
  deletePods: ["namespace", "deletePodsPerSecond", "skipWaitToCompletion"],
  barrier: ["stageRequirement", "namespaces"],
  sleep: ["duration", "durationParam"],
};

export const OPCODES: readonly string[] = Object.keys(FIELDS);

class OpReader {
  constructor(private readonly reading: OpReading) {}

  refuse(field: string, message: string, why: string, fix: string): void {
    const { document, path, reports } = this.reading;
    reports.addIssue(document, { code: "E104", message, why, fix, path: [...path, field] });
  }

  checkFields(opcode: string): void {
    const known = FIELDS[opcode] ?? [];
    for (const field of Object.keys(this.reading.op)) {
      if (field === "opcode" || known.includes(field)) continue;
      this.refuse(
        field,
        `${opcode} with ${field} is not performed`,
        `leaving it out would measure something else; of ${opcode} it knows ${known.join(", ")}`,
        "choose workloads without it (--label, --name)",
      );
    }
  }

  text(field: string): string | null {
    const value = this.reading.op[field];
    return typeof value === "string" ? value : null;
  }

  isSet(field: string): boolean {
    return this.reading.op[field] === true;
  }

  /** A number given as it is, or by the name of a parameter; 0, with an error, if it is neither. */
  number(field: string, paramField: string): number {
    const { op, params } = this.reading;
    const name = this.text(paramField)?.replace(/^\$/, "");
    const value = name === undefined ? op[field] : params[name];
    if (typeof value === "number" && value >= 0) return value;
    this.refuse(
      name === undefined ? field : paramField,
      name === undefined ? `expected a number, got ${showValue(value)}` : `the workload gives no number for ${name}`,
      "how many there are of something is a number of the opcode or a parameter of the workload",
      name === undefined ? "write a number" : `add  ${name}: …  to its params`,
    );
    return 0;
  }

  count(): number {
    return Math.floor(this.number("count", "countParam"));
  }

  template<Kind extends "Pod" | "Node" | "Namespace">(kind: Kind, field: string, fallback: string | null = null) {
    const { document, path, templates } = this.reading;
    const file = this.text(field) ?? fallback;
    return file === null ? null : templates.find(kind, file, { document, path: [...path, field] });
  }

  namespace(): string {
    return this.text("namespace") ?? `namespace-${this.reading.index}`;
  }

  /** The op within createPodSets. */
  inner(field: string): OpReader {
    const { op, path } = this.reading;
    const inner = op[field];
    return new OpReader({ ...this.reading, op: isMapping(inner) ? inner : {}, path: [...path, field] });
  }

  get podTemplatePath(): string | null {
    return this.reading.podTemplatePath;
  }

  /** labelKey and the values that are dealt to the nodes in turn; null = none. */
  dealtLabel(): { readonly key: string; readonly values: readonly string[] } | null {
    const given = this.reading.op["labelNodePrepareStrategy"];
    if (!isMapping(given)) return null;
    const { labelKey, labelValue, labelValues } = given;
    const values = Array.isArray(labelValues) ? labelValues.filter((each) => typeof each === "string") : [];
    if (typeof labelKey === "string" && typeof labelValue === "string") return { key: labelKey, values: [labelValue] };
    return typeof labelKey === "string" && values.length > 0 ? { key: labelKey, values } : null;
  }

  churned(file: string): readonly ChurnThing[] {
    const object = this.reading.templates.load(file);
    if (object === null) return [];
    if (object.kind === "Node") return [{ kind: "node", node: (name) => nodeNamed(object, name, {}) }];
    if (object.kind === "Pod") return [{ kind: "pod", template: templateOf(object) }];
    if (object.kind === "Service") {
      return [{ kind: "service", service: (name): Service => ({ ...object, metadata: { ...object.metadata, name } }) }];
    }
    this.refuse("templatePaths", `a ${object.kind} cannot be churned`, "nodes, pods and Services can", "remove it");
    return [];
  }

  strings(field: string): readonly string[] {
    const value = this.reading.op[field];
    return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  }
}

const templateOf = ({ metadata: { labels, annotations }, spec }: Pod): PodTemplateSpec => ({
  metadata: { labels, annotations },
  spec,
});

const HOSTNAME = "kubernetes.io/hostname";

/** Every node is labelled with its own name. */
const nodeNamed = (template: Node, name: string, more: Labels): Node => ({
  ...template,
  metadata: { ...template.metadata, name, labels: { ...template.metadata.labels, ...more, [HOSTNAME]: name } },
});

const createNodes = (reader: OpReader): readonly WorkloadStep[] => {
  const template = reader.template("Node", "nodeTemplatePath") ?? DEFAULT_NODE;
  const dealt = reader.dealtLabel();
  const isNamed = template.metadata.name !== "template";
  const nodeAt = (ix: number): Node => {
    const name = isNamed ? template.metadata.name : `scheduler-perf-${String(ix).padStart(5, "0")}`;
    const value = dealt?.values[ix % dealt.values.length];
    return nodeNamed(template, name, dealt === null || value === undefined ? {} : { [dealt.key]: value });
  };
  return [{ step: "create-nodes", count: reader.count(), nodeAt }];
};

const createNamespaces = (reader: OpReader): readonly WorkloadStep[] => {
  const prefix = reader.text("prefix") ?? "namespace";
  const labels = reader.template("Namespace", "namespaceTemplatePath")?.metadata.labels ?? {};
  const names = Array.from({ length: reader.count() }, (_, k) => `${prefix}-${k}`);
  return [{ step: "create-namespaces", names, labels }];
};

const createPods = (reader: OpReader, namespace: string, prefix: string): CreatePods => {
  const pod = reader.template("Pod", "podTemplatePath", reader.podTemplatePath);
  const template = pod === null ? DEFAULT_POD : templateOf(pod);
  return {
    step: "create-pods",
    count: reader.count(),
    namespace,
    prefix,
    templateAt: () => template,
    isMeasured: reader.isSet("collectMetrics"),
    isAwaited: !reader.isSet("skipWaitToCompletion"),
  };
};

const createPodSets = (reader: OpReader, index: number): readonly WorkloadStep[] => {
  const prefix = reader.text("namespacePrefix") ?? "namespace";
  const inner = reader.inner("createPodsOp");
  return Array.from({ length: reader.count() }, (_, k) => createPods(inner, `${prefix}-${k}`, `pod-${index}-`));
};

const churn = (reader: OpReader): readonly WorkloadStep[] => {
  const mode = reader.text("mode") ?? "create";
  const interval = reader.number("intervalMilliseconds", "") * MILLISECOND;
  return [
    {
      step: "churn",
      interval: interval > 0 ? interval : 500 * MILLISECOND,
      recreated: mode === "recreate" ? Math.max(1, reader.number("number", "")) : null,
      things: reader.strings("templatePaths").flatMap((file) => reader.churned(file)),
    },
  ];
};

/** "1s", "500ms": what Go writes for short times. */
const durationOf = (text: string): number | null => {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text);
  if (found === null) return null;
  const unit = found[2] === "ms" ? MILLISECOND : found[2] === "s" ? SECOND : 60 * SECOND;
  return Math.round(Number(found[1]) * unit);
};

const sleep = (reader: OpReader, { op, params }: OpReading): readonly WorkloadStep[] => {
  const name = reader.text("durationParam")?.replace(/^\$/, "");
  const given = name === undefined ? op["duration"] : params[name];
  const duration = typeof given === "string" ? durationOf(given) : null;
  if (duration === null) reader.refuse("duration", `${showValue(given)} is not a time`, "sleep needs one", "write 1s");
  return [{ step: "sleep", duration: duration ?? 0 }];
};

/** What is wrong goes to the reports. */
export const readOp = (opcode: string, reading: OpReading): readonly WorkloadStep[] => {
  const reader = new OpReader(reading);
  reader.checkFields(opcode);
  switch (opcode) {
    case "createNodes":
      return createNodes(reader);
    case "createNamespaces":
      return createNamespaces(reader);
    case "createPods":
      return [createPods(reader, reader.namespace(), `pod-${reading.index}-`)];
    case "createPodSets":
      return createPodSets(reader, reading.index);
    case "churn":
      return churn(reader);
    case "deletePods":
      return [
        {
          step: "delete-pods",
          namespace: reader.namespace(),
          perSecond: reading.op["deletePodsPerSecond"] === undefined ? 0 : reader.number("deletePodsPerSecond", ""),
          isAwaited: !reader.isSet("skipWaitToCompletion"),
        },
      ];
    case "barrier":
      return [{ step: "barrier" }];
    default:
      return sleep(reader, reading);
  }
};
