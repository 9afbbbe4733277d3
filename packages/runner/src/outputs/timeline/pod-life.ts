// The life of one pod as a Gantt: its phase, what each of its containers did on the node, whether it was ready.
import { containerAt, containerCount, isEphemeralIx, isInitIx, isReady, isSidecar, specOf } from "@podsim/core";
import type { ImagePullFailed, PodState, SimTime } from "@podsim/core";
import type { RunView } from "../view/run-view.js";
import type { Step } from "../view/replay.js";
import { Replay } from "../view/replay.js";
import { atText, ContainerLife } from "./container-life.js";
import type { Gantt, Glyph } from "./gantt.js";
import { glyph } from "./gantt.js";
import { Segments } from "./segments.js";

const UNSCHEDULED = glyph("▁", "_", "not scheduled");
const TERMINATING = glyph("T", "T", "Terminating");
const PHASES: Readonly<Record<PodState["status"]["phase"], Glyph>> = {
  Pending: glyph("P", "P", "Pending"),
  Running: glyph("R", "R", "Running"),
  Succeeded: glyph("S", "S", "Succeeded"),
  Failed: glyph("F", "F", "Failed"),
  Unknown: glyph("U", "U", "Unknown"),
};
const READY = glyph("▬", "=", "ready");
const NOT_READY = glyph("·", ".", "not ready");

const phaseGlyph = (pod: PodState): Glyph => {
  const { phase } = pod.status;
  if (pod.deletion !== null && phase !== "Succeeded" && phase !== "Failed") return TERMINATING;
  return phase === "Pending" && pod.binding === null ? UNSCHEDULED : PHASES[phase];
};

const kindOf = (pod: PodState, ix: number): string => {
  const spec = specOf(pod);
  if (isEphemeralIx(spec, ix)) return "ephemeral";
  if (!isInitIx(spec, ix)) return "container";
  return isSidecar(containerAt(spec, ix)) ? "sidecar" : "init";
};

class PodLife {
  readonly #phase = new Segments();
  readonly #ready = new Segments();
  readonly #containers: ContainerLife[] = [];
  #last: PodState | undefined;
  #createdAtUs: SimTime = 0;
  #removedAtUs: SimTime | null = null;

  get pod(): PodState | undefined {
    return this.#last;
  }

  see({ fact, before, after }: Step): void {
    const pod = after as PodState | undefined;
    if (before === undefined) this.#createdAtUs = fact.at;
    if (pod === undefined) {
      this.#removedAtUs = fact.at;
      return;
    }
    this.#last = pod;
    this.#phase.turn(fact.at, phaseGlyph(pod));
    this.#ready.turn(fact.at, isReady(pod) ? READY : NOT_READY);
    const { container } = fact.data as { readonly container?: unknown };
    if (typeof container !== "number") return;
    const life = this.#lifeOf(container);
    life.see(fact.definition.type, fact.data, fact.at);
    if (fact.definition.type !== "ImagePullFailed") return;
    const { image } = fact.data as ImagePullFailed;
    life.seeImageBackOff(pod.runtime.imageBackOff[image]?.backOffUs ?? 0);
  }

  gantt(pod: PodState, nowUs: SimTime): Gantt {
    const toUs = this.#removedAtUs ?? nowUs;
    const containers = Array.from({ length: containerCount(specOf(pod)) }, (_, ix) => {
      const { name } = containerAt(specOf(pod), ix);
      const life = this.#lifeOf(ix);
      return { rows: life.rows(kindOf(pod, ix), name, toUs), notes: life.notes(name) };
    });
    const { namespace, name } = pod.identity;
    const gone = this.#removedAtUs === null ? "" : ` (gone at ${atText(this.#removedAtUs)})`;
    return {
      title: `${namespace}/${name}${pod.binding === null ? "" : ` on ${pod.binding.nodeName}`}${gone}`,
      fromUs: this.#createdAtUs,
      toUs,
      goesOn: this.#removedAtUs === null,
      rows: [
        { label: "phase", segments: this.#phase.until(toUs) },
        ...containers.flatMap(({ rows }) => rows),
        { label: "ready", segments: this.#ready.until(toUs) },
      ],
      notes: containers.flatMap(({ notes }) => notes),
    };
  }

  #lifeOf(ix: number): ContainerLife {
    return (this.#containers[ix] ??= new ContainerLife());
  }
}

/** The pod of that name; where several had it one after another, the last. Pods that are gone by now are found as well. */
export const podGantt = (view: RunView, namespace: string, name: string): Gantt | null => {
  const lives = new Map<number, PodLife>();
  new Replay(view.log).advance(view.factCount, (step) => {
    if (step.fact.definition.entity !== "pod") return;
    let life = lives.get(step.fact.subject);
    if (life === undefined) {
      const identity = (step.after as PodState | undefined)?.identity;
      if (identity?.name !== name || identity.namespace !== namespace) return;
      lives.set(step.fact.subject, (life = new PodLife()));
    }
    life.see(step);
  });
  const last = [...lives.values()].at(-1);
  return last?.pod === undefined ? null : last.gantt(last.pod, view.nowUs);
};
