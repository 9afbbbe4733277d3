// What a watch on one kind of object would have been sent in the course of a run.
import type { SimTime } from "@podsim/core";
import type { Listed, ObjectKind } from "../kinds/object-kind.js";
import type { RecordedEvent } from "../recorder/recorded-event.js";
import type { RunFrame } from "./make-view.js";
import { Replay } from "./replay.js";
import type { RunView } from "./run-view.js";

export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly atUs: SimTime;
  /** The fact that changed the object; -1 for those there at the start. */
  readonly seq: number;
  readonly item: Listed;
}

/** A view that moves along with a replay. */
class MovingView implements RunView {
  nowUs: SimTime;
  readonly #frame: RunFrame;
  readonly #replay: Replay;

  constructor(frame: RunFrame, replay: Replay, nowUs: SimTime) {
    this.#frame = frame;
    this.#replay = replay;
    this.nowUs = nowUs;
  }

  get world(): RunView["world"] {
    return this.#replay.world;
  }
  get log(): RunView["log"] {
    return this.#frame.log;
  }
  get factCount(): number {
    return this.#replay.factCount;
  }
  get clock(): RunView["clock"] {
    return this.#frame.clock;
  }
  get seed(): RunView["seed"] {
    return this.#frame.seed;
  }
  get profile(): RunView["profile"] {
    return this.#frame.profile;
  }
  get behaviorOf(): RunView["behaviorOf"] {
    return this.#frame.behaviorOf;
  }
  /** Not folded along: nothing that is watched shows Events. */
  events(): readonly RecordedEvent[] {
    return [];
  }
}

export interface WatchFrom {
  /** Facts before the watch begins; what exists then comes first, as ADDED. */
  readonly factCount: number;
  readonly atUs: SimTime;
  /** Facts after which the watch ends. */
  readonly toFactCount: number;
}

/**
 * Calls `see` for everything the API server sends, in order. Cells of an item must be read while `see` runs: its ages are
 * those of that moment.
 */
export const watch = (frame: RunFrame, kind: ObjectKind, from: WatchFrom, see: (event: WatchEvent) => void): void => {
  const { watching } = kind;
  if (watching === null) return;
  const replay = new Replay(frame.log).advance(from.factCount);
  const view = new MovingView(frame, replay, from.atUs);
  for (const item of kind.list(view)) see({ type: "ADDED", atUs: from.atUs, seq: -1, item });
  replay.advance(from.toFactCount, ({ fact, before, after }) => {
    if (fact.definition.entity !== watching.entity || (before === undefined && after === undefined)) return;
    view.nowUs = fact.at;
    const sent = { atUs: fact.at, seq: fact.seq };
    if (after === undefined) see({ ...sent, type: "DELETED", item: watching.item(before, view) });
    else if (before === undefined) see({ ...sent, type: "ADDED", item: watching.item(after, view) });
    else if (!watching.isSame(before, after, fact))
      see({ ...sent, type: "MODIFIED", item: watching.item(after, view) });
  });
};
