// `metrics`: a metric of a stored run as samples over time, folded from the log.
import { formatClock } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import type { ExitName } from "../../failures.js";
import { closest } from "../../input/closest.js";
import { METRIC_BY_NAME, METRICS } from "../../metrics/index.js";
import { Table } from "../../outputs/text/table.js";
import { collectMetrics } from "../../run/measure/collect.js";
import type { MetricDefinition } from "../../run/measure/metric.js";
import { isSelected, parseSelector } from "../../run/measure/selector.js";
import type { MetricSelector } from "../../run/measure/selector.js";
import type { Series } from "../../run/measure/series.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { LineBuffer } from "../line/line-buffer.js";
import type { Session } from "../line/session.js";
import { durationOption } from "../making/load-run.js";
import { listShelf } from "./list-shelf.js";
import { selectRun } from "./selected-run.js";

const FORMATS = ["text", "csv", "json"] as const;

interface Sample {
  readonly atUs: SimTime;
  readonly labels: Series["labels"];
  readonly value: number;
}

const unknownMetric = (name: string): CommandFailure => {
  const near = closest(name, METRIC_BY_NAME.keys());
  const why = `the metrics are ${METRICS.map((metric) => metric.name).join(", ")}`;
  return CommandFailure.usage(
    `unknown metric "${name}"`,
    why,
    near === null ? "podsim metrics ls" : `did you mean ${near}?`,
  );
};

const chosen = (text: string): { readonly metric: MetricDefinition; readonly selector: MetricSelector } => {
  const selector = parseSelector(text);
  if (isLeft(selector)) {
    throw CommandFailure.usage(
      selector.left.reason,
      `"${selector.left.part}" cannot be read`,
      `write 'NAME{label="value"}'`,
    );
  }
  const metric = METRIC_BY_NAME.get(selector.right.name);
  if (metric === undefined) throw unknownMetric(selector.right.name);
  const stray = Object.keys(selector.right.labels).find((label) => !(label in metric.labels));
  if (stray === undefined) return { metric, selector: selector.right };
  const known = Object.keys(metric.labels).join(", ");
  throw CommandFailure.usage(
    `${metric.name} has no label "${stray}"`,
    known === "" ? "it has none" : `its labels are ${known}`,
    "leave it out",
  );
};

const SAMPLES_MAX = 1_000_000;

/** The value of a gauge at every step; NaN before it is measured is left out. */
const stepped = ({ labels, times, values }: Series, stepUs: number, endUs: SimTime): readonly Sample[] => {
  const samples: Sample[] = [];
  let ix = -1;
  for (let atUs = 0; atUs <= endUs; atUs += stepUs) {
    while (ix + 1 < times.length && (times[ix + 1] ?? 0) <= atUs) ix += 1;
    const value = values[ix] ?? NaN;
    if (ix >= 0 && !Number.isNaN(value)) samples.push({ atUs, labels, value });
  }
  return samples;
};

const recorded = ({ labels, times, values }: Series): readonly Sample[] =>
  times.flatMap((atUs, ix) => {
    const value = values[ix] ?? NaN;
    return Number.isNaN(value) ? [] : [{ atUs, labels, value }];
  });

const sampled = (
  series: readonly Series[],
  metric: MetricDefinition,
  stepUs: number | null,
  endUs: SimTime,
): readonly Sample[] => {
  const isStepped = stepUs !== null && metric.kind === "gauge";
  if (isStepped && (endUs / stepUs) * Math.max(1, series.length) > SAMPLES_MAX) {
    throw CommandFailure.usage(
      "--step is too small for this run",
      `that would be more than ${String(SAMPLES_MAX)} samples`,
      "choose a longer step",
    );
  }
  const all = series.flatMap((each) => (isStepped ? stepped(each, stepUs, endUs) : recorded(each)));
  return [...all].sort((a, b) => a.atUs - b.atUs);
};

const csvCell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const showMetric = (line: CommandLine, session: Session): ExitName => {
  const format = line.choice("output", FORMATS, "text");
  const stepUs = durationOption(line, "step", "--step");
  const words = line.arguments.filter((word) => word !== "query");
  const [name = "ls", extra] = words;
  if (extra !== undefined)
    throw CommandFailure.usage(
      `one metric at a time, got "${extra}" as well`,
      "each has labels of its own",
      `podsim metrics ${name}`,
    );
  if (name === "ls") return listShelf(line.withArguments(["metrics"]), session);
  const { metric, selector } = chosen(name);
  const { log, endUs } = selectRun(line, session).run;
  const series = (collectMetrics(log, [metric], endUs).get(metric.name) ?? []).filter((each) =>
    isSelected(selector, each),
  );
  const samples = sampled(series, metric, stepUs, endUs);
  const labels = Object.keys(metric.labels);
  const out = new LineBuffer(session.console.stdout);
  if (format === "json") {
    for (const { atUs, labels: of, value } of samples) {
      out.line(
        JSON.stringify({ metric: metric.name, kind: metric.kind, unit: metric.unit, tUs: atUs, labels: of, value }),
      );
    }
  } else if (format === "csv") {
    out.line(["t_us", "metric", ...labels, "value"].join(","));
    for (const { atUs, labels: of, value } of samples) {
      out.line(
        [String(atUs), metric.name, ...labels.map((label) => csvCell(of[label] ?? "")), String(value)].join(","),
      );
    }
  } else if (samples.length === 0) session.console.stderr.write("nothing was measured in this run\n");
  else {
    const rows = samples.map(({ atUs, labels: of, value }) => [
      formatClock(atUs),
      ...labels.map((label) => of[label] ?? "<none>"),
      String(Number(value.toPrecision(6))),
    ]);
    const headers = ["TIME", ...labels.map((label) => label.toUpperCase()), metric.unit.toUpperCase()];
    out.lines(new Table().lines([headers, ...rows]));
  }
  out.flush();
  return "ok";
};
