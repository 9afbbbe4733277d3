// `describe poddisruptionbudget`: kubectl's fields in kubectl's order.
import { formatLabelSelector } from "@podsim/core";
import type { BudgetState } from "@podsim/core";
import type { IndentedWriter } from "../text/indented-writer.js";
import { UNSET } from "../text/none.js";
import { describeEvents } from "./describe-events.js";
import type { RunView } from "../view/run-view.js";

export const describeBudget = (budget: BudgetState, view: RunView, out: IndentedWriter): void => {
  const { metadata, spec } = budget.object;
  const { status } = budget;
  out.line(0, "Name:", metadata.name);
  out.line(0, "Namespace:", metadata.namespace);
  if (spec.minAvailable !== undefined) out.line(0, "Min available:", String(spec.minAvailable));
  else if (spec.maxUnavailable !== undefined) out.line(0, "Max unavailable:", String(spec.maxUnavailable));
  out.line(0, "Selector:", spec.selector === undefined ? UNSET : formatLabelSelector(spec.selector));
  out.line(0, "Status:");
  out.line(2, "Allowed disruptions:", String(status.disruptionsAllowed));
  out.line(2, "Current:", String(status.currentHealthy));
  out.line(2, "Desired:", String(status.desiredHealthy));
  out.line(2, "Total:", String(status.expectedPods));
  describeEvents(view, "PodDisruptionBudget", metadata.namespace, metadata.name, out);
};
