// What a Secret is at an instant: its object and when it was created.
import type { Secret } from "../api/secret.js";
import type { SecretIx } from "../ids.js";
import type { SimTime } from "../time.js";

export interface SecretState {
  readonly ix: SecretIx;
  readonly object: Secret;
  readonly createdAtUs: SimTime;
}
