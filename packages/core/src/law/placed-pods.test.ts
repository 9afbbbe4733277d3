import { expect, test } from "vitest";
import type { Envelope } from "../event.js";
import type { NodeIx, PodIx } from "../ids.js";
import { podBound } from "../pod/events/pod-bound.js";
import type { Phase, PodState } from "../pod/pod-state.js";
import type { ClusterView } from "./cluster-view.js";
import { PlacedPods } from "./placed-pods.js";

/** One node; pods that are nothing but their phase, and how often the phase of one was looked up. */
class OneNode {
  readonly placed = new PlacedPods();
  readonly phases: Phase[] = [];
  readsCount = 0;

  /** The pods counted on the node once the next one is bound. */
  bind(by: "scheduler" | "manifest" = "scheduler"): readonly number[] | null {
    const subject = this.phases.push("Pending") - 1;
    const data = { node: "n", nodeIx: 0, by };
    const fact: Envelope = { seq: subject, at: 0, subject, causedBy: -1, definition: podBound as never, data };
    const seen = this.placed.bound(fact, this.#view());
    return seen?.placed.map(({ identity }) => identity.ix) ?? null;
  }

  #view(): ClusterView {
    const podAt = (ix: number): PodState | undefined => {
      this.readsCount += 1;
      const phase = this.phases[ix];
      const state = { identity: { ix: ix as PodIx }, binding: { nodeIx: 0 as NodeIx }, status: { phase } };
      return phase === undefined ? undefined : (state as PodState);
    };
    const podsOn = (): Iterable<PodState> => this.phases.flatMap((_phase, ix) => podAt(ix) ?? []);
    const nodes = { at: () => ({ ix: 0 as NodeIx, name: "n" }) };
    return { pods: { at: podAt }, nodes, podsOn } as unknown as ClusterView;
  }
}

test("who has finished takes no room, who was bound by a manifest does", () => {
  const node = new OneNode();
  expect(node.bind()).toEqual([0]);
  expect(node.bind("manifest")).toBeNull();
  expect(node.bind()).toEqual([0, 1, 2]);
  node.phases[1] = "Failed";
  delete node.phases[0];
  expect(node.bind()).toEqual([2, 3]);
});

test("a node on which pods fail one after the other is looked at in proportion to their number", () => {
  const node = new OneNode();
  for (let n = 0; n < 1000; n++) {
    expect(node.bind()).toEqual([n]);
    node.phases[n] = "Failed";
  }
  expect(node.readsCount).toBeLessThan(6000);
});
