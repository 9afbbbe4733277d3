// The log as text: one JSON object per fact and line, for other tools to read and for people to write by hand.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { fieldKinds } from "../event-codec.js";
import type { Envelope, EventDefinition } from "../event.js";
import { createColumnLog } from "./column-log.js";
import type { ColumnLog } from "./column-log.js";
import { isJson } from "./json-value.js";
import type { Layout } from "./layout.js";

/**
 * What is wrong with a line: no JSON object; a key that is missing, unknown or of another kind (in the envelope or in
 * `data`); an event type or revision this program does not have; a fact out of its place in number, time or cause.
 */
export type LineFault = "syntax" | "key" | "type" | "revision" | "order";

/** `expected` and `got` complete "path: expected …, got …". */
export interface LineError {
  readonly kind: LineFault;
  /** From 1. */
  readonly line: number;
  /** e.g. data.nodeIx; "" for the line as a whole. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** Reading stops after the line that brings the errors to so many. */
export const LINE_ERRORS_MAX = 100;

const INT32_MAX = 2 ** 31 - 1;

/**
 * The line of one fact, without a line end. Keys are in fixed order, those of the data in declared order, so equal facts
 * give equal lines; only JSON values keep the key order they have.
 */
export const encodeLine = ({ seq, at, subject, causedBy, definition, data }: Envelope): string => {
  const values = data as Readonly<Record<string, unknown>>;
  const fields = fieldKinds(definition).map(([name]) => `${JSON.stringify(name)}:${JSON.stringify(values[name])}`);
  const head = `"seq":${String(seq)},"atUs":${String(at)},"type":${JSON.stringify(definition.type)},"revision":${String(definition.revision)}`;
  return `{${head},"subject":${String(subject)},"causedBy":${String(causedBy)},"data":{${fields.join(",")}}}`;
};

const shown = (value: unknown): string => {
  if (value === undefined) return "nothing";
  const text = isJson(value) ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

type Line = Readonly<Record<string, unknown>>;

const KEYS: ReadonlySet<string> = new Set(["seq", "atUs", "type", "revision", "subject", "causedBy", "data"]);

const isLine = (value: unknown): value is Line => typeof value === "object" && value !== null && !Array.isArray(value);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Takes lines in order, keeps what was read so far and everything that was wrong. */
class LineReader {
  readonly errors: LineError[] = [];
  readonly log: ColumnLog;
  readonly #layouts: ReadonlyMap<unknown, Layout>;
  /** Objects by their text: lines repeat what was one object when it was recorded. */
  readonly #objects = new Map<string, unknown>();
  #line = 0;
  #nextSeq = 0;
  #endUs = 0;

  constructor(registry: readonly EventDefinition[]) {
    this.log = createColumnLog(registry);
    this.#layouts = new Map(this.log.packed.layouts.map((layout) => [layout.definition.type, layout]));
  }

  take(text: string): void {
    this.#line += 1;
    if (text.trim() === "") return;
    const line = parsed(text);
    if (!isLine(line)) {
      this.#refuse("syntax", "", "a JSON object", line === undefined ? shown(text) : shown(line));
      return;
    }
    const before = this.errors.length;
    for (const key of Object.keys(line)) if (!KEYS.has(key)) this.#refuse("key", key, "no such key", shown(line[key]));
    const layout = this.#layoutOf(line);
    const data = layout === null ? null : this.#dataOf(layout, line["data"]);
    const at = this.#timeOf(line);
    const seq = this.#seqOf(line);
    const subject = this.#intOf(line, "subject", -INT32_MAX - 1, INT32_MAX, "a 32-bit whole number");
    const causedBy = this.#intOf(line, "causedBy", -1, seq - 1, "-1 or the seq of an earlier fact");
    if (this.errors.length > before || layout === null || data === null) return;
    if (this.errors.length === 0) this.log.append(at, layout.definition, subject, causedBy, data);
  }

  #refuse(kind: LineFault, path: string, expected: string, got: string): void {
    this.errors.push({ kind, line: this.#line, path, expected, got });
  }

  #layoutOf(line: Line): Layout | null {
    const layout = this.#layouts.get(line["type"]);
    if (layout === undefined) {
      this.#refuse(
        typeof line["type"] === "string" ? "type" : "key",
        "type",
        "a known event type",
        shown(line["type"]),
      );
      return null;
    }
    const revision = line["revision"];
    if (revision !== undefined && revision !== layout.definition.revision) {
      this.#refuse("revision", "revision", String(layout.definition.revision), shown(revision));
      return null;
    }
    return layout;
  }

  #dataOf(layout: Layout, value: unknown): object | null {
    const decoded = layout.codec.decode(value);
    if (isLeft(decoded)) {
      for (const { context, value: got } of decoded.left) {
        const path = ["data", ...context.slice(1).map(({ key }) => key)].join(".");
        const expected = context.length > 1 ? (context.at(-1)?.type.name ?? "") : "a JSON object";
        this.#refuse("key", path, expected, shown(got));
      }
      return null;
    }
    const data = decoded.right as Record<string, unknown>;
    for (const { name, storage } of layout.fields) if (storage === "json") data[name] = this.#shared(data[name]);
    return data;
  }

  #shared(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const text = JSON.stringify(value);
    const known = this.#objects.get(text);
    if (known === undefined) this.#objects.set(text, value);
    return known ?? value;
  }

  /** After a gap, counting goes on from the number found: one gap is one error. */
  #seqOf(line: Line): number {
    const expected = this.#nextSeq;
    const seq = this.#intOf(line, "seq", expected, expected, String(expected));
    this.#nextSeq = seq + 1;
    return seq;
  }

  #timeOf(line: Line): number {
    const endUs = this.#endUs;
    const at = this.#intOf(line, "atUs", endUs, Number.MAX_SAFE_INTEGER, `${String(endUs)} or later`);
    this.#endUs = Math.max(at, endUs);
    return at;
  }

  /** A whole number within [least, greatest]; what is there if it is a whole number at all, `least` otherwise. */
  #intOf(line: Line, key: string, least: number, greatest: number, expected: string): number {
    const value = line[key];
    if (!Number.isSafeInteger(value)) {
      this.#refuse("key", key, "a whole number", shown(value));
      return least;
    }
    const number = (value as number) + 0;
    if (number < least || number > greatest) this.#refuse("order", key, expected, String(number));
    return number;
  }
}

/**
 * The log that lines of encodeLine stand for; blank lines are skipped, and a line may leave out the revision. Left of
 * everything that is wrong, in order of lines, up to the line that brings it to LINE_ERRORS_MAX.
 */
export const decodeLines = (
  lines: Iterable<string>,
  registry: readonly EventDefinition[],
): Either<readonly LineError[], ColumnLog> => {
  const reader = new LineReader(registry);
  for (const line of lines) {
    reader.take(line);
    if (reader.errors.length >= LINE_ERRORS_MAX) break;
  }
  return reader.errors.length > 0 ? left(reader.errors) : right(reader.log);
};
