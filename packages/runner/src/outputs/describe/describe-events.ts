// The Events table at the end of describe.
import type { SimTime } from "@podsim/core";
import { uidOf } from "../objects/object-uid.js";
import type { RecordedEvent } from "../recorder/recorded-event.js";
import { isKept } from "../recorder/event-lifetime.js";
import { intervalText, targetText } from "../recorder/event-text.js";
import { wholeSecond } from "../text/age.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import type { RunView } from "../view/run-view.js";

/** kubectl sorts by lastTimestamp, which is in whole seconds and which the series of the scheduler do not have. */
const sortedBy = ({ isSeries, lastUs }: RecordedEvent): SimTime => (isSeries ? -1 : wholeSecond(lastUs));

/** A kubelet that gives a UID of its Node gives the name. */
const uidsOf = (view: RunView, kind: string, namespace: string, name: string): readonly string[] => {
  const uid = uidOf(view.world, kind, namespace, name);
  return kind === "Node" ? [uid, name] : [uid];
};

/**
 * Events about one object as kubectl lists them: none about an earlier object of that name, the scheduler's first, then the
 * one last written to at the end.
 */
const eventsAbout = (view: RunView, kind: string, namespace: string, name: string): readonly RecordedEvent[] => {
  const named = view
    .events()
    .filter(({ object }) => object.kind === kind && object.namespace === namespace && object.name === name);
  return uidsOf(view, kind, namespace, name)
    .flatMap((uid) => named.filter(({ object }) => object.uid === uid))
    .sort((a, b) => sortedBy(a) - sortedBy(b));
};

/** What has expired by now is counted in a line of its own, with where it can still be read. */
export const describeEvents = (
  view: RunView,
  kind: string,
  namespace: string,
  name: string,
  out: IndentedWriter,
): void => {
  const recorded = eventsAbout(view, kind, namespace, name);
  const events = recorded.filter((event) => isKept(event, view.nowUs));
  const [expired] = recorded;
  const expiredCount = recorded.length - events.length;
  if (events.length === 0) out.line(0, "Events:", "<none>");
  else describeTable(events, view, out);
  if (expired === undefined || expiredCount === 0) return;
  out.flush();
  out.line(1, `(${expiredCount} older, expired after an hour: podsim events --for ${targetText(expired)})`);
};

/** From 1.35 on kubectl says which container is meant. */
const messageText = ({ object, message }: RecordedEvent, { profile }: RunView): string =>
  object.fieldPath === undefined || profile.kubernetes === "1.34"
    ? message.trim()
    : `${object.fieldPath}: ${message.trim()}`;

const describeTable = (events: readonly RecordedEvent[], view: RunView, out: IndentedWriter): void => {
  out.flush();
  out.line(0, "Events:");
  out.line(1, "Type", "Reason", "Age", "From", "Message");
  out.line(1, "----", "------", "----", "----", "-------");
  for (const event of events) {
    const { type, reason, source } = event;
    out.line(1, type, reason, intervalText(event, view.nowUs), source.component, messageText(event, view));
  }
};
