// The Events table at the end of describe.
import type { SimTime } from "@podsim/core";
import type { RecordedEvent } from "../recorder/recorded-event.js";
import { isKept } from "../recorder/event-lifetime.js";
import { lastSeenText, objectText } from "../recorder/event-text.js";
import { wholeSecond } from "../text/age.js";
import type { IndentedWriter } from "../text/indented-writer.js";

/** kubectl sorts by lastTimestamp, which is in whole seconds and which the series of the scheduler do not have. */
const sortedBy = ({ isSeries, lastUs }: RecordedEvent): SimTime => (isSeries ? -1 : wholeSecond(lastUs));

/** Events about one object as kubectl lists them: the scheduler's first, then the one last written to at the end. */
export const eventsAbout = (
  events: readonly RecordedEvent[],
  kind: string,
  namespace: string,
  name: string,
): readonly RecordedEvent[] =>
  events
    .filter(({ object }) => object.kind === kind && object.namespace === namespace && object.name === name)
    .sort((a, b) => sortedBy(a) - sortedBy(b) || a.ix - b.ix);

/** What has expired by now is counted in a line of its own, with where it can still be read. */
export const describeEvents = (recorded: readonly RecordedEvent[], nowUs: SimTime, out: IndentedWriter): void => {
  const events = recorded.filter((event) => isKept(event, nowUs));
  const [expired] = recorded;
  const expiredCount = recorded.length - events.length;
  if (events.length === 0) out.line(0, "Events:", "<none>");
  else describeTable(events, nowUs, out);
  if (expired === undefined || expiredCount === 0) return;
  out.flush();
  out.line(1, `(${expiredCount} older, expired after an hour: podsim events --for ${objectText(expired)})`);
};

const describeTable = (events: readonly RecordedEvent[], nowUs: SimTime, out: IndentedWriter): void => {
  out.flush();
  out.line(0, "Events:");
  out.line(1, "Type", "Reason", "Age", "From", "Message");
  out.line(1, "----", "------", "----", "----", "-------");
  for (const event of events) {
    const { type, reason, source, message } = event;
    out.line(1, type, reason, lastSeenText(event, nowUs), source.component, message.trim());
  }
};
