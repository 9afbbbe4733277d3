// A Kubernetes Event as the API server holds it, and one write that created or updated it.
import type { Announcement, InvolvedObject, SimTime } from "@podsim/core";

export interface EventSource {
  /** kubelet, default-scheduler, replicaset-controller … */
  readonly component: string;
  /** The node of a kubelet; "" for everybody else. */
  readonly host: string;
}

/** What an Event is about, as its reporter refers to it. */
export interface ObjectReference extends InvolvedObject {
  /** "" where the reporter leaves it out. */
  readonly apiVersion: string;
  /** Tells objects apart that bore the same name one after the other; "" where the reporter leaves it out. */
  readonly uid: string;
}

export interface RecordedEvent {
  /** Position among the Events of the run, in order of creation. */
  readonly ix: number;
  /** Where the Event lies: the namespace of its object, "default" for a cluster-scoped one. */
  readonly namespace: string;
  readonly type: Announcement["type"];
  readonly reason: string;
  readonly message: string;
  readonly source: EventSource;
  readonly object: ObjectReference;
  readonly firstUs: SimTime;
  readonly lastUs: SimTime;
  /** How often it happened as far as the API server was told. */
  readonly count: number;
  /** Counted as a series of events.k8s.io, as the scheduler's are; others are core/v1 Events with a count. */
  readonly isSeries: boolean;
  /** Facts that led to its creation and to its last write. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** A write to the API server: the Event as it is from then on. */
export interface EventWrite {
  readonly atUs: SimTime;
  readonly event: RecordedEvent;
}

/** An announcement of a fact, before anybody counted it. */
export interface Occurrence {
  readonly seq: number;
  readonly atUs: SimTime;
  /** When it got through; null = never, absent = at once. */
  readonly writtenUs?: SimTime | null;
  readonly announcement: Announcement;
  readonly source: EventSource;
  readonly object: ObjectReference;
  /**
   * Which version of the object the announcement speaks of, as its resourceVersion would; the scheduler counts Events
   * about the same version only.
   */
  readonly objectVersion: number;
}
