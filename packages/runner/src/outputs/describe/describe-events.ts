// The Events table at the end of describe.
import type { SimTime } from "@podsim/core";
import type { RecordedEvent } from "../recorder/recorded-event.js";
import { lastSeenText } from "../recorder/event-text.js";
import type { IndentedWriter } from "../text/indented-writer.js";

/** Events about one object, the one last written to at the end. */
export const eventsAbout = (
  events: readonly RecordedEvent[],
  kind: string,
  namespace: string,
  name: string,
): readonly RecordedEvent[] =>
  events
    .filter(({ object }) => object.kind === kind && object.namespace === namespace && object.name === name)
    .sort((a, b) => a.lastUs - b.lastUs || a.ix - b.ix);

export const describeEvents = (events: readonly RecordedEvent[], nowUs: SimTime, out: IndentedWriter): void => {
  if (events.length === 0) {
    out.line(0, "Events:", "<none>");
    return;
  }
  out.flush();
  out.line(0, "Events:");
  out.line(1, "Type", "Reason", "Age", "From", "Message");
  out.line(1, "----", "------", "----", "----", "-------");
  for (const event of events) {
    const { type, reason, source, message } = event;
    out.line(1, type, reason, lastSeenText(event, nowUs), source.component, message.trim());
  }
};
