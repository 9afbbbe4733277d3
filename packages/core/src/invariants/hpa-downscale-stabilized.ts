// What was recommended a short while ago is not taken back yet.
import type { Envelope } from "../event.js";
import type { AutoscalerState } from "../horizontal-pod-autoscaler/autoscaler-state.js";
import type { AutoscalerRescaled } from "../horizontal-pod-autoscaler/events/autoscaler-rescaled.js";
import { formatDuration, SECOND } from "../time.js";
import type { Duration, SimTime } from "../time.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { objectWitness } from "../law/witness.js";

const WINDOW_US = 300 * SECOND;

interface Recommendation {
  readonly atUs: SimTime;
  readonly replicas: number;
}

class Stabilization implements Observer {
  /** Autoscaler -> what its metrics asked for when it scaled, since its object was last written. */
  readonly #recommended = new Map<number, readonly Recommendation[]>();

  constructor(private readonly windowUs: Duration) {}

  see({ definition, subject, at, data }: Envelope, _: ClusterView, after: ClusterView): Judgement {
    const autoscaler = after.autoscalers.at(subject);
    if (definition.type !== "AutoscalerRescaled" || autoscaler === undefined) {
      this.#recommended.delete(subject);
      return true;
    }
    const { from, to, recommended } = data as AutoscalerRescaled;
    // Where no metric was asked the bounds of the spec were enforced, which wait for nothing.
    if (recommended < 0) return true;
    const recent = this.#recentOf(autoscaler, at);
    const highest = Math.max(0, ...recent.map(({ replicas }) => replicas));
    this.#recommended.set(subject, [...recent, { atUs: at, replicas: recommended }]);
    const { spec, metadata } = autoscaler.object;
    if (to >= from || to >= Math.min(highest, spec.maxReplicas)) return true;
    const asked = recent.find(({ replicas }) => replicas === highest);
    return violated(
      `scaled down to ${String(to)}, ${formatDuration(at - (asked?.atUs ?? at))} after ${String(highest)} were recommended`,
      [
        objectWitness("horizontalpodautoscaler", metadata),
        objectWitness(spec.scaleTargetRef.kind.toLowerCase(), {
          namespace: metadata.namespace,
          name: spec.scaleTargetRef.name,
        }),
      ],
    );
  }

  #recentOf({ ix, object }: AutoscalerState, at: SimTime): readonly Recommendation[] {
    const own = object.spec.behavior?.scaleDown.stabilizationWindowSeconds;
    const windowUs = own === undefined ? this.windowUs : own * SECOND;
    return (this.#recommended.get(ix) ?? []).filter(({ atUs }) => atUs > at - windowUs);
  }
}

export const hpaDownscaleStabilized: Invariant = {
  id: "hpa.downscaleStabilized",
  title: "an autoscaler never goes below what was recommended within its stabilization window",
  page: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window",
  hears: ["AutoscalerApplied", "AutoscalerDeleted", "AutoscalerRescaled"],
  observe: ({ downscaleStabilizationUs = WINDOW_US }) => new Stabilization(downscaleStabilizationUs),
};
