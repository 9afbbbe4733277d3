// A law of the cluster as a value: what it is called, what it says, and how a history is held against it.
import type { Envelope } from "../event.js";
import type { BackOffLimits } from "../kubelet/back-off.js";
import type { Profile } from "../profile.js";
import type { Duration, SimTime } from "../time.js";
import type { ClusterView } from "./cluster-view.js";

/** An object as kubectl names it: "pod/shop/web-1", "node/n1"; without a namespace, "default" is meant. */
export type Witness = `${string}/${string}`;

/** What was seen that must not be, and whose states were read to see it. */
export interface Violation {
  readonly message: string;
  /** At least one: what happened to these is what the story of the violation is made of. */
  readonly witnesses: readonly Witness[];
  /** When time had run out, of what only a later fact or the end of the history shows; absent = as it is seen. */
  readonly atUs?: SimTime;
}

/** What a law says of a state, a step or a history. */
export type Judgement = true | Violation;

export const violated = (message: string, witnesses: Witness | readonly Witness[]): Violation => ({
  message,
  witnesses: typeof witnesses === "string" ? [witnesses] : witnesses,
});

/** What a law may know of the run besides what happened. */
export interface Circumstances {
  readonly profile: Profile;
  /** Of the restart back-off. */
  readonly backOff: BackOffLimits;
  /** The horizontal pod autoscaler's own window for going down; 5 minutes unless given. */
  readonly downscaleStabilizationUs?: Duration;
}

/** One history being held against one law. */
export interface Observer {
  /** A fact happened: the cluster before it and after it. The views are only good during the call. */
  see(fact: Envelope, before: ClusterView, after: ClusterView): Judgement;
  /** Nothing happens any more, up to `endUs`. */
  end?(cluster: ClusterView, endUs: SimTime): Judgement;
}

export interface Invariant {
  /** "pod.boundOnce": subject, dot, law. */
  readonly id: string;
  /** One sentence, what always holds. */
  readonly title: string;
  /** The page of Kubernetes' documentation that promises it; "" where none does. */
  readonly page: string;
  /** Types of the facts it looks at; absent = all. */
  readonly hears?: readonly string[];
  /** Begins to watch a history from its first fact on. */
  observe(circumstances: Circumstances): Observer;
}
