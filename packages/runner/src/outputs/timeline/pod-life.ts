// The life of one pod as a Gantt: its phase, what each of its containers did on the node, whether it was ready.
import {
  containerAt,
  containerCount,
  formatDuration,
  formatGoDuration,
  isInitIx,
  isReady,
  isSidecar,
  specOf,
} from "@podsim/core";
import type { ContainerExited, ContainerRestartDecided, PodState, SimTime } from "@podsim/core";
import type { RunView } from "../view/run-view.js";
import type { Step } from "../view/replay.js";
import { Replay } from "../view/replay.js";
import type { Gantt, Glyph, Mark, Row } from "./gantt.js";
import { Segments } from "./segments.js";

const glyph = (sign: string, ascii: string, meaning: string): Glyph => ({ sign, ascii, meaning });

const UNSCHEDULED = glyph("▁", "_", "not scheduled");
const TERMINATING = glyph("T", "T", "Terminating");
const PHASES: Readonly<Record<PodState["status"]["phase"], Glyph>> = {
  Pending: glyph("P", "P", "Pending"),
  Running: glyph("R", "R", "Running"),
  Succeeded: glyph("S", "S", "Succeeded"),
  Failed: glyph("F", "F", "Failed"),
  Unknown: glyph("U", "U", "Unknown"),
};
const PULLING = glyph("░", "~", "pulling");
const WAITING = glyph("▒", "-", "waiting");
const RUNNING = glyph("█", "#", "running");
const ENDED = glyph("C", "C", "exit 0");
const FAILED = glyph("X", "X", "exit with an error");
const READY = glyph("▬", "=", "ready");
const NOT_READY = glyph("·", ".", "not ready");

const phaseGlyph = (pod: PodState): Glyph => {
  const { phase } = pod.status;
  if (pod.deletion !== null && phase !== "Succeeded" && phase !== "Failed") return TERMINATING;
  return phase === "Pending" && pod.binding === null ? UNSCHEDULED : PHASES[phase];
};

class ContainerLife {
  readonly segments = new Segments();
  readonly marks: Mark[] = [];
  readonly exits: { readonly atUs: SimTime; readonly code: number }[] = [];
  readonly backOffsUs: number[] = [];

  see(type: string, data: object, atUs: SimTime): void {
    switch (type) {
      case "ImagePullStarted":
        return this.segments.turn(atUs, PULLING);
      case "ImagePulled":
      case "ImagePullFailed":
      case "ImagePullBackedOff":
      case "ContainerCreated":
      case "ContainerRestartBackedOff":
        return this.segments.turn(atUs, WAITING);
      case "ContainerStarted":
        return this.segments.turn(atUs, RUNNING);
      case "ContainerExited": {
        const { exitCode } = data as ContainerExited;
        this.exits.push({ atUs, code: exitCode });
        this.marks.push({ atUs, glyph: exitCode === 0 ? ENDED : FAILED });
        return this.segments.turn(atUs, null);
      }
      case "ContainerRestartDecided":
        this.backOffsUs.push((data as ContainerRestartDecided).backOffUs);
        return this.segments.turn(atUs, WAITING);
      default:
    }
  }
}

const SHOWN_EXITS = 12;

const atText = (at: SimTime): string => formatDuration(at - (at % 1_000));

/** "app: exit 1 at 1m12s, 1m54s" in one line per exit code, then the back-offs. */
const notesOf = (name: string, life: ContainerLife): readonly string[] => {
  const byCode = new Map<number, SimTime[]>();
  for (const { atUs, code } of life.exits) byCode.set(code, [...(byCode.get(code) ?? []), atUs]);
  const notes = [...byCode].map(([code, times]) => {
    const more = times.length > SHOWN_EXITS ? ` and ${times.length - SHOWN_EXITS} more` : "";
    return `${name}: exit ${code} at ${times.slice(0, SHOWN_EXITS).map(atText).join(", ")}${more}`;
  });
  if (life.backOffsUs.length === 0) return notes;
  const waits = life.backOffsUs.slice(0, SHOWN_EXITS).map(formatGoDuration).join(" ");
  return [...notes, `${name}: back-off ${waits} (cap 5m0s; starts anew after 10m0s of running)`];
};

const labelOf = (pod: PodState, ix: number): string => {
  const spec = specOf(pod);
  const container = containerAt(spec, ix);
  if (!isInitIx(spec, ix)) return `container ${container.name}`;
  return `${isSidecar(container) ? "sidecar" : "init"} ${container.name}`;
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
    if (typeof container === "number") this.#lifeOf(container).see(fact.definition.type, fact.data, fact.at);
  }

  gantt(pod: PodState, nowUs: SimTime): Gantt {
    const toUs = this.#removedAtUs ?? nowUs;
    const count = containerCount(specOf(pod));
    const containers = Array.from({ length: count }, (_, ix): Row => {
      const { segments, marks } = this.#lifeOf(ix);
      return {
        label: labelOf(pod, ix),
        segments: segments.until(toUs),
        marks,
        caption: { glyph: PULLING, text: "PULL" },
      };
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
        ...containers,
        { label: "ready", segments: this.#ready.until(toUs) },
      ],
      notes: Array.from({ length: count }, (_, ix) =>
        notesOf(containerAt(specOf(pod), ix).name, this.#lifeOf(ix)),
      ).flat(),
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
