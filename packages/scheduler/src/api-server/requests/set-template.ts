// kubectl set image and its kin: a Deployment gets another pod template.
import { deploymentApplied } from "@podsim/core";
import type { Container, PodTemplateSpec } from "@podsim/core";
import { refuse, refuseMissing } from "../object-ref.js";
import type { ObjectRef } from "../object-ref.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface SetTemplateRequest extends ApiRequest {
  readonly verb: "set-template";
  readonly target: ObjectRef;
  /** Container name -> image; "*" = every container. */
  readonly images: Readonly<Record<string, string>>;
  /** kubectl rollout restart: the restartedAt annotation's value. */
  readonly restartedAt: string | null;
}

const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
/** What kubectl says itself. */
const PAUSED = "can't restart paused deployment (run rollout resume first)";

const imageFor = (container: Container, images: SetTemplateRequest["images"]): Container => {
  const image = Object.hasOwn(images, container.name) ? images[container.name] : images["*"];
  return image === undefined ? container : { ...container, image };
};

const changed = (template: PodTemplateSpec, { images, restartedAt }: SetTemplateRequest): PodTemplateSpec => ({
  metadata:
    restartedAt === null
      ? template.metadata
      : {
          ...template.metadata,
          annotations: { ...template.metadata.annotations, [RESTARTED_AT]: restartedAt },
        },
  spec: {
    ...template.spec,
    initContainers: template.spec.initContainers.map((c) => (Object.hasOwn(images, c.name) ? imageFor(c, images) : c)),
    containers: template.spec.containers.map((c) => imageFor(c, images)),
  },
});

const missingContainer = (template: PodTemplateSpec, images: SetTemplateRequest["images"]): string | undefined => {
  const names = [...template.spec.initContainers, ...template.spec.containers].map((c) => c.name);
  return Object.keys(images).find((name) => name !== "*" && !names.includes(name));
};

export const setTemplate: RequestDefinition<SetTemplateRequest> = {
  verb: "set-template",
  perform: (request, { plane }, _now, out) => {
    const { target } = request;
    const found = plane.world.deployments.find(target.namespace, target.name);
    if (target.kind !== "Deployment") return refuse(target, `rollout of a ${target.kind} is not modelled`, out);
    if (found === undefined) return refuseMissing(target, out);
    if (request.restartedAt !== null && found.object.spec.paused) return refuse(target, PAUSED, out);
    const missing = missingContainer(found.object.spec.template, request.images);
    if (missing !== undefined) return refuse(target, `unable to find container named "${missing}"`, out);
    const template = changed(found.object.spec.template, request);
    const object = { ...found.object, spec: { ...found.object.spec, template } };
    out.record(deploymentApplied, found.ix, { deploymentIx: found.ix, uid: found.uid, object });
  },
};
