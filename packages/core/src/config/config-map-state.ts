// What a ConfigMap is at an instant: its object and when it was created.
import type { ConfigMap } from "../api/config-map.js";
import type { ConfigMapIx } from "../ids.js";
import type { SimTime } from "../time.js";

export interface ConfigMapState {
  readonly ix: ConfigMapIx;
  readonly object: ConfigMap;
  readonly createdAtUs: SimTime;
}
