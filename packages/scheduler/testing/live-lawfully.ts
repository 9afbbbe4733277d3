// Lives of pods on a node, held to the laws of every cluster and to the bounds of how long a kubelet may take.
import { INVARIANTS } from "@podsim/core";
import type { Envelope } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { judgeLog } from "../src/judge-log.js";
import { PodBounds } from "./pod-bounds.js";
import type { NodeLife } from "./pod-lives.js";
import { nodeOf } from "./pod-lives.js";

const BACK_OFF = { initialUs: 10 * SECOND, maxUs: 300 * SECOND };

/** Runs `life` for `seconds`; throws, naming it, the first law or bound that it breaks. */
export const liveLawfully = (
  life: NodeLife,
  seconds: number,
  seen: (fact: Envelope) => void = () => undefined,
): void => {
  const bounds = new PodBounds(life.kubernetes);
  const node = nodeOf(life).run(seconds, (pod, _, fact) => {
    bounds.see(pod, fact);
    seen(fact);
  });
  bounds.finish(seconds * SECOND);
  const circumstances = { profile: node.profile, backOff: BACK_OFF };
  const { breaches, failures } = judgeLog({ log: node.log, endUs: seconds * SECOND, circumstances }, INVARIANTS);
  const [breach] = breaches;
  if (breach !== undefined) {
    const { invariant, seq, atUs, violation } = breach;
    throw new Error(
      `${invariant.id}: ${violation.message} (#${seq}, ${atUs / SECOND} s, ${violation.witnesses.join()})`,
    );
  }
  const [failure] = failures;
  if (failure !== undefined) throw new Error(`${failure.invariant.id} cannot be judged: ${failure.message}`);
};
