// What befalls controllers of the user's own: Sieve's three kinds of trouble and those of the connection.
import type { ControllerTrouble } from "@podsim/core";
import type { Reconciler } from "@podsim/scheduler";
import fc from "fast-check";
import type { JsonMap } from "../json-map.js";

/** Whether it lasts for a time, or is about the next write. */
const LASTS: Readonly<Record<ControllerTrouble, boolean>> = {
  crash: true,
  crashAfterWrite: true,
  pause: true,
  stale: true,
  dropWatch: true,
  conflict: false,
  lostAnswer: false,
  unavailable: true,
};

export const TROUBLES = Object.keys(LASTS) as readonly ControllerTrouble[];

const lasting = fc.constantFrom("1s", "5s", "20s", "60s");

const withTrouble = (controller: string, replica: fc.Arbitrary<number>, trouble: ControllerTrouble) =>
  fc
    .record<Record<string, unknown>>({
      controller: fc.constant(controller),
      replica,
      with: fc.constant(trouble),
      ...(LASTS[trouble] ? { for: lasting } : {}),
    })
    .map((disturb): JsonMap => ({ disturb }));

/** One act for each controller: any of the troubles, of any of its processes. */
export const disturbancesOf = (
  controllers: readonly Reconciler[],
  troubles: readonly ControllerTrouble[] = TROUBLES,
): readonly fc.Arbitrary<JsonMap>[] =>
  troubles.length === 0
    ? []
    : controllers.map(({ name, replicas = 1 }) =>
        fc.oneof(...troubles.map((trouble) => withTrouble(name, fc.nat(Math.max(0, replicas - 1)), trouble))),
      );
