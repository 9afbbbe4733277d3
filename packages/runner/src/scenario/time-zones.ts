// The clocks of time zones during a run, worked out beforehand: what runs is data, whatever the machine knows of zones.
import type { CronJob, Duration, KubernetesObject, ZoneSpan } from "@podsim/core";
import { MILLISECOND } from "@podsim/core/time";
import type { ApiRequest, ApplyRequest, PatchRequest, Settings } from "@podsim/scheduler";

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

const namedBy = (object: KubernetesObject): string | undefined =>
  object.kind === "CronJob" ? object.spec.timeZone : undefined;

/** What a patch makes of spec.timeZone, alone or with the rest of the spec. */
const namedByPatch = ({ target, set }: PatchRequest): readonly unknown[] => {
  if (target.kind !== "CronJob") return [];
  return set.map(({ steps, value }) => {
    const place = steps.join(".");
    if (place === "spec") return (value as Partial<CronJob["spec"]> | null)?.timeZone;
    return place === "spec.timeZone" ? value : undefined;
  });
};

const namedByRequest = (request: ApiRequest): readonly unknown[] => {
  if (request.verb === "apply") return [namedBy((request as ApplyRequest).object)];
  return request.verb === "patch" ? namedByPatch(request as PatchRequest) : [];
};

/** The zones that CronJobs name, those of the beginning and those that requests make or change. */
export const zoneNames = (
  objects: readonly KubernetesObject[],
  requests: Iterable<ApiRequest>,
): ReadonlySet<string> => {
  const names = new Set<unknown>(objects.map(namedBy));
  for (const request of requests) for (const name of namedByRequest(request)) names.add(name);
  return new Set([...names].filter((name) => typeof name === "string"));
};

/** The settings of a run with the clocks of those of the zones that there are; a year more than it takes. */
export const withZones = <Given extends Pick<Settings, "timeZones">>(
  settings: Given,
  names: ReadonlySet<string>,
  { clockStart, horizonUs }: { readonly clockStart: string; readonly horizonUs: Duration },
): Given => {
  const startMillis = Date.parse(clockStart);
  const from = Math.floor(startMillis / 60_000) - DAY;
  const to = Math.ceil((startMillis + horizonUs / MILLISECOND) / 60_000) + 366 * DAY;
  const zones: Record<string, readonly ZoneSpan[]> = {};
  for (const name of names) {
    const offset = name in (settings.timeZones ?? {}) ? null : offsetAt(name);
    if (offset !== null) zones[name] = spansOf(offset, from, to);
  }
  return Object.keys(zones).length === 0 ? settings : { ...settings, timeZones: { ...settings.timeZones, ...zones } };
};
