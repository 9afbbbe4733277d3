// What one container of a pod did on its node: pulls, runs, stops and waits as segments, exits and failures as marks, and
// what its times are in words.
import { formatDuration, formatGoDuration } from "@podsim/core";
import type {
  ContainerExited,
  ContainerHookFinished,
  ContainerKillBegan,
  ContainerRestartDecided,
  Duration,
  ProbeFailed,
  ProbeResultStored,
  ProbeType,
  SimTime,
} from "@podsim/core";
import type { Glyph, Mark, Row } from "./gantt.js";
import { glyph } from "./gantt.js";
import { Segments } from "./segments.js";

const PULLING = glyph("░", "~", "pulling");
const WAITING = glyph("▒", "-", "waiting");
const RUNNING = glyph("█", "#", "running");
const STOPPING = glyph("▓", "%", "stopping");
const ENDED = glyph("C", "C", "exit 0");
const FAILED = glyph("X", "X", "exit with an error");
const PULL_FAILED = glyph("E", "E", "pull failed");
const PROBE_FAILED: Readonly<Record<ProbeType, Glyph>> = {
  startup: glyph("s", "s", "startup probe failed"),
  liveness: glyph("l", "l", "liveness probe failed"),
  readiness: glyph("r", "r", "readiness probe failed"),
};
const STARTED = glyph("+", "+", "startup probe succeeded");

const SHOWN_TIMES = 12;

/** To the millisecond. */
export const atText = (at: SimTime): string => formatDuration(at - (at % 1_000));

const listed = (times: readonly SimTime[]): string => {
  const more = times.length > SHOWN_TIMES ? ` and ${times.length - SHOWN_TIMES} more` : "";
  return times.slice(0, SHOWN_TIMES).map(atText).join(", ") + more;
};

/** "Container app failed liveness probe, will be restarted": the probe of a Killing event, null if no probe asked for it. */
const probeOf = (message: string): string | null => / failed (startup|liveness) probe/.exec(message)?.[1] ?? null;

/** "10s 20s 40s"; where it grows no more, "5m0s (cap)" once for all that follow. */
const waits = (backOffsUs: readonly Duration[]): string =>
  backOffsUs
    .slice(0, SHOWN_TIMES)
    .map((us, k) => (k > 0 && us === backOffsUs[k - 1] ? "(cap)" : formatGoDuration(us)))
    .filter((text, k, all) => text !== "(cap)" || all[k - 1] !== "(cap)")
    .join(" ");

const exitText = ({ exitCode, reason }: ContainerExited): string =>
  reason === "" || reason === "Completed" || reason === "Error" ? `exit ${exitCode}` : `exit ${exitCode} (${reason})`;

export class ContainerLife {
  readonly #states = new Segments();
  readonly #marks: Mark[] = [];
  readonly #probeMarks: Mark[] = [];
  /** Words -> the times they are true of, in order of first use. */
  readonly #times = new Map<string, SimTime[]>();
  readonly #backOffsUs: Duration[] = [];
  readonly #imageBackOffsUs: Duration[] = [];
  readonly #hooks: string[] = [];
  #hookSinceUs: SimTime = 0;

  see(type: string, data: object, atUs: SimTime): void {
    switch (type) {
      case "ImagePullStarted":
        return this.#states.turn(atUs, PULLING);
      case "ImagePullFailed":
        this.#mark(this.#marks, atUs, PULL_FAILED, "pull failed");
        return this.#states.turn(atUs, WAITING);
      case "ContainerRestartDecided":
        this.#backOffsUs.push((data as ContainerRestartDecided).backOffUs);
        return this.#states.turn(atUs, WAITING);
      case "ImagePulled":
      case "ImagePullBackedOff":
      case "ContainerCreated":
      case "ContainerRestartBackedOff":
        return this.#states.turn(atUs, WAITING);
      case "ContainerStarted":
        return this.#states.turn(atUs, RUNNING);
      case "ContainerKillBegan":
        return this.#seeKill(data as ContainerKillBegan, atUs);
      case "ContainerExited":
        return this.#seeExit(data as ContainerExited, atUs);
      default:
        this.#seeInside(type, data, atUs);
    }
  }

  /** A pull failed, and until the next one the kubelet waits so long. */
  seeImageBackOff(backOffUs: Duration): void {
    this.#imageBackOffsUs.push(backOffUs);
  }

  /** Probes and hooks of a container that runs. */
  #seeInside(type: string, data: object, atUs: SimTime): void {
    if (type === "ContainerHookStarted") this.#hookSinceUs = atUs;
    if (type === "ContainerHookFinished") {
      const { hook, outcome } = data as ContainerHookFinished;
      this.#hooks.push(`${hook} ${outcome} at ${atText(atUs)} after ${atText(atUs - this.#hookSinceUs)}`);
    }
    if (type === "ProbeFailed") this.#probeMarks.push({ atUs, glyph: PROBE_FAILED[(data as ProbeFailed).probe] });
    if (type !== "ProbeResultStored") return;
    const { probe, result } = data as ProbeResultStored;
    if (probe === "startup" && result === "success") this.#probeMarks.push({ atUs, glyph: STARTED });
  }

  #seeKill({ message }: ContainerKillBegan, atUs: SimTime): void {
    const probe = probeOf(message);
    if (probe !== null) this.#note(`killed for its ${probe} probe`, atUs);
    this.#states.turn(atUs, STOPPING);
  }

  #seeExit(exit: ContainerExited, atUs: SimTime): void {
    this.#mark(this.#marks, atUs, exit.exitCode === 0 ? ENDED : FAILED, exitText(exit));
    this.#states.turn(atUs, null);
  }

  #mark(marks: Mark[], atUs: SimTime, sign: Glyph, detail: string): void {
    marks.push({ atUs, glyph: sign, detail });
    this.#note(detail, atUs);
  }

  #note(words: string, atUs: SimTime): void {
    const times = this.#times.get(words);
    if (times === undefined) this.#times.set(words, [atUs]);
    else times.push(atUs);
  }

  /** `kind` is init, sidecar or container. A container with probes that failed has a second row for them. */
  rows(kind: string, name: string, toUs: SimTime): readonly Row[] {
    const segments = this.#states.until(toUs);
    const life: Row = {
      label: `${kind} ${name}`,
      segments,
      marks: this.#marks,
      caption: { glyph: PULLING, text: "PULL" },
    };
    if (this.#probeMarks.length === 0) return [life];
    return [life, { label: `probes ${name}`, segments: [], marks: this.#probeMarks }];
  }

  /** "app: exit 1 at 1m12s, 1m54s", a line per kind of thing, then the back-offs. */
  notes(name: string): readonly string[] {
    const notes = [...this.#times].map(([words, times]) => `${name}: ${words} at ${listed(times)}`);
    for (const hook of this.#hooks.slice(0, SHOWN_TIMES)) notes.push(`${name}: ${hook}`);
    if (this.#imageBackOffsUs.length > 0) notes.push(`${name}: image back-off ${waits(this.#imageBackOffsUs)}`);
    if (this.#backOffsUs.length === 0) return notes;
    return [...notes, `${name}: back-off ${waits(this.#backOffsUs)} (starts anew after 10m0s of running)`];
  }
}
