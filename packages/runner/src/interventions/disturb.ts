// disturb: something befalls the processes of a controller of the user's own, or their connection to the API server.
import type { ControllerTrouble, Duration } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { DisturbControllerRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import type { Planning } from "../scenario/intervention.js";
import { absentController, absentReplica } from "../scenario/own-controllers.js";
import { optional, record, required } from "../scenario/schema/record.js";
import { integer, oneOf, text } from "../scenario/schema/scalars.js";
import { shortTime } from "../scenario/schema/shown.js";
import { duration } from "../scenario/schema/times.js";

interface DisturbParams {
  readonly controller: string;
  readonly replica: number | null;
  readonly with: ControllerTrouble;
  readonly for: Duration | null;
}

/** How long each lasts where nobody says it; 0 = it is about the next write. */
const USUAL: Readonly<Record<ControllerTrouble, Duration>> = {
  crash: 10 * SECOND,
  crashAfterWrite: 10 * SECOND,
  pause: 30 * SECOND,
  stale: 30 * SECOND,
  dropWatch: 30 * SECOND,
  conflict: 0,
  lostAnswer: 0,
  unavailable: 10 * SECOND,
};

const TROUBLES = Object.keys(USUAL) as readonly ControllerTrouble[];

const whom = ({ controller, replica }: DisturbParams): string =>
  replica === null ? controller : `${controller}-${String(replica)}`;

/** Trouble for nobody would make the scenario pass for the wrong reason. */
const reportAbsent = ({ controller, replica }: DisturbParams, planning: Planning): void => {
  const { controllers, report } = planning;
  const absent = absentController(controller, `no controller "${controller}" at ${planning.at()}`, controllers);
  if (absent !== null) report({ ...absent, path: ["controller"] });
  const missing = replica === null || absent !== null ? null : absentReplica(controller, replica, controllers);
  if (missing !== null) report({ ...missing, path: ["replica"] });
};

export const disturb = defineIntervention<DisturbParams>({
  name: "disturb",
  doc: `trouble a controller of your own: ${TROUBLES.join(", ")}`,
  example: { controller: "elector", replica: 0, with: "pause", for: "30s" },
  params: record<DisturbParams>("disturb", {
    controller: required(text, "elector"),
    replica: optional(integer({ min: 0 })),
    with: required(oneOf(TROUBLES), "pause"),
    for: optional(duration),
  }),
  text: (given) => {
    const lasts = given.for ?? USUAL[given.with];
    return `disturb ${whom(given)} with ${given.with}${lasts === 0 ? "" : ` for ${shortTime(lasts)}`}`;
  },
  subject: whom,
  plan: (given, planning) => {
    reportAbsent(given, planning);
    const request: DisturbControllerRequest = {
      verb: "disturb-controller",
      controller: given.controller,
      replica: given.replica,
      trouble: given.with,
      forUs: given.for ?? USUAL[given.with],
    };
    return [request];
  },
});
