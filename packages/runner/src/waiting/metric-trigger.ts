// Waits for a metric to have a value: the same fold a threshold is judged by, fed with the facts as they happen.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Trigger } from "@podsim/scheduler";
import { METRIC_BY_NAME } from "../metrics/index.js";
import { Causes } from "../run/measure/causes.js";
import { holds, parseExpression } from "../run/measure/expression.js";
import type { Expression } from "../run/measure/expression.js";
import type { MetricDefinition } from "../run/measure/metric.js";
import { isSelected, parseSelector } from "../run/measure/selector.js";
import type { MetricSelector } from "../run/measure/selector.js";
import { SeriesSet } from "../run/measure/series.js";
import type { SeriesRecorder } from "../run/measure/series.js";
import type { TestRefusal } from "./object-test.js";

/** A metric and what its value is to be. */
export interface Level {
  readonly selector: MetricSelector;
  /** Null = there is no such metric. */
  readonly metric: MetricDefinition | null;
  readonly expression: Expression;
}

const SHAPE = /^\s*([^{}<>=!\s]+\s*(?:\{[^}]*\})?)\s*((?:<=|>=|==|!=|<|>|=).*)$/s;

/** sim_pending_pods > 10: the value now, of a counter what it stands at, of a distribution the latest sample. */
export const readLevel = (written: string): Either<TestRefusal, Level> => {
  const [, name, comparison = ""] = SHAPE.exec(written) ?? [];
  const selector = name === undefined ? null : parseSelector(name);
  const malformed = {
    message: `"${written}" is no metric with a value`,
    why: "what is waited for is a metric, an operator and a number",
    fix: "write sim_pending_pods > 10",
  };
  if (selector === null || isLeft(selector) || !/[<>=]\s*[^<>=\s]/.test(comparison)) return left(malformed);
  const metric = METRIC_BY_NAME.get(selector.right.name) ?? null;
  const expression = parseExpression(`last ${comparison}`, metric?.unit ?? "");
  if (isLeft(expression)) return left({ ...malformed, message: expression.left.reason, fix: expression.left.fix });
  return right({ selector: selector.right, metric, expression: expression.right });
};

const valueNow = (series: SeriesRecorder, kind: MetricDefinition["kind"]): number =>
  kind === "counter" ? series.values.reduce((sum, each) => sum + each, 0) : (series.values.at(-1) ?? NaN);

export const metricTrigger = ({ selector, metric, expression }: Level): Trigger => ({
  watch: (world) => {
    const into = new SeriesSet();
    const fold = metric?.measure(into);
    const causes = new Causes();
    // What a cause is must be known of every fact; without such a label the metric's own facts are enough.
    const needsCauses = metric !== null && "cause" in metric.labels;
    const isOwn = (entity: string, type: string): boolean =>
      fold !== undefined &&
      fold.entities.some((each) => each === entity) &&
      (fold.types === undefined || fold.types.includes(type));
    return {
      hears: ({ entity, type }) => needsCauses || isOwn(entity, type),
      see: (fact) => {
        if (needsCauses) causes.note(fact);
        if (isOwn(fact.definition.entity, fact.definition.type)) fold?.observe(fact, world, causes);
      },
      holds: () =>
        metric !== null &&
        into.all.some((series) => isSelected(selector, series) && holds(expression, valueNow(series, metric.kind))),
    };
  },
});
