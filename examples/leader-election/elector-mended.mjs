// A controller of two processes that agree by a Lease on which of them leads. Who is too late is refused, and looks again.

const NAMESPACE = "default";
const NAME = "elector";
/** How long the others wait after the last renewal. */
const LEASE_SECONDS = 15;
const RENEW_SECONDS = 5;

/** Seconds since the lease was last renewed. */
const age = ({ spec }, now) => (now - Date.parse(spec.renewTime)) / 1000;

const isHeldByAnother = (lease, me, now) =>
  lease.spec.holderIdentity !== me && age(lease, now) < lease.spec.leaseDurationSeconds;

const isMineAndFresh = (lease, me, now) => lease.spec.holderIdentity === me && age(lease, now) < RENEW_SECONDS;

const held = (me, timestamp) => ({
  holderIdentity: me,
  leaseDurationSeconds: LEASE_SECONDS,
  renewTime: timestamp,
});

/** @type {import("@podsim/runner/testing").Reconciler} */
export const elector = {
  name: "elector",
  replicas: 2,
  watches: [{ kind: "Lease" }],
  starts: [`${NAMESPACE}/${NAME}`],
  *reconcile(key, client, context) {
    const me = context.identity;
    const known = client.cached("Lease", NAMESPACE, NAME);
    if (known === undefined) {
      yield* client.create({
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: { name: NAME, namespace: NAMESPACE },
        spec: held(me, context.timestamp()),
      });
      return { requeueAfter: `${RENEW_SECONDS}s` };
    }
    if (isHeldByAnother(known, me, context.nowMillis())) return { requeueAfter: "5s" };
    if (isMineAndFresh(known, me, context.nowMillis())) return { requeueAfter: "5s" };
    // Refused with a Conflict if the cache was behind; then it is reconciled again, with what the cache knows by then.
    yield* client.update({ ...known, spec: held(me, context.timestamp()) });
    return { requeueAfter: `${RENEW_SECONDS}s` };
  },
};
