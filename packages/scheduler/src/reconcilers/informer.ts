// One process's cache of one kind, as far as its watch has come. What it is told is older than what is.
import { objectKey } from "@podsim/core";
import type { Labels } from "@podsim/core";
import { selecting } from "./author-texts.js";
import type { ApiObject, WatchedKind } from "./reconciler.js";

/** What a watch tells: an object as it was then, or that there is none any more. */
export interface WatchEvent {
  readonly namespace: string;
  readonly name: string;
  readonly object: ApiObject | null;
}

/** Those whose keys an event changed: as the object was before it, and as it is. */
export type Touched = readonly ApiObject[];

const NOBODY: Touched = [];

export class Informer {
  readonly #objects = new Map<string, ApiObject>();
  readonly #selects: (labels: Labels) => boolean;

  constructor(readonly watched: WatchedKind) {
    this.#selects = selecting(watched.selector ?? "");
  }

  #matches({ metadata }: ApiObject): boolean {
    const { namespace } = this.watched;
    return (namespace === undefined || metadata.namespace === namespace) && this.#selects(metadata.labels ?? {});
  }

  find(namespace: string, name: string): ApiObject | undefined {
    return this.#objects.get(objectKey(namespace, name));
  }

  /** By namespace and name. */
  all(): readonly ApiObject[] {
    return [...this.#objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  /** Begins with what is there. */
  replace(objects: readonly ApiObject[]): Touched {
    const before = [...this.#objects.values()];
    this.#objects.clear();
    const after = objects.filter((object) => this.#matches(object));
    for (const object of after) this.#objects.set(keyOf(object), object);
    const gone = before.filter((object) => !this.#objects.has(keyOf(object)));
    return [...gone, ...after];
  }

  /** Takes in one event. An object that the selector does not match any more is gone, as far as this cache knows. */
  take({ namespace, name, object }: WatchEvent): Touched {
    const key = objectKey(namespace, name);
    const before = this.#objects.get(key);
    if (object !== null && this.#matches(object)) {
      this.#objects.set(key, object);
      return before === undefined ? [object] : [before, object];
    }
    if (before === undefined) return NOBODY;
    this.#objects.delete(key);
    return [before];
  }
}

const keyOf = ({ metadata }: ApiObject): string => objectKey(metadata.namespace ?? "", metadata.name);
