import {
  nodeAdded,
  nodeCordoned,
  nodeRemoved,
  podBound,
  podCreated,
  podDeletionRequested,
  podRemoved,
  profileOf,
  statefulSetApplied,
  volumeAttached,
} from "@podsim/core";
import type { KubernetesVersion } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { nodes } from "../kinds/node.js";
import { recordedEvents } from "./event-recorder.js";
import type { RecordedEvent } from "./recorded-event.js";

/** The pod db-0 of a StatefulSet, made `times` times. */
const madeAnew = (times: number): Chronicle => {
  const chronicle = new Chronicle().record(nodeAdded, 0, nodeAdded.example).record(statefulSetApplied, 0, {
    ...statefulSetApplied.example,
    uid: "uid-set",
  });
  const { namespace, name: ownerName } = statefulSetApplied.example.object.metadata;
  const owner = { ownerKind: "StatefulSet", ownerName, ownerIx: 0 };
  for (let podIx = 0; podIx < times; podIx += 1) {
    chronicle
      .at(`${podIx + 1}m`)
      .record(podCreated, podIx, {
        ...podCreated.example,
        ...owner,
        podIx,
        namespace,
        name: "db-0",
        uid: `uid-${podIx}`,
      })
      .record(podBound, podIx, { node: "node-1", nodeIx: 0, by: "scheduler" })
      .record(volumeAttached, podIx, { pods: [{ namespace, name: "db-0" }], isFound: false })
      .at(`${podIx + 1}m30s`)
      .record(podDeletionRequested, podIx, {
        ...podDeletionRequested.example,
        by: "taint-eviction-controller",
      })
      .record(podRemoved, podIx, {});
  }
  return chronicle;
};

const eventsOf = ({ log }: Chronicle, kubernetes: KubernetesVersion = "1.34"): readonly RecordedEvent[] =>
  recordedEvents(log, log.length, 3_600_000_000, profileOf(kubernetes));

const of = (events: readonly RecordedEvent[], reason: string): readonly (readonly [string, number])[] =>
  events.flatMap((event) => (event.reason === reason ? [[event.object.uid, event.count] as const] : []));

describe("which object an Event is about", () => {
  test("kubelet 11.2: pods of a StatefulSet that bear a name one after the other are told apart, their set is one", () => {
    const events = eventsOf(madeAnew(3));
    const eachOnce = [
      ["uid-0", 1],
      ["uid-1", 1],
      ["uid-2", 1],
    ];
    expect(of(events, "Scheduled")).toEqual(eachOnce);
    expect(of(events, "SuccessfulAttachVolume")).toEqual(eachOnce);
    expect(of(events, "SuccessfulCreate")).toEqual([["uid-set", 3]]);
    expect(events.find(({ reason }) => reason === "SuccessfulCreate")?.object.apiVersion).toBe("apps/v1");
  });

  test("the controller that evicts for taints names the pod alone", () => {
    expect(of(eventsOf(madeAnew(2)), "TaintManagerEviction")).toEqual([["", 2]]);
  });

  const rejoined = (): Chronicle =>
    new Chronicle()
      .record(nodeAdded, 0, nodeAdded.example)
      .record(nodeCordoned, 0, {})
      .at("1m")
      .record(nodeRemoved, 0, {})
      .at("2m")
      .record(nodeAdded, 1, { ...nodeAdded.example, nodeIx: 1 });

  test("a node that joins again is another one to the node controller, with the UID that get shows", () => {
    const chronicle = rejoined();
    const uidAt = (at: string): unknown => nodes.list(chronicle.viewAt(at))[0]?.toObject().metadata["uid"];
    const events = eventsOf(chronicle);
    const [first, second] = of(events, "RegisteredNode").map(([uid]) => uid);
    expect(first).toBe(uidAt("0s"));
    expect(second).toBe(uidAt("2m"));
    expect(second).not.toBe(first);
    expect(of(events, "RemovingNode")).toEqual([[first, 1]]);
  });

  test("a kubelet knows its Node by name: up to 1.34 it gives that for the UID", () => {
    const { name } = nodeAdded.example.object.metadata;
    const cordoned = (kubernetes: KubernetesVersion): unknown =>
      eventsOf(rejoined(), kubernetes).find(({ reason }) => reason === "NodeNotSchedulable")?.object;
    expect(cordoned("1.34")).toEqual({ apiVersion: "", kind: "Node", namespace: "", name, uid: name });
    expect(cordoned("1.35")).toEqual({ apiVersion: "v1", kind: "Node", namespace: "", name, uid: "" });
  });
});
