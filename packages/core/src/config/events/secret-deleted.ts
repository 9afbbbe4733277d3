// The Secret object is gone.
import type { EventDefinition } from "../../event.js";
import type { SecretState } from "../secret-state.js";

export type SecretDeleted = Record<never, never>;

export const secretDeleted: EventDefinition<"SecretDeleted", SecretDeleted, SecretState> = {
  type: "SecretDeleted",
  entity: "secret",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
