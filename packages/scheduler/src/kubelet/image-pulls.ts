// Going to the registry: a node pulls one image at a time, and a pull fails when the image is missing or the registry down.
import {
  containerAt,
  fullImageName,
  imagePulled,
  imagePullFailed,
  imagePullStarted,
  imageSpellings,
  imageStored,
  registryOf,
  specOf,
} from "@podsim/core";
import type { PodState, RegistryOutage, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import type { PullRequest } from "./image-puller.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker } from "./pod-worker.js";

const outageFor = (context: KubeletContext, image: string): RegistryOutage | undefined => {
  const registry = registryOf(image);
  return context.plane.world.cluster.outages.find((o) => o.registry === "*" || o.registry === registry);
};

/** As containerd words it that the reference could not be resolved. */
const unresolved = (image: string, reason: string): string => {
  const name = fullImageName(image);
  return `failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${reason}`;
};

const DENIED =
  "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed";

/** Some runtimes begin their error with the kubelet's own word for it. */
const isWorded = (error: string): boolean => /^(RegistryUnavailable|SignatureValidationFailed)/.test(error);

const outageError = (image: string, { error }: RegistryOutage): string =>
  isWorded(error) ? error : unresolved(image, error);

export const askForPull = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  container: number,
  now: SimTime,
  out: Outbox,
): void => {
  const { image } = containerAt(specOf(pod), container);
  out.record(imagePullStarted, worker.pod, { container, image });
  const request: PullRequest = { worker, container, image, askedAtUs: now, n: worker.pullCount++ };
  if (context.puller(worker.nodeIx).ask(request, now)) runPull(context, request, now, out);
};

/** Whether the image lies on the worker's node, under whatever spelling. */
export const isImageOnNode = (context: KubeletContext, { nodeIx }: PodWorker, image: string): boolean => {
  const { nodes } = context.plane.world;
  const isThere = (name: string): boolean => nodes.image(name)?.isOn(nodeIx) === true;
  return isThere(image) || imageSpellings(image).some(isThere);
};

/** The pull's turn has come: whether and when it succeeds is decided by the registry as it is now. */
const runPull = (context: KubeletContext, request: PullRequest, now: SimTime, out: Outbox): void => {
  const { worker, container, image, n } = request;
  const pod = context.pod(worker);
  const { nodeIx } = worker;
  const done = (at: SimTime, error: string | null): void =>
    void context.plan(out, at, { kind: "pull-done", nodeIx, request, error });
  const outage = outageFor(context, image);
  if (!context.pullRate(nodeIx).tryTake(now)) return done(now, "pull QPS exceeded");
  if (outage !== undefined) return done(now + outage.failsAfterUs, outageError(image, outage));
  if (pod === undefined) return done(now, null);
  const behavior = context.behaviorOf(pod.identity.template, container).image;
  const refusal = behavior.denied ? DENIED : behavior.missing ? `${fullImageName(image)}: not found` : null;
  if (refusal !== null) {
    return done(now + context.latency("imagePullFailure", worker, n), unresolved(image, refusal));
  }
  if (isImageOnNode(context, worker, image)) return done(now + context.latency("imageDigestCheck", worker, n), null);
  done(now + context.onNode(worker, Math.ceil((behavior.sizeBytes / behavior.pullBytesPerSecond) * SECOND)), null);
};

/** A pull ended: its facts, and the next pull of the node. Returns whether the image is there. */
export const finishPull = (
  context: KubeletContext,
  request: PullRequest,
  error: string | null,
  now: SimTime,
  out: Outbox,
): boolean => {
  const { worker, container, image } = request;
  const puller = context.puller(worker.nodeIx);
  const startedAtUs = puller.startedAtUs(request) ?? now;
  const pod = context.pod(worker);
  if (pod !== undefined && worker.alive) {
    if (error !== null) out.record(imagePullFailed, worker.pod, { container, image, error });
    else {
      const { sizeBytes } = context.behaviorOf(pod.identity.template, container).image;
      const tookUs = now - startedAtUs;
      const waitedUs = startedAtUs - request.askedAtUs;
      if (!isImageOnNode(context, worker, image)) out.record(imageStored, worker.nodeIx, { image, sizeBytes });
      out.record(imagePulled, worker.pod, { container, image, sizeBytes, tookUs, waitedUs });
    }
  }
  const next = puller.finish(request, now);
  if (next !== null) runPull(context, next, now, out);
  return error === null;
};
