// A controller of the user's own as its author writes it: what it watches, and what it does about one key. Whatever takes
// time, a call to the API server, is yielded: `const lease = yield* client.get("Lease", "shop", "leader")`.
import type { Duration } from "@podsim/core";

export interface ApiMetadata {
  name: string;
  /** Absent of what belongs to no namespace; "default" where an author leaves it out. */
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  uid?: string;
  /** Another one for each change; an update that names an older one is refused with a Conflict. */
  resourceVersion?: string;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  [field: string]: unknown;
}

/** A Kubernetes object as JSON. Those that a controller is handed are its own: it may change them and send them back. */
export interface ApiObject {
  apiVersion: string;
  kind: string;
  metadata: ApiMetadata;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  [field: string]: unknown;
}

/** What a call asks of the API server. */
export type ApiCall =
  | { readonly verb: "get"; readonly kind: string; readonly namespace: string; readonly name: string }
  | { readonly verb: "create"; readonly object: ApiObject }
  | { readonly verb: "update"; readonly object: ApiObject }
  | {
      readonly verb: "delete";
      readonly kind: string;
      readonly namespace: string;
      readonly name: string;
      /** Only if the object still is of this version; null = of any. */
      readonly resourceVersion: string | null;
    }
  | { readonly verb: "evict"; readonly namespace: string; readonly name: string }
  | { readonly verb: "wait"; readonly forUs: Duration };

/** A call under way: `yield*` it, and it comes to its result, or throws an ApiError. */
export type Call<Result> = Generator<ApiCall, Result, unknown>;

export interface Client {
  /** From the cache of a watched kind, which is as old as the watch is behind; undefined = not there, as far as it knows. */
  cached<T extends ApiObject = ApiObject>(kind: string, namespace: string, name: string): T | undefined;
  /** All of a watched kind that the cache holds, by namespace and name; `selector` as kubectl -l takes it. */
  list<T extends ApiObject = ApiObject>(kind: string, selector?: string): readonly T[];
  /** From the API server, as it is when the call arrives there; null = not found. */
  get<T extends ApiObject = ApiObject>(kind: string, namespace: string, name: string): Call<T | null>;
  create<T extends ApiObject>(object: T): Call<T>;
  /** With metadata.resourceVersion only if nobody changed it since; without, in any case (but for a Lease, which needs one). */
  update<T extends ApiObject>(object: T): Call<T>;
  delete(
    kind: string,
    namespace: string,
    name: string,
    precondition?: { readonly resourceVersion: string },
  ): Call<void>;
  /** The eviction API: TooManyRequests where a disruption budget allows none. */
  evict(namespace: string, name: string): Call<void>;
  /** Lets so much time go by: "2s", "500ms". */
  wait(time: string): Call<void>;
}

/** Who reconciles, and when: it may be asked again after every call, since time goes by. */
export interface ReconcileContext {
  /** Of the process: "elector-0". It is the same again after a restart. */
  readonly identity: string;
  /** How often the process was restarted. */
  readonly restarts: number;
  /** Since 1970, in milliseconds. */
  nowMillis(): number;
  /** The same as Kubernetes writes it: "2026-01-01T00:00:02.000000Z". */
  timestamp(): string;
  /** A number in [0,1), another one each time, the same in every run with the same seed. */
  random(): number;
}

/** What is to happen with the key; nothing = it waits for the next change. */
export interface ReconcileResult {
  /** "10s" */
  readonly requeueAfter?: string;
}

export interface WatchedKind {
  readonly kind: string;
  /** Of all namespaces if absent. */
  readonly namespace?: string;
  /** "app=db,role=leader"; everything if absent. */
  readonly selector?: string;
  /** The keys to reconcile when it changed; "namespace/name" of the object if absent. */
  readonly keys?: (object: ApiObject) => string | readonly string[];
}

/** Level-triggered: it is told a key, never what changed. */
export type Reconcile = (
  key: string,
  client: Client,
  context: ReconcileContext,
) => Generator<ApiCall, ReconcileResult | undefined | void, unknown>;

/** A controller. Either `reconcile`, of one that remembers nothing, or `start`. */
export interface Reconciler {
  readonly name: string;
  /** How many processes run it; 1 if absent. */
  readonly replicas?: number;
  readonly watches: readonly WatchedKind[];
  /** Keys it reconciles once it has started, besides those of what is there. */
  readonly starts?: readonly string[];
  readonly reconcile?: Reconcile;
  /** Called when a process begins, and gives its reconcile: what that remembers is gone when the process is. */
  readonly start?: () => Reconcile;
}
