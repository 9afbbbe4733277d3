// The life of one node as a Gantt: whether the API server takes it for ready, whether its machine works, how full it is.
import { formatDuration } from "@podsim/core";
import type { NodeState, PodState, SimTime } from "@podsim/core";
import type { RunView } from "../view/run-view.js";
import type { Step } from "../view/replay.js";
import { Replay } from "../view/replay.js";
import type { Gantt, Glyph } from "./gantt.js";
import { glyph } from "./gantt.js";
import { Levels } from "./levels.js";
import { Segments } from "./segments.js";

const WORKS = glyph("█", "#", "machine works");
const FAILED = glyph("X", "X", "machine lost");
const READY: Readonly<Record<NodeState["ready"], Glyph>> = {
  True: glyph("R", "R", "Ready"),
  False: glyph("N", "N", "NotReady"),
  Unknown: glyph("?", "?", "Unknown"),
};
const CORDONED = glyph("c", "c", "cordoned");

class NodeLife {
  readonly #ready = new Segments();
  readonly #machine = new Segments();
  readonly #cordon = new Segments();
  readonly #pods = new Segments();
  readonly #levels = new Levels("the most pods it ever had (lower: fewer)");
  readonly #counts: { readonly atUs: SimTime; readonly count: number }[] = [];
  readonly #notes: string[] = [];
  #last: NodeState | undefined;
  #addedAtUs: SimTime = 0;
  #removedAtUs: SimTime | null = null;

  see({ fact, before, after }: Step): void {
    const node = after as NodeState | undefined;
    if (before === undefined) this.#addedAtUs = fact.at;
    if (node === undefined) {
      this.#removedAtUs = fact.at;
      return;
    }
    const old = before as NodeState | undefined;
    this.#last = node;
    this.#ready.turn(fact.at, READY[node.ready]);
    this.#machine.turn(fact.at, node.failure === null ? WORKS : FAILED);
    this.#cordon.turn(fact.at, node.unschedulable ? CORDONED : null);
    if (old?.failure == null && node.failure !== null) {
      this.#notes.push(`lost (${node.failure.mode}) at ${formatDuration(fact.at)}`);
    }
    if (old !== undefined && old.failure !== null && node.failure === null) {
      this.#notes.push(`back at ${formatDuration(fact.at)}`);
    }
  }

  count(atUs: SimTime, count: number): void {
    if (this.#counts.at(-1)?.count !== count) this.#counts.push({ atUs, count });
  }

  gantt(nowUs: SimTime): Gantt | null {
    if (this.#last === undefined) return null;
    const toUs = this.#removedAtUs ?? nowUs;
    const most = this.#counts.reduce((max, { count }) => Math.max(max, count), 0);
    for (const { atUs, count } of this.#counts) this.#pods.turn(atUs, this.#levels.of(count, most));
    return {
      title: `node ${this.#last.name}`,
      fromUs: this.#addedAtUs,
      toUs,
      goesOn: this.#removedAtUs === null,
      rows: [
        { label: "condition", segments: this.#ready.until(toUs) },
        { label: "machine", segments: this.#machine.until(toUs) },
        { label: "cordon", segments: this.#cordon.until(toUs) },
        { label: `pods (max ${most})`, segments: this.#pods.until(toUs) },
      ],
      notes: this.#notes,
    };
  }
}

/** The node of that name; where several had it one after another, the last. */
export const nodeGantt = (view: RunView, name: string): Gantt | null => {
  let subject = -1;
  let life: NodeLife | null = null;
  const replay = new Replay(view.log);
  replay.advance(view.factCount, (step) => {
    const { fact } = step;
    if (fact.definition.entity === "pod") {
      const bound = (step.after ?? step.before) as PodState | undefined;
      if (life !== null && bound?.binding?.nodeIx === subject) {
        life.count(fact.at, replay.world.pods.onNode(bound.binding.nodeIx).size);
      }
      return;
    }
    if (fact.definition.entity !== "node") return;
    if (step.before === undefined && (step.after as NodeState | undefined)?.name === name) {
      subject = fact.subject;
      life = new NodeLife();
    }
    if (fact.subject === subject) life?.see(step);
  });
  return (life as NodeLife | null)?.gantt(view.nowUs) ?? null;
};
