// Going to the registry: a node pulls one image at a time, and a pull fails when the image is missing or the registry down.
import { containerAt, imagePulled, imagePullFailed, imagePullStarted, imageStored, specOf } from "@podsim/core";
import type { PodState, RegistryOutage, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import type { PullRequest } from "./image-puller.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker } from "./pod-worker.js";

const DEFAULT_REGISTRY = "docker.io";

/** The host an image reference names; docker.io where it names none. */
export const registryOf = (image: string): string => {
  const slash = image.indexOf("/");
  const first = slash < 0 ? "" : image.slice(0, slash);
  return first.includes(".") || first.includes(":") || first === "localhost" ? first : DEFAULT_REGISTRY;
};

const outageFor = (context: KubeletContext, image: string): RegistryOutage | undefined => {
  const registry = registryOf(image);
  return context.plane.world.cluster.outages.find((o) => o.registry === "*" || o.registry === registry);
};

const withTag = (image: string): string =>
  image.lastIndexOf(":") > image.lastIndexOf("/") || image.includes("@") ? image : `${image}:latest`;

const notFoundText = (image: string): string => {
  const full = withTag(image);
  const name = full.includes("/") ? full : `library/${full}`;
  const host = registryOf(image);
  const reference = host === DEFAULT_REGISTRY && !name.startsWith(`${host}/`) ? `${host}/${name}` : name;
  return `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": ${reference}: not found`;
};

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

const isPresent = (context: KubeletContext, request: PullRequest): boolean => {
  const images = context.plane.world.nodes.at(request.worker.nodeIx)?.images;
  return images !== undefined && Object.hasOwn(images, request.image);
};

/** The pull's turn has come: whether and when it succeeds is decided by the registry as it is now. */
const runPull = (context: KubeletContext, request: PullRequest, now: SimTime, out: Outbox): void => {
  const { worker, container, image, n } = request;
  const pod = context.pod(worker);
  const { nodeIx } = worker;
  const done = (at: SimTime, error: string | null): void =>
    void context.plan(out, at, { kind: "pull-done", nodeIx, request, error });
  const outage = outageFor(context, image);
  if (outage !== undefined) return done(now + outage.failsAfterUs, outage.error);
  if (pod === undefined) return done(now, null);
  const behavior = context.behaviorOf(pod.identity.template, container).image;
  if (behavior.missing) return done(now + context.latency("imagePullFailure", worker.key, n), notFoundText(image));
  if (isPresent(context, request)) return done(now + context.latency("imageDigestCheck", worker.key, n), null);
  done(now + Math.ceil((behavior.sizeBytes / behavior.pullBytesPerSecond) * SECOND), null);
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
  const startedAtUs = puller.current?.startedAtUs ?? now;
  const pod = context.pod(worker);
  if (pod !== undefined && worker.alive) {
    if (error !== null) out.record(imagePullFailed, worker.pod, { container, image, error });
    else {
      const { sizeBytes } = context.behaviorOf(pod.identity.template, container).image;
      const tookUs = now - startedAtUs;
      const waitedUs = startedAtUs - request.askedAtUs;
      if (!isPresent(context, request)) out.record(imageStored, worker.nodeIx, { image, sizeBytes });
      out.record(imagePulled, worker.pod, { container, image, sizeBytes, tookUs, waitedUs });
    }
  }
  const next = puller.finish(now);
  if (next !== null) runPull(context, next, now, out);
  return error === null;
};
