// Ready-made commands for fast-check's fc.commands: what people do to a cluster and what befalls it, each with its own
// time before it, and each printed as a person would type it.
import type { ControllerTrouble } from "@podsim/core";
import type { Reconciler } from "@podsim/scheduler";
import fc from "fast-check";
import { disturbancesOf, TROUBLES } from "./arbitraries/disturbances.js";
import { actsOn, gap } from "./arbitraries/steps.js";
import { actText } from "./case-scenario.js";
import type { ControlPlane } from "./control-plane.js";
import type { JsonMap } from "./json-map.js";
import { isPossible } from "./possible-steps.js";

/** Does one thing after a while; a model need not know of it. */
class Act<Model extends object> implements fc.Command<Model, ControlPlane> {
  constructor(
    private readonly gapSeconds: number,
    private readonly act: JsonMap,
  ) {}

  check(): boolean {
    return true;
  }

  run(_model: Model, cluster: ControlPlane): void {
    cluster.advance(`${String(this.gapSeconds)}s`);
    if (isPossible(cluster.case, this.act)) cluster.perform(this.act);
  }

  toString(): string {
    return `${this.gapSeconds === 0 ? "" : `sleep ${String(this.gapSeconds)}; `}${actText(this.act)}`;
  }
}

const commandsOf = <Model extends object>(
  acts: readonly fc.Arbitrary<JsonMap>[],
): readonly fc.Arbitrary<fc.Command<Model, ControlPlane>>[] =>
  acts.map((act) => fc.tuple(gap, act).map(([seconds, given]) => new Act<Model>(seconds, given)));

export const commands = {
  /** What can happen to a cluster that begins with these objects: scaling, rollouts, deletions, drains, lost nodes. */
  standard: <Model extends object>(
    objects: readonly JsonMap[],
  ): readonly fc.Arbitrary<fc.Command<Model, ControlPlane>>[] => commandsOf<Model>(actsOn(objects)),
  /** What befalls controllers of one's own; everything there is, unless some are named. */
  faults: <Model extends object>(
    controllers: readonly Reconciler[],
    troubles: readonly ControllerTrouble[] = TROUBLES,
  ): readonly fc.Arbitrary<fc.Command<Model, ControlPlane>>[] =>
    commandsOf<Model>(disturbancesOf(controllers, troubles)),
} as const;
