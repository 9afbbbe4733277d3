// How an Event reads in a table: when it was seen, what it is about, who said it.
import type { RecordedEvent } from "./recorded-event.js";
import { humanDuration } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import { wholeSecond } from "../text/age.js";

type Times = Pick<RecordedEvent, "isSeries" | "firstUs" | "lastUs">;

/** Series have times to the microsecond, others to the second. */
const kept = ({ isSeries }: Times, at: SimTime): SimTime => (isSeries ? at : wholeSecond(at));

/** When it happened last, as the API server keeps it. */
export const keptLastUs = (event: Times): SimTime => kept(event, event.lastUs);

/** "12s", as `get events` tells it. */
export const lastSeenText = (event: Times, nowUs: SimTime): string => humanDuration(nowUs - keptLastUs(event));

/** "5m" */
export const firstSeenText = (event: Times, nowUs: SimTime): string =>
  humanDuration(nowUs - kept(event, event.firstUs));

/** "5m", or "12s (x3 over 5m)" for what happened more than once, as `kubectl events` and describe tell it. */
export const intervalText = (event: RecordedEvent, nowUs: SimTime): string => {
  const first = firstSeenText(event, nowUs);
  return event.count <= 1 ? first : `${lastSeenText(event, nowUs)} (x${event.count} over ${first})`;
};

/** "Pod/web-1", as `kubectl events` writes it. */
export const objectText = ({ object }: RecordedEvent): string => `${object.kind}/${object.name}`;

/** "pod/web-1", as `get events` writes it, and a person would type it. */
export const targetText = ({ object }: RecordedEvent): string => `${object.kind.toLowerCase()}/${object.name}`;

/** Which of the processes that bear the component's name: those with an Event recorder of the newer API say so. */
export const instanceOf = ({ isSeries, source }: RecordedEvent): string =>
  isSeries ? `${source.component}-podsim` : source.host;

/** "kubelet, node-1" */
export const sourceText = (event: RecordedEvent): string => {
  const { component } = event.source;
  const instance = instanceOf(event);
  return instance === "" ? component : `${component}, ${instance}`;
};
