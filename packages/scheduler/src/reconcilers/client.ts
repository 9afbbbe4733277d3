// The client a controller is handed: reads from its caches, and calls that it yields.
import { selecting, timeOf } from "./author-texts.js";
import type { Informer } from "./informer.js";
import { ownCopy } from "./own-copy.js";
import type { ApiCall, ApiObject, Call, Client } from "./reconciler.js";

function* asked<Result>(call: ApiCall): Call<Result> {
  return (yield call) as Result;
}

export class CachedClient implements Client {
  /** `informers`: by kind. */
  constructor(private readonly informers: ReadonlyMap<string, Informer>) {}

  cached<T extends ApiObject>(kind: string, namespace: string, name: string): T | undefined {
    const found = this.#informer(kind).find(namespace, name);
    return found === undefined ? undefined : ownCopy(found as T);
  }

  list<T extends ApiObject>(kind: string, selector = ""): readonly T[] {
    const matches = selecting(selector);
    return this.#informer(kind)
      .all()
      .filter(({ metadata }) => matches(metadata.labels ?? {}))
      .map((object) => ownCopy(object as T));
  }

  get<T extends ApiObject>(kind: string, namespace: string, name: string): Call<T | null> {
    return asked({ verb: "get", kind, namespace, name });
  }

  create<T extends ApiObject>(object: T): Call<T> {
    return asked({ verb: "create", object: ownCopy(object) });
  }

  update<T extends ApiObject>(object: T): Call<T> {
    return asked({ verb: "update", object: ownCopy(object) });
  }

  delete(
    kind: string,
    namespace: string,
    name: string,
    precondition?: { readonly resourceVersion: string },
  ): Call<void> {
    return asked({ verb: "delete", kind, namespace, name, resourceVersion: precondition?.resourceVersion ?? null });
  }

  evict(namespace: string, name: string): Call<void> {
    return asked({ verb: "evict", namespace, name });
  }

  wait(time: string): Call<void> {
    return asked({ verb: "wait", forUs: timeOf(time, "wait") });
  }

  /** Throws TypeError of a kind that is not watched: there is no cache of it. */
  #informer(kind: string): Informer {
    const informer = this.informers.get(kind);
    if (informer !== undefined) return informer;
    const watched = [...this.informers.keys()].join(", ");
    throw new TypeError(`${kind} is not watched, so no cache holds any; watched are ${watched}; get asks the server`);
  }
}
