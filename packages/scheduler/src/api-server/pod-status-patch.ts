// Patches of a pod's status: conditions that others than the kubelet keep, such as those readiness gates wait for.
import { podConditionSet } from "@podsim/core";
import type { ConditionStatus, PodCondition, PodState } from "@podsim/core";
import type { Outbox } from "../actor.js";
import { withPlacements } from "./patched-object.js";
import type { Placement } from "./patched-object.js";
import { refusePodUpdate } from "./update-pod.js";

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isStatus = (value: unknown): value is ConditionStatus =>
  value === "True" || value === "False" || value === "Unknown";
const text = (value: unknown): string => (typeof value === "string" ? value : "");

const typesNamed = (set: readonly Placement[]): readonly string[] =>
  set.flatMap(({ steps }) => {
    const [, list, item] = steps;
    if (list !== "conditions" || item === undefined || typeof item === "number") return [];
    return [typeof item === "string" ? item : item.named];
  });

/** Conditions a patch speaks of by type are there to be spoken of; a list given whole is merged by type. */
const afterPatch = (conditions: readonly PodCondition[], set: readonly Placement[]): readonly unknown[] | string => {
  const known = conditions.map(({ type, status, reason, message }): Fields => ({ type, status, reason, message }));
  const named = typesNamed(set).filter((type) => !conditions.some((each) => each.type === type));
  const whole = { status: { conditions: [...known, ...named.map((type): Fields => ({ type }))] } };
  const placed = withPlacements(whole, set);
  if (typeof placed === "string") return placed;
  const status = isFields(placed.value) ? placed.value["status"] : undefined;
  const list = isFields(status) ? status["conditions"] : undefined;
  return Array.isArray(list) ? (list as readonly unknown[]) : "status.conditions: expected a list";
};

/** Records every condition that says something else than before, or that is new. */
export const patchPodStatus = (pod: PodState, set: readonly Placement[], out: Outbox): void => {
  const stray = set.find(({ steps }) => steps[0] !== "status" || steps[1] !== "conditions");
  if (stray !== undefined) return refusePodUpdate(pod, [`${stray.at}: only status.conditions can be set`], out);
  const after = afterPatch(pod.status.conditions, set);
  if (typeof after === "string") return refusePodUpdate(pod, [after], out);
  for (const [i, each] of after.entries()) {
    const { type, status, reason, message } = isFields(each) ? each : ({} as Fields);
    const at = `status.conditions[${i}]`;
    if (text(type) === "") return refusePodUpdate(pod, [`${at}.type: Required value`], out);
    if (!isStatus(status)) {
      const shown = JSON.stringify(status ?? "");
      const supported = 'supported values: "False", "True", "Unknown"';
      return refusePodUpdate(pod, [`${at}.status: Unsupported value: ${shown}: ${supported}`], out);
    }
    const next = { conditionType: text(type), status, reason: text(reason), message: text(message) };
    const old = pod.status.conditions.find((condition) => condition.type === next.conditionType);
    const isSame = old?.status === status && old.reason === next.reason && old.message === next.message;
    if (!isSame) out.record(podConditionSet, pod.identity.ix, next);
  }
};
