// How an Event reads in a table: when it was last seen, what it is about, who said it.
import type { RecordedEvent } from "./recorded-event.js";
import { humanDuration } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import { wholeSecond } from "../text/age.js";

/** "5m", or "12s (x3 over 5m)" for what happened more than once. Series have times to the microsecond, others to the second. */
export const lastSeenText = (event: RecordedEvent, nowUs: SimTime): string => {
  const kept = (at: SimTime): SimTime => (event.isSeries ? at : wholeSecond(at));
  const first = humanDuration(nowUs - kept(event.firstUs));
  if (event.count <= 1) return first;
  return `${humanDuration(nowUs - kept(event.lastUs))} (x${event.count} over ${first})`;
};

/** "pod/web-1" */
export const objectText = ({ object }: RecordedEvent): string => `${object.kind.toLowerCase()}/${object.name}`;

/** "kubelet, node-1" */
export const sourceText = ({ source }: RecordedEvent): string =>
  source.host === "" ? source.component : `${source.component}, ${source.host}`;
