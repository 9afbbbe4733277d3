// What ends a run before its time is over.
import type { Duration } from "@podsim/core";
import { MINUTE } from "@podsim/core/time";
import type { RunParts } from "./assemble-run.js";
import type { Clock } from "./scenario-shape.js";

/** Longer than every wait that is modelled by default: back-offs (5m), tolerations (5m), progress deadlines (10m). */
const QUIET_US: Duration = 11 * MINUTE;

/** As spec.clock.stop.orWhen says; null = nothing. */
export const earlyStopOf = (clock: Clock | null): Pick<RunParts, "quietUs" | "stopWhen"> => ({
  quietUs: clock?.stop.orWhen === "quiescent" ? QUIET_US : null,
  stopWhen: clock?.stop.orWhen === "allJobsDone" ? "allJobsDone" : null,
});
