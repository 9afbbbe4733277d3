// Trouble for the processes of a controller of the user's own; those who run them hear of it.
import { controllerDisturbed } from "@podsim/core";
import type { ControllerTrouble, Duration } from "@podsim/core";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface DisturbControllerRequest extends ApiRequest {
  readonly verb: "disturb-controller";
  readonly controller: string;
  /** From 0; null = all. */
  readonly replica: number | null;
  readonly trouble: ControllerTrouble;
  readonly forUs: Duration;
}

export const disturbController: RequestDefinition<DisturbControllerRequest> = {
  verb: "disturb-controller",
  perform: ({ controller, replica, trouble, forUs }, _context, _now, out) =>
    out.record(controllerDisturbed, 0, { controller, replica, trouble, forUs }),
};
