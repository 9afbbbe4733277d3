// Events as `get events` lists them.
import { describeObject } from "../describe/describe-object.js";
import type { RecordedEvent } from "../recorder/recorded-event.js";
import { isKept } from "../recorder/event-lifetime.js";
import { firstSeenText, lastSeenText, sourceText, targetText } from "../recorder/event-text.js";
import { eventName, eventObject } from "../objects/event-object.js";
import type { RunView } from "../view/run-view.js";
import type { Listed, ObjectKind } from "./object-kind.js";
import { inKeyOrder } from "./object-kind.js";

const listedEvent = (event: RecordedEvent, view: RunView): Listed => {
  const name = eventName(event, view.clock);
  return {
    namespace: event.namespace,
    name,
    labels: {},
    cells: () => [
      lastSeenText(event, view.nowUs),
      event.type,
      event.reason,
      targetText(event),
      event.object.fieldPath ?? "",
      sourceText(event),
      event.message.trim(),
      firstSeenText(event, view.nowUs),
      String(event.count),
      name,
    ],
    toObject: () => eventObject(event, view.clock),
  };
};

export const recordedEvents: ObjectKind = {
  kind: "Event",
  group: "",
  plural: "events",
  singular: "event",
  shortNames: ["ev"],
  namespaced: true,
  inAll: false,
  columns: [
    { name: "LAST SEEN" },
    { name: "TYPE" },
    { name: "REASON" },
    { name: "OBJECT" },
    { name: "SUBOBJECT", wide: true },
    { name: "SOURCE", wide: true },
    { name: "MESSAGE" },
    { name: "FIRST SEEN", wide: true },
    { name: "COUNT", wide: true },
    { name: "NAME", wide: true },
  ],
  list: (view) => {
    const kept = view.events().filter((event) => isKept(event, view.nowUs));
    return inKeyOrder(kept.map((event) => listedEvent(event, view)));
  },
  describe: (view, namespace, name, out) => {
    const found = recordedEvents.list(view).find((item) => item.namespace === namespace && item.name === name);
    if (found !== undefined) describeObject(found.toObject(), view, out);
  },
  watching: null,
};
