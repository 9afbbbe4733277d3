// kubectl debug: an ephemeral container is added to a pod that is there.
import { generatedName } from "@podsim/core";
import type { EphemeralContainer } from "@podsim/core";
import { refuseMissing } from "../object-ref.js";
import type { ObjectRef } from "../object-ref.js";
import type { ApiRequest, RequestDefinition } from "../request.js";
import { addEphemeralContainer } from "../update-pod.js";

export interface DebugRequest extends ApiRequest {
  readonly verb: "debug";
  readonly target: ObjectRef;
  /** Without a name it gets one: debugger- and five letters. */
  readonly container: EphemeralContainer;
}

export const debug: RequestDefinition<DebugRequest> = {
  verb: "debug",
  perform: ({ target, container }, { plane, name: entry }, _now, out) => {
    const pod = plane.world.pods.find(target.namespace, target.name);
    if (pod === undefined) return refuseMissing(target, out);
    const name =
      container.name === "" ? generatedName("debugger-", plane.draw("debug/name", entry, 0)) : container.name;
    addEphemeralContainer(pod, { ...container, name }, out);
  },
};
