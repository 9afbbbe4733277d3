// `events`: the Kubernetes Events of a run, collapsed as kubectl shows them, each occurrence by itself, or as they came.
import { formatDuration, humanDuration } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import type { ExitName } from "../../failures.js";
import { inKeyOrder } from "../../outputs/kinds/object-kind.js";
import { eventName } from "../../outputs/objects/event-object.js";
import { EventRecorder } from "../../outputs/recorder/event-recorder.js";
import { intervalText, keptLastUs, objectText } from "../../outputs/recorder/event-text.js";
import type { EventWrite, Occurrence, RecordedEvent } from "../../outputs/recorder/recorded-event.js";
import { Table } from "../../outputs/text/table.js";
import { Replay } from "../../outputs/view/replay.js";
import type { WallClock } from "../../outputs/view/wall-clock.js";
import { closest } from "../../input/closest.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { LineBuffer } from "../line/line-buffer.js";
import type { Session } from "../line/session.js";
import { painted, styleFor } from "../line/terminal-style.js";
import { cellColor } from "./cell-color.js";
import { namespaceOf } from "./list-objects.js";
import type { Moment } from "./moment.js";
import type { SelectedRun } from "./selected-run.js";
import { momentFor, selectMoment, selectRun } from "./selected-run.js";
import { singleTarget } from "./targets.js";

/** What passes the filters of the command line. */
type EventTest = (event: Pick<RecordedEvent, "namespace" | "type" | "reason" | "object">) => boolean;

const TYPES = ["Normal", "Warning"] as const;

const typesOf = (line: CommandLine): ReadonlySet<string> | null => {
  const given = line.text("types");
  if (given === null) return null;
  const types = given.split(",").map((text) => {
    const type = TYPES.find((one) => one.toLowerCase() === text.trim().toLowerCase());
    if (type !== undefined) return type;
    const near = closest(text, TYPES);
    throw CommandFailure.usage(
      `there are no Events of type "${text}"`,
      `types are ${TYPES.join(" and ")}`,
      near === null ? "write --types=Warning" : `did you mean ${near}?`,
    );
  });
  return new Set(types);
};

const testOf = (line: CommandLine, namespace: string | null): EventTest => {
  const types = typesOf(line);
  const reason = line.text("reason");
  const about = line.text("for");
  const target = about === null ? null : singleTarget([about], line.name);
  return (event) =>
    (namespace === null || event.namespace === namespace) &&
    (types === null || types.has(event.type)) &&
    (reason === null || event.reason.toLowerCase() === reason.toLowerCase()) &&
    (target === null || (event.object.kind === target.kind.kind && event.object.name === target.name));
};

const eventJson = ({ atUs, event }: EventWrite, causedBy: number): object => ({
  seq: event.lastSeq,
  tUs: atUs,
  type: event.type,
  reason: event.reason,
  object: objectText(event),
  from: event.source.component,
  message: event.message,
  count: event.count,
  namespace: event.namespace,
  uid: event.object.uid === "" ? null : event.object.uid,
  fieldPath: event.object.fieldPath ?? null,
  host: event.source.host === "" ? null : event.source.host,
  firstUs: event.firstUs,
  causedBy,
});

const occurrenceEvent = ({ seq, atUs, announcement, source, object }: Occurrence): RecordedEvent => ({
  ix: -1,
  namespace: object.namespace === "" ? "default" : object.namespace,
  type: announcement.type,
  reason: announcement.reason,
  message: announcement.message,
  source,
  object,
  firstUs: atUs,
  lastUs: atUs,
  count: 1,
  isSeries: false,
  firstSeq: seq,
  lastSeq: seq,
});

/** As the API server lists them. */
const inListOrder = (events: readonly RecordedEvent[], clock: WallClock): RecordedEvent[] =>
  inKeyOrder(events.map((event) => ({ namespace: event.namespace, name: eventName(event, clock), event }))).map(
    ({ event }) => event,
  );

const TIMES = ["ago", "sim", "wall"] as const;

/** How the lines of the table are made, as the options say. */
class EventTable {
  readonly #selected: SelectedRun;
  readonly #time: (typeof TIMES)[number];
  readonly #raw: boolean;
  readonly #causes: boolean;
  readonly #showNamespace: boolean;
  readonly #table: Table;
  readonly headers: readonly string[];

  constructor(line: CommandLine, session: Session, selected: SelectedRun) {
    this.#selected = selected;
    this.#raw = line.flag("raw");
    this.#time = line.choice("time", TIMES, this.#raw ? "sim" : "ago");
    this.#causes = line.flag("causes");
    this.#showNamespace = line.flag("allNamespaces");
    this.headers = [
      ...(this.#showNamespace ? ["NAMESPACE"] : []),
      ...(this.#raw ? ["SEQ"] : []),
      this.#time === "ago" ? "LAST SEEN" : "TIME",
      "TYPE",
      "REASON",
      "OBJECT",
      ...(this.#causes ? ["CAUSED BY"] : []),
      "MESSAGE",
    ];
    const style = styleFor(session.console.stdout, session.console, line);
    this.#table = new Table((cell, column) => {
      const color = cellColor(this.headers[column] ?? "", cell);
      return color === null ? cell : painted(cell, color, style);
    });
  }

  row(event: RecordedEvent, nowUs: SimTime): readonly string[] {
    const causedBy = this.#selected.run.log.causedBy(event.lastSeq);
    return [
      ...(this.#showNamespace ? [event.namespace] : []),
      ...(this.#raw ? [`#${event.lastSeq}`] : []),
      this.#timeText(event, nowUs),
      event.type,
      event.reason,
      objectText(event),
      ...(this.#causes ? [causedBy < 0 ? "scenario" : `#${causedBy}`] : []),
      event.message.trim(),
    ];
  }

  /** As kubectl sorts them, by times of which most are cut to the second; by the exact time where that is shown. */
  inOrder(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
    return this.#time === "ago" && !this.#raw
      ? inListOrder(events, this.#selected.frame.clock).sort((a, b) => keptLastUs(a) - keptLastUs(b))
      : [...events].sort((a, b) => a.lastUs - b.lastUs || a.lastSeq - b.lastSeq || a.ix - b.ix);
  }

  lines(rows: readonly (readonly string[])[]): readonly string[] {
    return this.#table.lines(rows);
  }

  #timeText(event: RecordedEvent, nowUs: SimTime): string {
    const counted = event.count > 1 ? ` (x${event.count} over ${humanDuration(event.lastUs - event.firstUs)})` : "";
    switch (this.#time) {
      case "ago":
        return this.#raw ? humanDuration(nowUs - event.lastUs) : intervalText(event, nowUs);
      case "sim":
        return formatDuration(event.lastUs) + counted;
      case "wall":
        return this.#selected.frame.clock.microTimestamp(event.lastUs) + counted;
    }
  }
}

interface Seen {
  readonly writes: readonly EventWrite[];
  readonly occurrences: readonly Occurrence[];
  readonly events: readonly RecordedEvent[];
}

/** What has to be kept of the fold besides its outcome. */
type Kept = "writes" | "occurrences" | "nothing";

/** Folds the Events up to a moment. */
const record = ({ run, frame }: SelectedRun, { factCount, nowUs }: Moment, kept: Kept): Seen => {
  const writes: EventWrite[] = [];
  const occurrences: Occurrence[] = [];
  const replay = new Replay(run.log);
  const onWrite = kept === "writes" ? (write: EventWrite) => writes.push(write) : undefined;
  const recorder = new EventRecorder(replay.world, onWrite, frame.profile);
  const keep = kept === "occurrences" ? (one: Occurrence) => occurrences.push(one) : undefined;
  replay.advance(factCount, (step) => recorder.see(step, keep));
  recorder.advance(nowUs);
  return { writes, occurrences, events: recorder.events };
};

const printJson = (seen: Seen, line: CommandLine, session: Session, selected: SelectedRun): void => {
  // Lines for programs say their namespace, so they may come from all of them.
  const test = testOf(line, line.text("namespace"));
  const raw = seen.occurrences.map((one): EventWrite => ({ atUs: one.atUs, event: occurrenceEvent(one) }));
  const out = new LineBuffer(session.console.stdout);
  for (const write of line.flag("raw") ? raw : seen.writes) {
    if (!test(write.event)) continue;
    out.line(JSON.stringify(eventJson(write, selected.run.log.causedBy(write.event.lastSeq))));
  }
  out.flush();
};

const tellNone = (seen: Seen, line: CommandLine, session: Session): void => {
  const namespace = namespaceOf(line);
  const others = [...new Set(seen.events.map((event) => event.namespace))].filter((one) => one !== namespace).sort();
  const where = namespace === null ? "No events found" : `No events found in ${namespace} namespace`;
  const hint =
    others.length === 0 ? "" : `hint: there are Events in ${others.join(", ")}: add -n ${others[0] ?? ""}, or -A\n`;
  session.console.stderr.write(`${where}.\n${hint}`);
};

const watchEvents = (line: CommandLine, session: Session, selected: SelectedRun): void => {
  const at = line.text("at");
  const from = at === null ? { factCount: 0, nowUs: -1 } : momentFor(at, selected);
  const seen = record(selected, { factCount: selected.run.log.length, nowUs: selected.run.endUs }, "writes");
  const test = testOf(line, namespaceOf(line));
  const table = new EventTable(line, session, selected);
  const before = new Map<number, RecordedEvent>();
  for (const { atUs, event } of seen.writes) if (atUs <= from.nowUs && test(event)) before.set(event.ix, event);
  const listed = inListOrder([...before.values()], selected.frame.clock);
  const rows = listed.map((event) => table.row(event, from.nowUs));
  const out = new LineBuffer(session.console.stdout);
  out.lines(table.lines([...(line.flag("headers") ? [table.headers] : []), ...rows]));
  for (const { atUs, event } of seen.writes) {
    if (atUs > from.nowUs && test(event)) out.lines(table.lines([table.row(event, atUs)]));
  }
  out.flush();
};

export const showEvents = (line: CommandLine, session: Session): ExitName => {
  const format = line.choice("output", ["text", "json"], "text");
  testOf(line, null);
  const selected = selectRun(line, session);
  if (line.flag("watch") && format === "text") {
    watchEvents(line, session, selected);
    return "ok";
  }
  const moment = selectMoment(line, session, selected);
  const seen = record(selected, moment, line.flag("raw") ? "occurrences" : format === "json" ? "writes" : "nothing");
  if (format === "json") {
    printJson(seen, line, session, selected);
    return "ok";
  }
  const test = testOf(line, namespaceOf(line));
  const events = line.flag("raw") ? seen.occurrences.map(occurrenceEvent) : seen.events;
  const table = new EventTable(line, session, selected);
  const rows = table.inOrder(events.filter(test)).map((event) => table.row(event, moment.nowUs));
  const out = new LineBuffer(session.console.stdout);
  if (rows.length === 0) tellNone(seen, line, session);
  else out.lines(table.lines([...(line.flag("headers") ? [table.headers] : []), ...rows]));
  out.flush();
  return "ok";
};
