// rollout: a Deployment gets another image, an earlier template back, or all its pods anew.
import type { ApiRequest, ObjectRef, RolloutUndoRequest, SetTemplateRequest } from "@podsim/scheduler";
import { closest } from "../input/closest.js";
import { defineIntervention } from "../scenario/intervention.js";
import type { Planning } from "../scenario/intervention.js";
import { checked, dictionary, forms, mapped } from "../scenario/schema/collections.js";
import { isMapping, optional, record, required } from "../scenario/schema/record.js";
import { flag, integer, text } from "../scenario/schema/scalars.js";
import { listed } from "../scenario/schema/shown.js";
import { flagText, namespaceField, resolveTarget, target } from "../scenario/targets.js";
import type { Target } from "../scenario/targets.js";

/** Container -> image; "*" = every container. */
type Images = Readonly<Record<string, string>>;

interface RolloutParams {
  readonly target: Target;
  readonly namespace: string;
  readonly set: { readonly image: Images } | null;
  /** Revision to go back to; 0 = the one before. */
  readonly undo: number | null;
  readonly restart: boolean | null;
}

const byContainer = dictionary(text);
const ofAll = mapped(text, (image): Images => ({ "*": image }));

const images = forms<Images>(
  "an image",
  (value) => (isMapping(value) ? byContainer : ofAll),
  'write "registry.corp/api:v2", or { container: image }',
);

const undo = forms<number | null>(
  "true or { toRevision: 3 }",
  (value) =>
    isMapping(value)
      ? mapped(
          record<{ toRevision: number }>("undo", { toRevision: required(integer({ min: 1 }), "3") }),
          ({ toRevision }): number | null => toRevision,
        )
      : mapped(flag, (wanted): number | null => (wanted ? 0 : null)),
  "write undo: true, or undo: { toRevision: 3 }",
);

const actions = ({ set, undo: back, restart }: RolloutParams): number =>
  Number(set !== null) + Number(back !== null) + Number(restart === true);

const params = checked(
  record<RolloutParams>("rollout", {
    target: required(target("Deployment"), "deployment/web"),
    namespace: namespaceField,
    set: optional(record<{ image: Images }>("set", { image: required(images, "registry.corp/api:v2") })),
    undo: optional(undo),
    restart: optional(flag),
  }),
  (given) =>
    actions(given) === 1
      ? null
      : {
          code: actions(given) === 0 ? "E107" : "E108",
          message: actions(given) === 0 ? "rollout does not say what to do" : "rollout does several things at once",
          why: "exactly one of set, undo and restart is needed",
          fix: "write set: { image: … }, undo: true or restart: true",
        },
);

const checkContainers = (given: Images, ref: ObjectRef, planning: Planning): void => {
  const known = planning.sketch.containersOf(ref);
  for (const name of Object.keys(given)) {
    if (name === "*" || known.length === 0 || known.includes(name)) continue;
    const meant = closest(name, known);
    planning.report({
      code: "E201",
      message: `no container "${name}" in Deployment "${ref.name}"`,
      why: `its containers are ${listed(known, "and")}`,
      fix: meant === null ? "name one of them" : `did you mean ${meant}?`,
      path: ["set", "image", name],
      part: "key",
    });
  }
};

const requestOf = (given: RolloutParams, ref: ObjectRef, planning: Planning): ApiRequest => {
  if (given.undo !== null) {
    const request: RolloutUndoRequest = { verb: "rollout-undo", target: ref, toRevision: given.undo };
    return request;
  }
  const wanted = given.set?.image ?? {};
  checkContainers(wanted, ref, planning);
  for (const image of Object.values(wanted)) planning.sketch.addImage(image);
  const request: SetTemplateRequest = {
    verb: "set-template",
    target: ref,
    images: wanted,
    restartedAt: given.restart === true ? planning.timestamp() : null,
  };
  return request;
};

export const rollout = defineIntervention<RolloutParams>({
  name: "rollout",
  doc: "change a Deployment's image, undo its last rollout, or restart its pods (kubectl set image, rollout undo|restart)",
  example: { target: "deployment/web", namespace: "shop", set: { image: "registry.corp/web:v2" } },
  params,
  text: (given) => {
    const where = `${given.target.text}${flagText(given.namespace)}`;
    if (given.undo !== null) {
      return `rollout undo ${where}${given.undo === 0 ? "" : ` --to-revision=${String(given.undo)}`}`;
    }
    const wanted = Object.entries(given.set?.image ?? {}).map(([name, image]) => `${name}=${image}`);
    return wanted.length === 0 ? `rollout restart ${where}` : `set image ${where} ${wanted.join(" ")}`;
  },
  subject: (given) => given.target.name,
  plan: (given, planning) => [
    requestOf(given, resolveTarget(given.target, given.namespace, planning, ["target"]), planning),
  ],
});
