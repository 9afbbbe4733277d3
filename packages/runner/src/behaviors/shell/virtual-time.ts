// Cooperative processes on one virtual clock: it moves only when every process waits for something.
import type { Duration } from "@podsim/core";

interface Sleeper {
  readonly atUs: Duration;
  readonly wake: () => void;
}

export class VirtualTime {
  #nowUs: Duration = 0;
  #running = 0;
  #sleepers: Sleeper[] = [];
  #onIdle: (() => void) | null = null;

  get nowUs(): Duration {
    return this.#nowUs;
  }

  /** Starts a process. */
  spawn(process: () => Promise<void>): void {
    this.#running += 1;
    void process().then(
      () => this.#rest(),
      () => this.#rest(),
    );
  }

  /** The calling process waits until then. */
  async sleepUntil(atUs: Duration): Promise<void> {
    await this.#waiting(
      new Promise<void>((wake) => {
        this.#sleepers.push({ atUs: Math.max(atUs, this.#nowUs), wake });
      }),
    );
  }

  /** The calling process waits for something another process does; false = for nothing that will come. */
  async waitFor(what: Promise<void>): Promise<void> {
    await this.#waiting(what);
  }

  /** The calling process never goes on. */
  async hang(): Promise<never> {
    this.#rest();
    return await new Promise<never>(() => undefined);
  }

  /** Lets time pass without waking anybody; what sleeps goes on sleeping as long as it would have. */
  skip(us: Duration): void {
    this.#nowUs += us;
  }

  /** Runs to `untilUs`, telling before each step of the clock; true if nothing is left to happen before. */
  async run(untilUs: Duration, onStep: () => Promise<boolean>): Promise<boolean> {
    for (;;) {
      await this.#idle();
      if (!(await onStep())) return false;
      const next = this.#earliest();
      if (next === null) return true;
      if (next.atUs > untilUs) {
        this.#nowUs = Math.max(this.#nowUs, untilUs);
        return false;
      }
      this.#sleepers.splice(this.#sleepers.indexOf(next), 1);
      this.#nowUs = Math.max(this.#nowUs, next.atUs);
      this.#running += 1;
      next.wake();
    }
  }

  #earliest(): Sleeper | null {
    let first: Sleeper | null = null;
    for (const sleeper of this.#sleepers) if (first === null || sleeper.atUs < first.atUs) first = sleeper;
    return first;
  }

  async #waiting(what: Promise<void>): Promise<void> {
    this.#rest();
    await what;
  }

  #rest(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#onIdle?.();
  }

  async #idle(): Promise<void> {
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
    this.#onIdle = null;
  }

  /** To be called by whoever ends another process's wait: it runs again. */
  resume(): void {
    this.#running += 1;
  }
}
