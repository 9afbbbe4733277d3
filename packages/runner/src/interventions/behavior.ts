// behavior: containers begin to do something else, for a while or for good.
import type { Duration } from "@podsim/core";
import { formatLabelSelector } from "@podsim/core";
import type { ChangeBehaviorRequest } from "@podsim/scheduler";
import { behaviorMatch, behaviorSpec } from "../behaviors/behavior-spec.js";
import type { BehaviorMatch, BehaviorSpec, ChangedBehavior } from "../behaviors/behavior-spec.js";
import { defineIntervention } from "../scenario/intervention.js";
import { plain } from "../scenario/plain.js";
import { checked } from "../scenario/schema/collections.js";
import { optional, record, required } from "../scenario/schema/record.js";
import { shortTime } from "../scenario/schema/shown.js";
import { duration } from "../scenario/schema/times.js";

interface BehaviorParams extends Omit<ChangedBehavior, "of"> {
  readonly for: Duration | null;
}

const said = (set: BehaviorSpec): readonly string[] =>
  Object.entries(set).flatMap(([field, value]) => (value === null ? [] : [field]));

const whose = ({ labelSelector, namespace, image, container }: BehaviorMatch): string => {
  const parts = [
    ...(container === null ? [] : [`container ${container}`]),
    ...(image === null ? [] : [`image ${image}`]),
    ...(labelSelector === null ? [] : [`-l ${formatLabelSelector(labelSelector)}`]),
    ...(namespace === null ? [] : [`-n ${namespace}`]),
  ];
  return parts.length === 0 ? "all containers" : parts.join(" ");
};

export const behavior = defineIntervention<BehaviorParams>({
  name: "behavior",
  doc: "let containers behave otherwise: their probes answer by it at once, what is started from then on does all of it",
  example: {
    match: { image: "registry.corp/web:*" },
    set: { probes: { readiness: { passAfter: "never" } } },
    for: "5m",
  },
  params: checked(
    record<BehaviorParams>("behavior", {
      match: required(behaviorMatch, "{ image: registry.corp/api:* }"),
      set: required(behaviorSpec, "{ startup: 30s }"),
      for: optional(duration),
    }),
    ({ set }) => {
      if (set.match !== null || set.name !== null) {
        const why = "match stands beside set, and a change is named by its entry";
        return { code: "E108", message: "set says what changes, not for whom", why, fix: "move match out of set" };
      }
      if (said(set).length > 0) return null;
      const why = "set has the fields of an entry of spec.behaviors";
      return { code: "E107", message: "nothing is changed by it", why, fix: "write set: { startup: 30s }" };
    },
  ),
  text: (given) =>
    `change ${said(given.set).join(", ")} of ${whose(given.match)}${given.for === null ? "" : ` for ${shortTime(given.for)}`}`,
  subject: ({ match }) => match.container ?? match.image ?? "",
  plan: ({ match, set, for: forUs }, planning) => {
    planning.behavior({ ...set, match });
    const request: ChangeBehaviorRequest = { verb: "change-behavior", change: plain({ match, set }), forUs };
    return [request];
  },
});
