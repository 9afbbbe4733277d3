// The API server as controllers of the user's own see it: objects as JSON with their versions, and calls that are carried
// out by the requests a scenario makes, with optimistic concurrency in front of them.
import { decodeObject, requestRefused, specOf } from "@podsim/core";
import type { Envelope, EventDefinition, KubernetesObject, SimTime } from "@podsim/core";
import type { ControlPlane, Outbox } from "../actor.js";
import { evictPod } from "../api-server/evict-pod.js";
import type { RequestContext } from "../api-server/request.js";
import type { WorldView } from "../cluster/world.js";
import { apply } from "../api-server/requests/apply.js";
import { deleteObject } from "../api-server/requests/delete-object.js";
import { alreadyExists, ApiError, modified, notFound } from "./api-error.js";
import { ObjectVersions } from "./object-versions.js";
import type { ApiCall, ApiObject } from "./reconciler.js";
import { SERVED_KINDS } from "./served-kinds.js";
import type { ServedKind } from "./served-kinds.js";

/** The JSON of an object of a served kind, without its resourceVersion. */
export type ShowObject = (kind: string, state: unknown, world: WorldView) => ApiObject;

/** What a call comes to: an object still to be read once its facts are there, a value, or a refusal. */
export type Outcome =
  | { readonly kind: "written"; readonly served: ServedKind; readonly object: ApiObject }
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: ApiError };

const VALUE_VOID: Outcome = { kind: "value", value: undefined };
const failed = (error: ApiError): Outcome => ({ kind: "error", error });

/** Throws TypeError of a kind that is not served: no cluster of podsim's has objects of it that could be read. */
export const servedKind = (kind: string): ServedKind => {
  const served = SERVED_KINDS.get(kind);
  if (served !== undefined) return served;
  throw new TypeError(`objects of kind ${kind} are not served; served are ${[...SERVED_KINDS.keys()].join(", ")}`);
};

const namespaceOf = ({ metadata }: ApiObject): string => metadata.namespace ?? "default";

/** An outbox that keeps refusals back: who called is told, nobody else. */
class CallOutbox implements Outbox {
  refusal: string | null = null;

  constructor(private readonly out: Outbox) {}

  record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): void {
    if ((definition as EventDefinition) !== (requestRefused as EventDefinition)) {
      return this.out.record(definition, subject, data);
    }
    this.refusal = (data as unknown as { readonly message: string }).message;
  }

  plan(...args: Parameters<Outbox["plan"]>): number {
    return this.out.plan(...args);
  }

  withdraw(token: number): boolean {
    return this.out.withdraw(token);
  }
}

const refusedAs = (message: string): ApiError =>
  new ApiError(message.includes("is forbidden") ? "Forbidden" : "Invalid", message);

export class ApiFront {
  readonly #versions = new ObjectVersions();

  constructor(
    private readonly plane: ControlPlane,
    private readonly show: ShowObject,
  ) {}

  /** Takes note of a fact; whether watches tell of it. */
  note(fact: Envelope): boolean {
    return this.#versions.note(fact, this.plane.world);
  }

  /** undefined = there is no such object. */
  read(served: ServedKind, ix: number): ApiObject | undefined {
    const state = served.at(this.plane.world, ix);
    if (state === undefined) return undefined;
    const shown = this.show(served.kind, state, this.plane.world);
    return { ...shown, metadata: { ...shown.metadata, resourceVersion: this.#versions.of(served.entity, ix) } };
  }

  find(kind: string, namespace: string, name: string): ApiObject | undefined {
    const served = servedKind(kind);
    const ix = served.ixOf(this.plane.world, namespace, name);
    return ix === undefined ? undefined : this.read(served, ix);
  }

  all(kind: string): readonly ApiObject[] {
    const served = servedKind(kind);
    return served.all(this.plane.world).flatMap((ix) => this.read(served, ix) ?? []);
  }

  /** Carries the call out, now. `caller` keys what is drawn for it. Throws TypeError of a call that is none. */
  perform(call: Exclude<ApiCall, { readonly verb: "wait" }>, caller: string, now: SimTime, out: Outbox): Outcome {
    switch (call.verb) {
      case "get":
        return { kind: "value", value: this.find(call.kind, call.namespace, call.name) ?? null };
      case "create":
        return this.#create(call.object, caller, now, out);
      case "update":
        return this.#update(call.object, caller, now, out);
      case "delete":
        return this.#delete(call, caller, now, out);
      case "evict":
        return this.#evict(call.namespace, call.name, now, out);
    }
  }

  #create(object: ApiObject, caller: string, now: SimTime, out: Outbox): Outcome {
    const served = servedKind(object.kind);
    const { name, resourceVersion = "" } = object.metadata;
    if (resourceVersion !== "") {
      return failed(new ApiError("Invalid", "resourceVersion should not be set on objects to be created"));
    }
    if (served.ixOf(this.plane.world, namespaceOf(object), name) !== undefined) {
      return failed(alreadyExists(served.resource, name));
    }
    return this.#write(served, object, caller, now, out);
  }

  #update(object: ApiObject, caller: string, now: SimTime, out: Outbox): Outcome {
    const served = servedKind(object.kind);
    const { name, resourceVersion = "" } = object.metadata;
    const ix = served.ixOf(this.plane.world, namespaceOf(object), name);
    // A Lease may be created by an update, and is never updated whatever it has become.
    const isLease = served.kind === "Lease";
    if (ix === undefined) {
      if (!isLease || resourceVersion !== "") return failed(notFound(served.resource, name));
      return this.#write(served, object, caller, now, out);
    }
    if (resourceVersion === "" && isLease) {
      const why = "metadata.resourceVersion: Invalid value: 0: must be specified for an update";
      return failed(new ApiError("Invalid", `${served.resource} "${name}" is invalid: ${why}`));
    }
    if (resourceVersion !== "" && resourceVersion !== this.#versions.of(served.entity, ix)) {
      return failed(modified(served.resource, name));
    }
    return this.#write(served, object, caller, now, out);
  }

  #write(served: ServedKind, given: ApiObject, caller: string, now: SimTime, out: Outbox): Outcome {
    const { object, problems } = decodeObject(given);
    if (object === null || problems.length > 0) {
      const why = problems.map(({ message }) => message).join(", ");
      return failed(new ApiError("Invalid", `${served.kind} "${given.metadata.name}" is invalid: ${why}`));
    }
    const kept = new CallOutbox(out);
    apply.perform({ verb: "apply", object: this.#asItWasMade(object) }, this.#context(caller), now, kept);
    return kept.refusal === null ? { kind: "written", served, object: given } : failed(refusedAs(kept.refusal));
  }

  /** A pod that was bound says its node; what it was made from does not. */
  #asItWasMade(object: KubernetesObject): KubernetesObject {
    if (object.kind !== "Pod" || object.spec.nodeName === undefined) return object;
    const pod = this.plane.world.pods.find(object.metadata.namespace, object.metadata.name);
    if (pod?.binding?.nodeName !== object.spec.nodeName || specOf(pod).nodeName !== undefined) return object;
    const { nodeName: _, ...spec } = object.spec;
    return { ...object, spec };
  }

  #delete(call: Extract<ApiCall, { readonly verb: "delete" }>, caller: string, now: SimTime, out: Outbox): Outcome {
    const { kind, namespace, name, resourceVersion } = call;
    const served = servedKind(kind);
    const ix = served.ixOf(this.plane.world, namespace, name);
    if (ix === undefined) return failed(notFound(served.resource, name));
    const current = this.#versions.of(served.entity, ix);
    if (resourceVersion !== null && resourceVersion !== current) {
      const why =
        `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record ` +
        `(${current}). The object might have been modified`;
      const message = `Operation cannot be fulfilled on ${served.resource} "${name}": Precondition failed: ${why}`;
      return failed(new ApiError("Conflict", message));
    }
    const kept = new CallOutbox(out);
    const target = { kind, namespace: served.isNamespaced ? namespace : "", name };
    deleteObject.perform({ verb: "delete", target, graceSeconds: null }, this.#context(caller), now, kept);
    return kept.refusal === null ? VALUE_VOID : failed(refusedAs(kept.refusal));
  }

  #evict(namespace: string, name: string, now: SimTime, out: Outbox): Outcome {
    const pod = this.plane.world.pods.find(namespace, name);
    if (pod === undefined) return failed(notFound("pods", name));
    const decision = evictPod(pod, null, this.plane.world, now, out);
    if (decision.kind === "allowed") return VALUE_VOID;
    const message = "Cannot evict pod as it would violate the pod's disruption budget.";
    return failed(new ApiError("TooManyRequests", message));
  }

  #context(name: string): RequestContext {
    const never = (): never => {
      throw new TypeError(`${name}: a call does one thing, now`);
    };
    return { plane: this.plane, name, later: never, drain: never };
  }
}
