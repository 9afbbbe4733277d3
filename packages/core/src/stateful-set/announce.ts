// Wording the Kubernetes Events that are about a StatefulSet.
import type { Announcement } from "../event.js";
import type { StatefulSetState } from "./stateful-set-state.js";

export const aboutStatefulSet = (
  { object }: StatefulSetState,
  type: Announcement["type"],
  reason: string,
  message: string,
): Announcement => ({
  type,
  reason,
  message,
  from: "statefulset-controller",
  object: { kind: "StatefulSet", namespace: object.metadata.namespace, name: object.metadata.name },
});
