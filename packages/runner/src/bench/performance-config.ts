// The workloads of a performance-config.yaml, as kube-scheduler's own benchmarks have them: test cases made of opcodes,
// each with workloads that give its parameters.
import { isLeft } from "fp-ts/lib/Either.js";
import { showValue } from "@podsim/core";
import { closest } from "../input/closest.js";
import { readSource } from "../input/read-source.js";
import type { LocatedDocument, Path } from "../input/located.js";
import type { FileReports } from "../scenario/file-reports.js";
import { isMapping } from "../scenario/schema/record.js";
import type { Mapping } from "../scenario/schema/record.js";
import { OPCODES, readOp } from "./performance-ops.js";
import type { OpReading } from "./performance-ops.js";
import type { TemplateFiles } from "./template-files.js";
import type { Workload, WorkloadStep } from "./workload.js";

/** Which workloads of the file are meant. */
export interface WorkloadChoice {
  /** One of the workload's labels; null = any. */
  readonly label: string | null;
  /** A part of "TestCase/workload"; null = any. */
  readonly name: string | null;
}

const entriesOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const textsIn = (value: unknown): readonly string[] => entriesOf(value).filter((each) => typeof each === "string");

/** Reads one test case of the file. */
class TestCaseReader {
  readonly #document: LocatedDocument;
  readonly #templates: TemplateFiles;
  readonly #reports: FileReports;

  constructor(document: LocatedDocument, templates: TemplateFiles, reports: FileReports) {
    this.#document = document;
    this.#templates = templates;
    this.#reports = reports;
  }

  read(testCase: Mapping, path: Path, choice: WorkloadChoice): readonly Workload[] {
    const caseName = String(testCase["name"] ?? "");
    const chosen = entriesOf(testCase["workloads"]).flatMap((each, k) => {
      if (!isMapping(each)) return [];
      const name = `${caseName}/${String(each["name"] ?? "")}`;
      const labels = [...textsIn(testCase["labels"]), ...textsIn(each["labels"])];
      if (choice.label !== null && !labels.includes(choice.label)) return [];
      return choice.name !== null && !name.includes(choice.name)
        ? []
        : [{ name, given: each, at: [...path, "workloads", k] }];
    });
    return chosen.map(({ name, given, at }): Workload => {
      const params = isMapping(given["params"]) ? given["params"] : {};
      const { threshold } = given;
      const steps = this.#steps(testCase, path, params, [...at, "params"]);
      return { name, steps, threshold: typeof threshold === "number" ? threshold : null };
    });
  }

  #steps(testCase: Mapping, path: Path, params: Mapping, paramsPath: Path): readonly WorkloadStep[] {
    const fallback = testCase["defaultPodTemplatePath"];
    return entriesOf(testCase["workloadTemplate"]).flatMap((op, k) => {
      const opPath = [...path, "workloadTemplate", k];
      const opcode = isMapping(op) ? op["opcode"] : undefined;
      if (!isMapping(op) || typeof opcode !== "string" || !OPCODES.includes(opcode)) {
        this.#refuse(opcode, [...opPath, "opcode"]);
        return [];
      }
      const reading: OpReading = {
        op,
        path: opPath,
        index: k,
        params,
        paramsPath,
        podTemplatePath: typeof fallback === "string" ? fallback : null,
        document: this.#document,
        templates: this.#templates,
        reports: this.#reports,
      };
      return readOp(opcode, reading);
    });
  }

  #refuse(opcode: unknown, path: Path): void {
    const near = typeof opcode === "string" ? closest(opcode, OPCODES) : null;
    this.#reports.addIssue(this.#document, {
      code: "E105",
      message: `the opcode ${showValue(opcode)} is not one this benchmark performs`,
      why: `leaving it out would measure something else; it performs ${OPCODES.join(", ")}`,
      fix: near === null ? "choose workloads without it (--label, --name)" : `did you mean ${near}?`,
      path,
    });
  }
}

/** The chosen workloads, in order; what is wrong with them goes to the reports. */
export const readPerformanceConfig = (
  file: string,
  choice: WorkloadChoice,
  templates: TemplateFiles,
  reports: FileReports,
): readonly Workload[] => {
  const source = readSource(templates.access, file);
  if (isLeft(source)) {
    for (const found of source.left.diagnostics) reports.add(source.left.source, found);
    return [];
  }
  const [document] = source.right.documents;
  if (document === undefined) return [];
  if (!Array.isArray(document.value)) {
    reports.addIssue(document, {
      code: "E104",
      message: `expected a list of test cases, got ${showValue(document.value)}`,
      why: "a performance-config.yaml is a list whose items have a name, a workloadTemplate and workloads",
      fix: "begin it with  - name: …",
      path: [],
    });
    return [];
  }
  const reader = new TestCaseReader(document, templates, reports);
  return document.value.flatMap((testCase, k) => (isMapping(testCase) ? reader.read(testCase, [k], choice) : []));
};
