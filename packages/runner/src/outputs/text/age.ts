// How long ago something was, the way kubectl words it.
import { humanDuration } from "@podsim/core";
import type { SimTime } from "@podsim/core";

const SECOND_US = 1_000_000;

/** A time as the API server keeps it: cut to whole seconds. */
export const wholeSecond = (at: SimTime): SimTime => at - (at % SECOND_US);

/** AGE: since a time the API server keeps in whole seconds. */
export const ageText = (sinceUs: SimTime, nowUs: SimTime): string => humanDuration(nowUs - wholeSecond(sinceUs));
