// A CronJob's schedule: five fields with ranges, lists, steps and names, or one of the words for them.
import { left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { UTC } from "./calendar.js";
import type { ZoneOffset } from "./calendar.js";
import { nextTime } from "./next-time.js";
import type { Chosen, Fields } from "./next-time.js";

/** Answers with minutes since 1970. */
export interface Schedule {
  /** The first time after `minute` that the schedule names; null = there is none in the next years. */
  readonly next: (minute: number) => number | null;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const FIELDS: readonly Field[] = [
  { name: "minute", min: 0, max: 59, words: [] },
  { name: "hour", min: 0, max: 23, words: [] },
  { name: "day of month", min: 1, max: 31, words: [] },
  { name: "month", min: 1, max: 12, words: MONTHS },
  { name: "day of week", min: 0, max: 6, words: WEEKDAYS },
];

const WORDS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

const numberIn = (text: string, { min, words }: Field): number | null => {
  const word = words.indexOf(text.toLowerCase());
  if (word >= 0) return word + min;
  return /^\d+$/.test(text) ? Number(text) : null;
};

/** The values of one part of a list: "5", "1-5", "1-5/2", "5/10", a star, a star with a step. */
const parsePart = (part: string, field: Field): Either<string, Chosen> => {
  const [range = "", step, ...tooMany] = part.split("/");
  const [from = "", to, ...tooManyEnds] = range.split("-");
  if (tooMany.length > 0) return left(`too many slashes: ${part}`);
  if (tooManyEnds.length > 0) return left(`too many hyphens: ${part}`);
  const isStar = from === "*" || from === "?";
  const start = isStar ? field.min : numberIn(from, field);
  if (start === null) return left(`failed to parse int from ${from}: strconv.Atoi: parsing "${from}": invalid syntax`);
  const single = step === undefined ? start : field.max;
  const end = isStar ? field.max : to === undefined ? single : numberIn(to, field);
  if (end === null) {
    return left(`failed to parse int from ${to ?? ""}: strconv.Atoi: parsing "${to ?? ""}": invalid syntax`);
  }
  const width = step === undefined ? 1 : /^\d+$/.test(step) ? Number(step) : null;
  if (width === null)
    return left(`failed to parse int from ${step ?? ""}: strconv.Atoi: parsing "${step ?? ""}": invalid syntax`);
  if (start < field.min) return left(`beginning of range (${start}) below minimum (${field.min}): ${part}`);
  if (end > field.max) return left(`end of range (${end}) above maximum (${field.max}): ${part}`);
  if (start > end) return left(`beginning of range (${start}) beyond end of range (${end}): ${part}`);
  if (width === 0) return left(`step of range should be a positive number: ${part}`);
  const values = new Set<number>();
  for (let value = start; value <= end; value += width) values.add(value);
  return right({ values, isStar: isStar && width === 1 });
};

const parseField = (text: string, field: Field): Either<string, Chosen> => {
  const values = new Set<number>();
  let isStar = false;
  for (const part of text.split(",")) {
    const parsed = parsePart(part, field);
    if (parsed._tag === "Left") return parsed;
    for (const value of parsed.right.values) values.add(value);
    isStar ||= parsed.right.isStar;
  }
  return right({ values, isStar });
};

const everyMinutes = (schedule: string): Either<string, Schedule> => {
  const match = /^@every (?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(schedule);
  const seconds = Number(match?.[1] ?? 0) * 3600 + Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0);
  if (match === null || seconds === 0) {
    return left(`failed to parse duration ${schedule}`);
  }
  const minutes = Math.max(1, Math.round(seconds / 60));
  return right({ next: (minute) => minute + minutes });
};

/** Left: why it cannot be read. `offset` is that of the zone whose clocks count. */
export const parseSchedule = (schedule: string, offset: ZoneOffset = UTC): Either<string, Schedule> => {
  if (schedule.startsWith("@every ")) return everyMinutes(schedule);
  const written = WORDS[schedule.toLowerCase()] ?? schedule;
  if (written.startsWith("@")) return left(`unrecognized descriptor: ${schedule}`);
  const texts = written.split(/\s+/).filter((text) => text !== "");
  if (texts.length !== FIELDS.length) {
    const why = `expected exactly 5 fields, found ${texts.length}: [${texts.join(" ")}]`;
    return left(why);
  }
  const chosen: Chosen[] = [];
  for (const [i, field] of FIELDS.entries()) {
    const parsed = parseField(texts[i] ?? "", field);
    if (parsed._tag === "Left") return left(parsed.left);
    chosen.push(parsed.right);
  }
  const [minutes, hours, days, months, weekdays] = chosen as [Chosen, Chosen, Chosen, Chosen, Chosen];
  const fields: Fields = { minutes: minutes.values, hours: hours.values, days, months: months.values, weekdays };
  return right({ next: (minute) => nextTime(minute, fields, offset) });
};
