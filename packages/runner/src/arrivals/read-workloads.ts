// spec.workload of a scenario: each entry read with its template and trace, checked as a whole, and made a stream of arrivals.
import { parseObjectPath } from "@podsim/core";
import type { Distribution, Duration, KubernetesObject } from "@podsim/core";
import type { ArrivalStream } from "@podsim/scheduler";
import type { Path } from "../input/located.js";
import type { InputAccess } from "../input/read-source.js";
import type { IgnoredPart, LoadedObject } from "../scenario/manifest-files.js";
import { besideScenario } from "../scenario/beside-scenario.js";
import { issueOfProblem } from "../scenario/object-issues.js";
import type { Issue } from "../scenario/schema/schema.js";
import { shortTime } from "../scenario/schema/shown.js";
import type { SectionReader } from "../scenario/section-reader.js";
import type { ArrivalTimes, DrawFor } from "./arrival-times.js";
import { ObjectMaker } from "./object-maker.js";
import type { Made } from "./object-maker.js";
import { readTrace } from "./read-trace.js";
import type { Setting } from "./table-columns.js";
import { traceSource } from "./trace-rows.js";
import type { Trace } from "./trace-rows.js";
import type { VariedValue } from "./varied-value.js";
import { workloadEntry } from "./workload-shape.js";
import type { TraceArrivals, WorkloadEntry } from "./workload-shape.js";
import { arrivalOf, microseconds, readTemplate } from "./workload-template.js";
import type { WorkloadTemplate } from "./workload-template.js";
import { tracedRequests } from "../scenario/typical-pods.js";
import type { TracedRequests } from "../scenario/typical-pods.js";

/** A workload ready to arrive. */
export interface Workload {
  readonly stream: ArrivalStream;
  /** One of its objects, with what it was made from: for behaviours, namespaces and images. */
  readonly sample: LoadedObject;
  readonly ignored: readonly IgnoredPart[];
  /** Of a trace, what each of its rows asks for. */
  readonly requests: readonly TracedRequests[];
  /** Everything the arrivals depend on besides the seed, as plain data. */
  readonly inputs: unknown;
}

export interface WorkloadContext {
  readonly access: InputAccess;
  readonly reader: SectionReader;
  readonly stopUs: Duration;
  /** How much of a resource the nodes have at the start. */
  readonly capacityOf: (resource: string) => number;
}

const BASE: Path = ["spec", "workload"];

/** The distribution as an annotation writes it. */
const annotationText = (runFor: Distribution): string => {
  switch (runFor.kind) {
    case "constant":
      return microseconds(runFor.value);
    case "uniform":
      return `uniform(min=${microseconds(runFor.min)},max=${microseconds(runFor.max)})`;
    case "exponential":
      return `exponential(mean=${microseconds(runFor.mean)})`;
    case "lognormal":
      return `lognormal(p50=${microseconds(runFor.p50)},p99=${microseconds(runFor.p99)})`;
  }
};

const isTrace = (value: ArrivalTimes | TraceArrivals): value is TraceArrivals => "file" in value;

class Reading {
  readonly #varied: readonly (readonly [path: string, value: VariedValue])[];
  readonly #maker: ObjectMaker;

  constructor(
    private readonly entry: WorkloadEntry,
    private readonly template: WorkloadTemplate,
    private readonly path: Path,
    private readonly context: WorkloadContext,
    /** The entry as it stands in the scenario. */
    private readonly written: unknown,
  ) {
    this.#varied = Object.entries(entry.vary);
    this.#maker = new ObjectMaker(template.base);
  }

  get #runFor(): string | null {
    return this.entry.runFor === null ? null : annotationText(this.entry.runFor);
  }

  read(): Workload | null {
    const { reader } = this.context;
    const { arrivals, name } = this.entry;
    const made = this.#sample();
    if (made?.object == null) return null;
    const { object } = made;
    this.#checkEnds(object);
    const trace = isTrace(arrivals.value)
      ? readTrace(arrivals.value, [...this.path, "arrivals", "trace"], {
          ...this.context,
          maker: this.#maker,
          template: this.template,
        })
      : null;
    if (isTrace(arrivals.value)) {
      if (trace === null) return null;
      return this.#workload(made, trace, {
        name,
        begin: (draw) => {
          const drawFor = (purpose: string, n: number): number => draw(`workload/${purpose}`, name, n);
          return traceSource(trace, draw, name, (row, n) =>
            arrivalOf(this.#make(n, drawFor, row.settings), row.name ?? this.#nameOf(n), row.runFor ?? this.#runFor),
          );
        },
      });
    }
    const times = arrivals.value;
    if (times.expected(this.context.stopUs) === 0) {
      reader.report({
        code: "E204",
        message: "nothing of this workload comes before the run stops",
        why: `the run stops at ${shortTime(this.context.stopUs)}`,
        fix: "let it begin earlier, or raise stop.after",
        path: [...this.path, "arrivals"],
      });
    }
    return this.#workload(made, null, { name, begin: (draw) => ({ next: this.#next(times, draw) }) });
  }

  #next(times: ArrivalTimes, draw: Parameters<ArrivalStream["begin"]>[0]): ReturnType<ArrivalStream["begin"]>["next"] {
    const { name } = this.entry;
    const drawFor: DrawFor = (purpose, n) => draw(`workload/${purpose}`, name, n);
    return (n, previousUs) => {
      const atUs = times.next(n, previousUs, drawFor);
      return atUs === null ? null : { atUs, object: arrivalOf(this.#make(n, drawFor), this.#nameOf(n), this.#runFor) };
    };
  }

  #nameOf(n: number): string {
    return `${this.entry.name}-${String(n + 1)}`;
  }

  /** The n-th object: every value that varies has a draw of its own. */
  #make(n: number, draw: DrawFor, given: readonly Setting[] = []): KubernetesObject {
    const drawn = this.#varied.map(([path, value]): Setting => [path, value.pick(draw(`vary/${path}`, n))]);
    const { object, problems } = this.#maker.make([...given, ...drawn]);
    if (object === null)
      throw new TypeError(`${this.entry.name}: ${problems.map(({ message }) => message).join("; ")}`);
    return object;
  }

  #workload(made: Made, trace: Trace | null, stream: ArrivalStream): Workload | null {
    const { document, path, kind } = this.template;
    if (made.object === null) return null;
    const object = arrivalOf(made.object, this.#nameOf(0), this.#runFor);
    const ignored = made.ignored.map((field): IgnoredPart => ({
      ignored: field,
      kind,
      name: this.entry.name,
      document,
      path: [...path, ...field.path],
    }));
    const requests = (trace?.rows ?? []).flatMap(({ settings }) => {
      const { object: one } = this.#maker.make(settings);
      return one?.kind === "Pod"
        ? [tracedRequests(one.spec)]
        : one?.kind === "Job"
          ? [tracedRequests(one.spec.template.spec)]
          : [];
    });
    const inputs = { written: this.written, base: this.template.base, trace };
    return { stream, sample: { object, document, path }, ignored, requests, inputs };
  }

  /** Makes an object of every example of every value, so that what cannot be made is found before the run. */
  #sample(): Made | null {
    const first = this.#varied.map(([path, value]): Setting => [path, value.examples[0]]);
    let isFaulty = this.#reportFaults(first, null);
    for (const [ix, [path, { examples }]] of this.#varied.entries()) {
      for (const example of isFaulty ? [] : examples.slice(1)) {
        const settings = first.map((setting, at): Setting => (at === ix ? [path, example] : setting));
        isFaulty = this.#reportFaults(settings, ix) || isFaulty;
      }
    }
    return isFaulty ? null : this.#maker.make(first);
  }

  #reportFaults(settings: readonly Setting[], only: number | null): boolean {
    const { reader } = this.context;
    const { problems, placed } = this.#maker.make(settings);
    const at = (ix: number): Path => [...this.path, "vary", this.#varied[ix]?.[0] ?? ""];
    const missing = placed.flatMap((path, ix) => (path === null ? [ix] : []));
    for (const ix of missing) {
      const written = this.#varied[ix]?.[0] ?? "";
      const isPath = parseObjectPath(written) !== null;
      reader.report({
        code: isPath ? "E201" : "E108",
        message: isPath ? `nothing is at ${written}` : `${written} is no path`,
        why: isPath
          ? "the template has no list item of that name or position there"
          : "a path is field names with dots between them",
        fix: "write a path such as spec.containers[0].resources.requests.cpu",
        path: at(ix),
        part: "key",
      });
    }
    for (const problem of problems) {
      const ix = placed.findIndex((path) => path?.every((step, k) => problem.path[k] === step) === true);
      if (ix >= 0) reader.report({ ...issueOfProblem(problem), path: at(ix), notes: [] });
      else if (only === null)
        reader.reports.addIssue(this.template.document, issueOfProblem(problem, this.template.path));
    }
    return missing.length > 0 || problems.length > 0;
  }

  /** Containers that exit are started anew where the template says Always: the pod would never be done. */
  #checkEnds(object: KubernetesObject): void {
    const { arrivals } = this.entry;
    const fromTrace = isTrace(arrivals.value) && arrivals.value.columns.runFor !== null;
    if (object.kind !== "Pod" || object.spec.restartPolicy !== "Always" || (this.entry.runFor === null && !fromTrace))
      return;
    this.context.reader.report({
      code: "E108",
      message: "pods that run for a time are started anew by their own template",
      why: "its restartPolicy is Always, so that the pods never end and never leave their nodes",
      fix: "set restartPolicy: Never in the template, or leave runFor out",
      path:
        this.entry.runFor === null
          ? [...this.path, "arrivals", "trace", "columns", "runFor"]
          : [...this.path, "runFor"],
    });
  }
}

const nameIssue = (name: string, path: Path, taken: ReadonlySet<string>): Issue | null => {
  const isName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) && name.length <= 52;
  if (isName && !taken.has(name)) return null;
  return {
    code: "E108",
    message: isName ? `there are two workloads "${name}"` : `"${name}" cannot name pods`,
    why: isName
      ? "their objects would have the same names"
      : "objects are named after their workload: lower-case letters, digits and dashes, at most 52",
    fix: "give it another name",
    path: [...path, "name"],
  };
};

/** Reads spec.workload; what is wrong with it is reported. */
export const readWorkloads = (raw: unknown, context: WorkloadContext): readonly Workload[] => {
  if (raw === undefined || raw === null) return [];
  const { reader, access } = context;
  if (!Array.isArray(raw)) {
    const why = "a cluster may have several workloads";
    reader.report({
      code: "E104",
      message: "expected a list of workloads",
      why,
      fix: "start every workload with a dash",
      path: BASE,
    });
    return [];
  }
  const names = new Set<string>();
  return (raw as readonly unknown[]).flatMap((item, ix): readonly Workload[] => {
    const path = [...BASE, ix];
    const entry = reader.decode(workloadEntry, item, path);
    if (entry === null) return [];
    const wrong = nameIssue(entry.name, path, names);
    names.add(entry.name);
    if (wrong !== null) reader.report(wrong);
    const file = besideScenario(entry.template, reader);
    if (!access.files.exists(file)) {
      reader.report({
        code: "E205",
        message: `there is no file "${entry.template}"`,
        why: `looked for ${access.files.resolve(file)}`,
        fix: "name a file with a Pod, a Job or a PodTemplate",
        path: [...path, "template"],
      });
      return [];
    }
    const template = readTemplate(file, `${entry.name}-1`, access, reader.reports);
    const workload = template === null ? null : new Reading(entry, template, path, context, item).read();
    return workload === null ? [] : [workload];
  });
};
