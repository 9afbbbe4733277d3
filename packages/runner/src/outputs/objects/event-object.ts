// A recorded Event as `get events -o json` shows it (core/v1; the scheduler's carry eventTime and a series).
import { instanceOf } from "../recorder/event-text.js";
import type { RecordedEvent } from "../recorder/recorded-event.js";
import type { WallClock } from "../view/wall-clock.js";
import { derivedUid } from "./derived-uid.js";
import type { JsonObject, KubeObject } from "./kube-object.js";
import { present, unlessEmpty } from "./kube-object.js";

/** What the scheduler was about, by the reason of its Event. */
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ["Scheduled", "Binding"],
  ["FailedScheduling", "Scheduling"],
  ["Preempted", "Preempting"],
]);

const times = (event: RecordedEvent, clock: WallClock): JsonObject => {
  if (!event.isSeries) {
    return {
      count: event.count,
      eventTime: null,
      firstTimestamp: clock.timestamp(event.firstUs),
      lastTimestamp: clock.timestamp(event.lastUs),
    };
  }
  return present({
    action: ACTIONS.get(event.reason),
    eventTime: clock.microTimestamp(event.firstUs),
    firstTimestamp: null,
    lastTimestamp: null,
    series:
      event.count === 1 ? undefined : { count: event.count, lastObservedTime: clock.microTimestamp(event.lastUs) },
  });
};

const NANOS_PER_MICRO = 1_000;

/** "web-1.18b0a1c25d3a4f00": the object's name and when the Event was created, told apart below the microsecond. */
export const eventName = (event: RecordedEvent, clock: WallClock): string =>
  `${event.object.name}.${clock.unixNanosHex(event.firstUs, event.ix % NANOS_PER_MICRO)}`;

export const eventObject = (event: RecordedEvent, clock: WallClock): KubeObject => {
  const name = eventName(event, clock);
  const { object, source } = event;
  return present({
    apiVersion: "v1",
    kind: "Event",
    metadata: {
      creationTimestamp: clock.timestamp(event.firstUs),
      name,
      namespace: event.namespace,
      uid: derivedUid("Event", event.namespace, name),
    },
    involvedObject: present({
      apiVersion: unlessEmpty(object.apiVersion),
      fieldPath: object.fieldPath,
      kind: object.kind,
      name: object.name,
      namespace: unlessEmpty(object.namespace),
      uid: unlessEmpty(object.uid),
    }),
    message: event.message,
    reason: event.reason,
    reportingComponent: source.component,
    reportingInstance: instanceOf(event),
    source: event.isSeries ? {} : present({ component: source.component, host: unlessEmpty(source.host) }),
    type: event.type,
    ...times(event, clock),
  }) as KubeObject;
};
