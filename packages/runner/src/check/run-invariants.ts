// Laws of a run as a whole: that it ends, that it can be repeated, that its log says everything.
import type { Invariant, Judgement, Witness } from "@podsim/core";
import { violated } from "@podsim/core";
import { ControllerFailure } from "@podsim/scheduler";
import { Replay } from "../outputs/view/replay.js";
import { worldDigest } from "../store/world-digest.js";
import { isOfRun } from "./laws-of-log.js";
import type { PlayedCase } from "./simulate-case.js";

export interface RunInvariant extends Invariant {
  /** `again` plays the same case anew, a few entries at a time. */
  judgeRun(played: PlayedCase, again: () => PlayedCase): Judgement;
  /** Costs as much as the run itself: among other laws it is judged on every sixteenth case. */
  readonly isCostly: boolean;
}

const ofRun = (id: string, title: string, isCostly: boolean, judgeRun: RunInvariant["judgeRun"]): RunInvariant => ({
  id,
  title,
  page: "",
  hears: [],
  observe: () => ({ see: () => true }),
  judgeRun,
  isCostly,
});

const completes = ofRun("run.completes", "the simulation never contradicts itself", false, ({ thrown }) =>
  thrown === null || thrown instanceof ControllerFailure
    ? true
    : violated(`it stopped with ${thrown.name}: ${thrown.message}`, []),
);

/** What was reconciled, as keys usually are made: of what is watched, by namespace and name. */
const reconciled = ({ controller, key }: ControllerFailure, { prepared }: PlayedCase): readonly Witness[] => {
  const own = prepared.reconcilers?.find(({ name }) => name === controller);
  return key === "" ? [] : (own?.watches ?? []).map(({ kind }): Witness => `${kind.toLowerCase()}/${key}`);
};

/** Judged, whatever else is, wherever there are controllers of the user's own: of what they break off nothing is known. */
export const controllersRun = ofRun(
  "controller.runs",
  "controllers of one's own throw nothing but what the API server answered",
  false,
  (played) => {
    const { thrown } = played;
    return thrown instanceof ControllerFailure ? violated(thrown.message, reconciled(thrown, played)) : true;
  },
);

const deterministic = ofRun(
  "run.deterministic",
  "the same scenario and seed record the same facts, however the run is cut into pieces",
  true,
  ({ cluster }, again) => {
    const [first, second] = [cluster.log, again().cluster.log];
    return first.digest() === second.digest() || violated("played again, something else happened", []);
  },
);

const foldEqualsState = ofRun(
  "store.foldEqualsState",
  "folding the log alone leads to the world that was simulated",
  true,
  ({ cluster }) => {
    const folded = new Replay(cluster.log).advance(cluster.log.length).world;
    return worldDigest(folded) === worldDigest(cluster.world) || violated("the folded world is another", []);
  },
);

export const RUN_INVARIANTS: readonly RunInvariant[] = [completes, controllersRun, deterministic, foldEqualsState];

export const isRunInvariant = (invariant: Invariant): invariant is RunInvariant => isOfRun(invariant);
