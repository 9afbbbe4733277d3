// `describe deployment`: kubectl's fields in kubectl's order.
import { compareByAge, findNewSet, formatLabelSelector } from "@podsim/core";
import type { DeploymentState, ReplicaSetState } from "@podsim/core";
import { deploymentAnnotations, unavailableReplicas } from "../objects/deployment-object.js";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { orNone } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";
import { describeTemplate } from "./describe-template.js";

const setTexts = (sets: readonly ReplicaSetState[]): string =>
  orNone(
    sets.map(({ name, status, replicas }) => `${name} (${status.replicas}/${replicas} replicas created)`).join(", "),
  );

/** The ReplicaSet that its template belongs to, and the others; nothing while it has none. */
const describeSets = (deployment: DeploymentState, { world }: RunView, out: IndentedWriter): void => {
  const sets = [...world.replicaSets.values()].filter((set) => set.deployment === deployment.ix).sort(compareByAge);
  if (sets.length === 0) return;
  const newSet = findNewSet(deployment, sets);
  out.line(0, "OldReplicaSets:", setTexts(sets.filter((set) => set !== newSet)));
  out.line(0, "NewReplicaSet:", setTexts(newSet === undefined ? [] : [newSet]));
};

const describeStrategy = ({ object }: DeploymentState, out: IndentedWriter): void => {
  const { strategy, minReadySeconds } = object.spec;
  out.line(0, "StrategyType:", strategy.type);
  out.line(0, "MinReadySeconds:", String(minReadySeconds));
  if (strategy.type !== "RollingUpdate") return;
  const { maxUnavailable, maxSurge } = strategy.rollingUpdate;
  out.line(0, "RollingUpdateStrategy:", `${maxUnavailable} max unavailable, ${maxSurge} max surge`);
};

export const describeDeployment = (deployment: DeploymentState, view: RunView, out: IndentedWriter): void => {
  const { object, status, conditions } = deployment;
  const { name, namespace, labels } = object.metadata;
  out.line(0, "Name:", name);
  out.line(0, "Namespace:", namespace);
  out.line(0, "CreationTimestamp:", view.clock.rfc1123(deployment.createdAtUs));
  out.values("Labels", keyValues(labels));
  out.values("Annotations", annotationTexts(deploymentAnnotations(deployment)));
  out.line(0, "Selector:", formatLabelSelector(object.spec.selector));
  const counts = [
    `${object.spec.replicas} desired`,
    `${status.updatedReplicas} updated`,
    `${status.replicas} total`,
    `${status.availableReplicas} available`,
    `${unavailableReplicas(deployment)} unavailable`,
  ];
  out.line(0, "Replicas:", counts.join(" | "));
  describeStrategy(deployment, out);
  describeTemplate(object.spec.template, view.clock, out);
  if (conditions.length > 0) {
    out.line(0, "Conditions:");
    out.line(1, "Type", "Status", "Reason");
    out.line(1, "----", "------", "------");
    for (const { type, status: is, reason } of conditions) out.line(1, `${type} `, is, reason);
  }
  describeSets(deployment, view, out);
  describeEvents(view, "Deployment", namespace, name, out);
};
