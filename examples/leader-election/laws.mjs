// What its author wants of it.
import { step, violated } from "@podsim/runner/testing";

/** Milliseconds since 1970 at which the lease runs out. */
const runsOut = ({ spec }) => Date.parse(spec.renewTime) + spec.leaseDurationSeconds * 1000;

export const waitsForExpiry = step(
  "elector.waitsForExpiry",
  "the lease changes hands only when it has run out",
  (before, happening, after) => {
    const [was] = before.leases();
    const [is] = after.leases();
    if (was === undefined || is === undefined) return true;
    const [from, to] = [was.spec.holderIdentity, is.spec.holderIdentity];
    if (from === to || Date.parse(after.timestamp) >= runsOut(was)) return true;
    return violated(`${to} took it from ${from}, ${(runsOut(was) - Date.parse(after.timestamp)) / 1000} s too early`, [
      "lease/default/elector",
    ]);
  },
  { hears: ["LeaseApplied"] },
);
