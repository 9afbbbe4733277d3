// Whether everything that is to finish has finished: Jobs, and pods of their own that are not started anew.
import { isJobFinished, specOf } from "@podsim/core";
import type { Envelope, SimTime } from "@podsim/core";
import type { Cluster } from "@podsim/scheduler";

/** Follows a run fact by fact; CronJobs, which never finish, are not waited for, the Jobs they made are. */
export class JobsWatch {
  readonly #jobs = new Set<number>();
  readonly #pods = new Set<number>();
  #seen = 0;
  #sawAny = false;

  constructor(
    private readonly cluster: Cluster,
    /** When the last thing that the timeline brings about is over: more may come until then. */
    private readonly intendedUs: SimTime,
  ) {}

  /** Whether all is done, after the entry that was handled last. */
  get isDone(): boolean {
    const { log, simulation, pendingUs } = this.cluster;
    if (this.#seen < log.length) {
      log.forEach(this.#seen, log.length, (fact) => this.#note(fact));
      this.#seen = log.length;
    }
    const isIdle = this.#jobs.size === 0 && this.#pods.size === 0;
    return this.#sawAny && isIdle && simulation.nowUs >= this.intendedUs && pendingUs() < 0;
  }

  #note({ definition, subject }: Envelope): void {
    const { jobs, pods } = this.cluster.world;
    if (definition.entity === "job") {
      const job = jobs.at(subject);
      if (job === undefined || isJobFinished(job)) this.#jobs.delete(subject);
      else this.#add(this.#jobs, subject);
    } else if (definition.entity === "pod") {
      const isNew = definition.type === "PodCreated";
      if (!isNew && !this.#pods.has(subject)) return;
      const pod = pods.at(subject);
      const isFinished = pod === undefined || pod.status.phase === "Succeeded" || pod.status.phase === "Failed";
      if (isFinished) this.#pods.delete(subject);
      else if (isNew && pod.identity.owner === null && specOf(pod).restartPolicy !== "Always") {
        this.#add(this.#pods, subject);
      }
    }
  }

  #add(to: Set<number>, subject: number): void {
    to.add(subject);
    this.#sawAny = true;
  }
}
