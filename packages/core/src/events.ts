// Every type of fact a run can record; the position in this list is the type's number in a log of this format version.
import type { EventDefinition } from "./event.js";
import { BUDGET_EVENTS } from "./budget/events/index.js";
import { CLUSTER_EVENTS } from "./cluster/events/index.js";
import { CONFIG_EVENTS } from "./config/events/index.js";
import { CRON_JOB_EVENTS } from "./cron-job/events/index.js";
import { DAEMON_SET_EVENTS } from "./daemon-set/events/index.js";
import { DEPLOYMENT_EVENTS } from "./deployment/events/index.js";
import { AUTOSCALER_EVENTS } from "./horizontal-pod-autoscaler/events/index.js";
import { JOB_EVENTS } from "./job/events/index.js";
import { LEASE_EVENTS } from "./lease/events/index.js";
import { NODE_EVENTS } from "./node/events/index.js";
import { POD_EVENTS } from "./pod/events/index.js";
import { REPLICA_SET_EVENTS } from "./replica-set/events/index.js";
import { SERVICE_EVENTS } from "./service/events/index.js";
import { STATEFUL_SET_EVENTS } from "./stateful-set/events/index.js";
import { STORAGE_EVENTS } from "./storage/events/index.js";

export const EVENTS: readonly EventDefinition[] = [
  ...POD_EVENTS,
  ...NODE_EVENTS,
  ...DEPLOYMENT_EVENTS,
  ...REPLICA_SET_EVENTS,
  ...SERVICE_EVENTS,
  ...BUDGET_EVENTS,
  ...CONFIG_EVENTS,
  ...CLUSTER_EVENTS,
  ...JOB_EVENTS,
  ...STORAGE_EVENTS,
  ...DAEMON_SET_EVENTS,
  ...STATEFUL_SET_EVENTS,
  ...CRON_JOB_EVENTS,
  ...AUTOSCALER_EVENTS,
  ...LEASE_EVENTS,
];
