// junit: a test suite with a case per threshold, as CI systems read it.
import type { JudgedThreshold } from "../run/verdict.js";
import type { Reporter } from "./reporter.js";
import { thresholdStory, thresholdTitle } from "./threshold-text.js";
import type { RunResult } from "../run/run-result.js";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 has no other control characters, escaped or not. */
const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "�")
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

const attributes = (all: Readonly<Record<string, string | number>>): string =>
  Object.entries(all)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join("");

interface Case {
  readonly name: string;
  readonly kind: "failure" | "error" | null;
  readonly message: string;
}

const caseOf = (threshold: JudgedThreshold, result: RunResult): Case => {
  const story = thresholdStory(threshold, result);
  const isFailed = !threshold.isMet && threshold.severity === "fail";
  return { name: thresholdTitle(threshold), kind: isFailed ? "failure" : null, message: threshold.isMet ? "" : story };
};

const wholeCase = ({ verdict, complete }: RunResult): Case => ({
  name: "the run is complete",
  kind: complete ? null : "error",
  message:
    verdict.stopped === null ? "" : `seed ${String(verdict.stopped.seed)} was stopped: ${verdict.stopped.stopReason}`,
});

const caseLines = ({ name, kind, message }: Case, classname: string): readonly string[] => {
  const head = `    <testcase${attributes({ name, classname })}`;
  if (kind === null && message === "") return [`${head}/>`];
  const body =
    kind === null
      ? `      <system-out>${escaped(message)}</system-out>`
      : `      <${kind}${attributes({ message })}>${escaped(message)}</${kind}>`;
  return [`${head}>`, body, "    </testcase>"];
};

export const junit: Reporter = {
  name: "junit",
  doc: "a JUnit test suite with a case per threshold",
  render: (result) => {
    const { name, run, verdict, seeds, question } = result;
    // A severity of warn never fails a suite.
    const cases = [wholeCase(result), ...verdict.thresholds.map((threshold) => caseOf(threshold, result))];
    const count = (kind: Case["kind"]): number => cases.filter((each) => each.kind === kind).length;
    const took = result.meta?.wall.tookMillis;
    const totals = {
      tests: cases.length,
      failures: count("failure"),
      errors: count("error"),
      ...(took === undefined ? {} : { time: (took / 1000).toFixed(3) }),
    };
    const properties = { run, seeds: seeds.map(({ seed }) => seed).join(","), question: question ?? "" };
    const lines = [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites${attributes({ name: "podsim", ...totals })}>`,
      `  <testsuite${attributes({ name, ...totals })}>`,
      "    <properties>",
      ...Object.entries(properties).map(([key, value]) => `      <property${attributes({ name: key, value })}/>`),
      "    </properties>",
      ...cases.flatMap((each) => caseLines(each, name)),
      "  </testsuite>",
      "</testsuites>",
    ];
    return `${lines.join("\n")}\n`;
  },
};
