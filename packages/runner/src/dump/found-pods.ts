// Pods of a dump as a run finds them when it begins: where they are, since when, and how they do.
import { findCondition, isTerminalPhase, podBound, podCreated, podFound, reportStatus } from "@podsim/core";
import type { Pod, PodCondition, PodState, PodStatus, Phase, PodTemplateSpec, SimTime } from "@podsim/core";
import { NOT_YET } from "@podsim/core/time";
import type { FoundPod } from "@podsim/scheduler";
import type { Mapping } from "../scenario/schema/record.js";
import type { DumpItem } from "./dump-items.js";
import { podRuntimeOf, statusesOf } from "./found-containers.js";
import { countAt, listAt, textAt } from "./raw-value.js";
import type { DumpClock } from "./raw-value.js";

/** kubectl's default, for a deletion that does not say. */
const GRACE_SECONDS = 30;

export const ownerOf = (raw: Mapping): { readonly kind: string; readonly name: string } | null => {
  const owner = listAt(raw, "metadata", "ownerReferences").find(({ controller }) => controller === true);
  return owner === undefined ? null : { kind: textAt(owner, "kind"), name: textAt(owner, "name") };
};

const PHASES: readonly Phase[] = ["Pending", "Running", "Succeeded", "Failed", "Unknown"];

const conditionsOf = (raw: Mapping, createdAtUs: SimTime, clock: DumpClock): readonly PodCondition[] =>
  listAt(raw, "status", "conditions").map((each) => {
    const status = textAt(each, "status");
    return {
      type: textAt(each, "type"),
      status: status === "True" || status === "False" ? status : "Unknown",
      reason: textAt(each, "reason"),
      message: textAt(each, "message"),
      lastTransitionUs: clock.at(each, "lastTransitionTime") ?? createdAtUs,
    };
  });

const writtenStatus = (raw: Mapping, createdAtUs: SimTime, clock: DumpClock): PodStatus => {
  const status = raw["status"];
  const podIP = textAt(status, "podIP");
  return {
    phase: PHASES.find((phase) => phase === textAt(status, "phase")) ?? "Pending",
    reason: textAt(status, "reason"),
    message: textAt(status, "message"),
    startTimeUs: clock.at(status, "startTime") ?? NOT_YET,
    podIP: podIP === "" ? null : podIP,
    nominatedNodeName: textAt(status, "nominatedNodeName"),
    conditions: conditionsOf(raw, createdAtUs, clock),
    initContainerStatuses: statusesOf(status, "initContainerStatuses", clock),
    containerStatuses: statusesOf(status, "containerStatuses", clock),
    ephemeralContainerStatuses: statusesOf(status, "ephemeralContainerStatuses", clock),
  };
};

/** What the pod's kubelet would write of it now: the same in its own words, so that it finds nothing to tell. */
const settledStatus = (found: FoundPod, written: PodStatus): PodStatus => {
  const { namespace, name, uid, template, node, owner: _, ...rest } = found;
  const nobody = { ownerKind: null, ownerName: null, ownerIx: null };
  let pod = podCreated.evolve(undefined, { podIx: 0, namespace, name, uid, template, ...nobody }, 0) as PodState;
  pod = podBound.evolve(pod, { node: node ?? "", nodeIx: 0, by: "manifest" }, 0);
  pod = podFound.evolve(pod, { ...nobody, ...rest }, 0);
  const status = reportStatus(pod, 0, "syncing");
  const since = written.startTimeUs === NOT_YET ? 0 : written.startTimeUs;
  // A condition that was not written at all has held since the pod began.
  const conditions = status.conditions.map((condition) =>
    findCondition(written, condition.type) === undefined ? { ...condition, lastTransitionUs: since } : condition,
  );
  return { ...status, conditions };
};

/** `silentNodes`: names of nodes whose kubelets do not report: what their pods show was written by others since. */
export const foundPod = (
  { raw }: DumpItem,
  object: Pod,
  template: PodTemplateSpec,
  silentNodes: ReadonlySet<string>,
  clock: DumpClock,
): FoundPod => {
  const createdAtUs = clock.at(raw, "metadata", "creationTimestamp") ?? 0;
  const written = writtenStatus(raw, createdAtUs, clock);
  const { nodeName = "" } = object.spec;
  const isOver = isTerminalPhase(written.phase);
  const deletionStamp = textAt(raw, "metadata", "deletionTimestamp");
  const found: FoundPod = {
    namespace: object.metadata.namespace,
    name: object.metadata.name,
    uid: textAt(raw, "metadata", "uid"),
    template,
    owner: ownerOf(raw),
    node: nodeName === "" ? null : nodeName,
    createdAtUs,
    boundAtUs: findCondition(written, "PodScheduled")?.lastTransitionUs ?? createdAtUs,
    deletionTimestampUs: deletionStamp === "" ? null : (clock.timeOf(deletionStamp) ?? 0),
    graceSeconds: countAt(raw, "metadata", "deletionGracePeriodSeconds") || GRACE_SECONDS,
    status: written,
    runtime: podRuntimeOf(
      template.spec,
      written.initContainerStatuses,
      [...written.containerStatuses, ...written.ephemeralContainerStatuses],
      written.podIP,
      isOver,
    ),
  };
  const isWatched = found.node !== null && !silentNodes.has(found.node) && found.deletionTimestampUs === null;
  return isWatched && !isOver && found.runtime.sandbox.state !== "none"
    ? { ...found, status: settledStatus(found, written) }
    : found;
};
