// Lease (coordination.k8s.io/v1): who holds something, and since when it was last said so; its codec and its rules.
import type { ObjectMeta } from "./meta.js";
import { namespacedMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import { constant, int32, text } from "./scalars.js";
import { defaulted, optionalPointer, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export interface LeaseSpec {
  /** Absent or "" = nobody. */
  readonly holderIdentity?: string;
  /** How long others wait after renewTime before they take it; whole seconds, more than 0. */
  readonly leaseDurationSeconds?: number;
  /** RFC 3339 with microseconds. */
  readonly acquireTime?: string;
  readonly renewTime?: string;
  /** How often it changed hands. */
  readonly leaseTransitions?: number;
}

export interface Lease {
  readonly apiVersion: "coordination.k8s.io/v1";
  readonly kind: "Lease";
  readonly metadata: ObjectMeta;
  readonly spec: LeaseSpec;
}

const leaseSpec = struct<LeaseSpec>(
  "LeaseSpec",
  {
    holderIdentity: optionalPointer(text),
    leaseDurationSeconds: optionalPointer(int32),
    acquireTime: optionalPointer(text),
    renewTime: optionalPointer(text),
    leaseTransitions: optionalPointer(int32),
  },
  { notModelled: { strategy: "nobody coordinates elections", preferredHolder: "nobody coordinates elections" } },
);

export const leaseCodec = struct<Lease>("Lease", {
  apiVersion: defaulted(constant("coordination.k8s.io/v1"), "coordination.k8s.io/v1"),
  kind: defaulted(constant("Lease"), "Lease"),
  metadata: defaulted(namespacedMeta, {}),
  spec: defaulted(leaseSpec, {}),
});

const isMicroTime = (value: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));

export const checkLease = (check: Validity, { metadata, spec }: Lease): void => {
  checkMeta(check, metadata, dns1123Subdomain);
  const { leaseDurationSeconds: duration, leaseTransitions: transitions } = spec;
  if (duration !== undefined && duration <= 0) {
    check.invalid(["spec", "leaseDurationSeconds"], duration, "must be greater than 0");
  }
  if (transitions !== undefined && transitions < 0) {
    check.invalid(["spec", "leaseTransitions"], transitions, "must be greater than or equal to 0");
  }
  for (const field of ["acquireTime", "renewTime"] as const) {
    const time = spec[field];
    if (time !== undefined && !isMicroTime(time)) {
      check.invalid(["spec", field], time, "must be a time such as 2026-01-01T00:00:00.000000Z");
    }
  }
};
