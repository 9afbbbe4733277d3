// How long the API server keeps an Event: an hour from when it was last written.
import type { SimTime } from "@podsim/core";
import { HOUR } from "@podsim/core/time";
import type { RecordedEvent } from "./recorded-event.js";

const LIFETIME_US = HOUR;

/** Whether a client that asks at `nowUs` still gets it. */
export const isKept = ({ lastUs }: RecordedEvent, nowUs: SimTime): boolean => nowUs - lastUs < LIFETIME_US;
