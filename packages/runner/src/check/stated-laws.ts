// Four ways to state a law of one's own, over Kubernetes objects and Events; durations as a scenario writes them.
import { invariantBuilders, parseDuration, subjectOf } from "@podsim/core";
import type { Builders, Duration, EventuallyOptions, Invariant } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import { happeningOf, KubernetesView } from "./kubernetes-view.js";
import type { Happening } from "./kubernetes-view.js";

const builders: Builders<KubernetesView, Happening> = invariantBuilders({
  view: (cluster, circumstances) => new KubernetesView(cluster, circumstances),
  happening: happeningOf,
  subject: subjectOf,
});

export const { always, step, never } = builders;

export interface StatedEventually extends Omit<EventuallyOptions<KubernetesView, Happening>, "within"> {
  /** How long it may take: "2m", "90s". */
  readonly within: string;
}

/** Throws TypeError of a time that is none. */
const timeOf = (text: string): Duration => {
  const parsed = parseDuration(text);
  if (isLeft(parsed)) throw new TypeError(`within: ${parsed.left.reason}: times are written 90s, 2m or 1h30m`);
  return parsed.right;
};

export const eventually = (
  id: string,
  title: string,
  { within, ...options }: StatedEventually,
  test: (view: KubernetesView) => boolean,
): Invariant => builders.eventually(id, title, { ...options, within: timeOf(within) }, test);
