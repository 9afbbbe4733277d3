// What a call to the API server, or seeing a change in it, takes longer than usual while something slows it down.
import type { Duration } from "@podsim/core/time";
import type { ControlPlane } from "./actor.js";
import { sample } from "./engine/distribution.js";

/** 0 while nothing slows it down; otherwise drawn for the `n`-th `step` of `entity`. */
export const apiDelayUs = ({ world, draw }: ControlPlane, step: string, entity: string, n: number): Duration => {
  const { apiDelays } = world.cluster;
  if (apiDelays === undefined) return 0;
  let us = 0;
  for (const { name, add } of apiDelays) us += sample(add, draw(`api-delay/${name}/${step}`, entity, n));
  return us;
};
