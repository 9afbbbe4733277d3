// The clocks of time zones during a run, worked out beforehand: what runs is data, whatever the machine knows of zones.
import type { KubernetesObject, ZoneSpan } from "@podsim/core";

const DAY = 24 * 60;

/** Minutes that the zone's clocks are ahead of UTC, at a minute since 1970; null for a name that is no zone. */
const offsetAt = (timeZone: string): ((minute: number) => number) | null => {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
  } catch {
    return null;
  }
  return (minute) => {
    const parts = new Map(format.formatToParts(minute * 60_000).map(({ type, value }) => [type, Number(value)]));
    const at = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const wall = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"));
    return wall / 60_000 - minute;
  };
};

const spansOf = (offset: (minute: number) => number, from: number, to: number): readonly ZoneSpan[] => {
  const spans: ZoneSpan[] = [{ fromMinute: from, offsetMinutes: offset(from) }];
  for (let day = from; day < to; day += DAY) {
    const [before, after] = [offset(day), offset(day + DAY)];
    if (before === after) continue;
    let [low, high] = [day, day + DAY];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    spans.push({ fromMinute: high, offsetMinutes: after });
  }
  return spans;
};

/** Of every zone that a CronJob names and that there is; a year more than the run takes. */
export const zonesOf = (
  objects: readonly KubernetesObject[],
  startMillis: number,
  horizonMillis: number,
): Readonly<Record<string, readonly ZoneSpan[]>> => {
  const from = Math.floor(startMillis / 60_000) - DAY;
  const to = Math.ceil((startMillis + horizonMillis) / 60_000) + 366 * DAY;
  const zones: Record<string, readonly ZoneSpan[]> = {};
  for (const object of objects) {
    const name = object.kind === "CronJob" ? object.spec.timeZone : undefined;
    if (name === undefined || name in zones) continue;
    const offset = offsetAt(name);
    if (offset !== null) zones[name] = spansOf(offset, from, to);
  }
  return zones;
};
