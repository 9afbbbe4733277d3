// Which pods stand behind which Service, and in what condition.
import type { Endpoint, PodIx } from "@podsim/core";

const NONE: ReadonlyMap<PodIx, Endpoint> = new Map();

export class EndpointTable {
  readonly #byService = new Map<number, Map<PodIx, Endpoint>>();
  readonly #ready = new Map<number, number>();

  of(service: number): ReadonlyMap<PodIx, Endpoint> {
    return this.#byService.get(service) ?? NONE;
  }

  readyCount(service: number): number {
    return this.#ready.get(service) ?? 0;
  }

  set(service: number, endpoint: Endpoint): void {
    let members = this.#byService.get(service);
    if (members === undefined) this.#byService.set(service, (members = new Map()));
    const before = members.get(endpoint.pod);
    members.set(endpoint.pod, endpoint);
    this.#ready.set(service, this.readyCount(service) + Number(endpoint.ready) - Number(before?.ready ?? false));
  }

  remove(service: number, pod: PodIx): void {
    const members = this.#byService.get(service);
    const before = members?.get(pod);
    if (members === undefined || before === undefined) return;
    members.delete(pod);
    this.#ready.set(service, this.readyCount(service) - Number(before.ready));
  }

  removeAll(service: number): void {
    this.#byService.delete(service);
    this.#ready.delete(service);
  }
}
