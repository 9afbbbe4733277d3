// What a run is called: its name and the beginning of a hash over everything that makes it the run it is, so that running
// the same again gives the same name.
import type { JsonValue } from "@podsim/core/log";
import { fingerprint } from "../run/fingerprint.js";
import type { PreparedRun } from "../run/prepared.js";
import { VERSION } from "../version.js";

const SHOWN_DIGITS = 7;
const NAME_MAX = 80;

/** A name that can stand in a path and before an @: letters, digits, "-", "." and "_". */
const pathName = (name: string): string => {
  const safe = name.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
  return safe === "" ? "run" : safe.slice(0, NAME_MAX);
};

export interface RunId {
  readonly name: string;
  readonly hash: string;
  /** "zone-outage-9f3c2e1" */
  readonly id: string;
  /** "zone-outage@9f3c2e1" */
  readonly shown: string;
}

export const runIdOf = (prepared: PreparedRun): RunId => {
  const { seeds, horizonUs, quietUs, clockStart, require, thresholds, settings } = prepared;
  const parts = {
    name: prepared.name,
    inputDigest: prepared.inputDigest(),
    seeds,
    horizonUs,
    quietUs,
    clockStart,
    require,
    thresholds,
    settings,
    podsim: VERSION,
  };
  const hash = fingerprint(parts as unknown as JsonValue);
  const name = pathName(prepared.name);
  const short = hash.slice(0, SHOWN_DIGITS);
  return { name, hash, id: `${name}-${short}`, shown: `${name}@${short}` };
};
