// Which ReplicaSet a pod template belongs to: when two templates are the same, and the hash in the set's name.
import type { PodTemplateSpec } from "../api/pod.js";
import { textOf } from "../api/same-value.js";
import { safeEncode } from "../generated-names.js";

/** Tells the pods, and the selector, of one ReplicaSet of a Deployment from those of another. */
export const TEMPLATE_HASH_LABEL = "pod-template-hash";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

const fold = (hash: number, byte: number): number => Math.imul(hash ^ byte, FNV_PRIME);

/** FNV-32a over the text's UTF-8 bytes. */
const hashText = (text: string): number => {
  let hash = FNV_OFFSET;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      hash = fold(hash, code);
      continue;
    }
    const continuationCount = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    const lead = (0xff00 >> (continuationCount + 1)) & 0xff;
    hash = fold(hash, lead | (code >> (6 * continuationCount)));
    for (let k = continuationCount - 1; k >= 0; k--) hash = fold(hash, 0x80 | ((code >> (6 * k)) & 0x3f));
  }
  return hash;
};

const canonicalTexts = new WeakMap<PodTemplateSpec, string>();

/** The template without the label that a ReplicaSet's own copy carries. Computed once per template object. */
const canonicalText = (template: PodTemplateSpec): string => {
  let text = canonicalTexts.get(template);
  if (text !== undefined) return text;
  const { metadata, spec } = template;
  const labels = Object.fromEntries(Object.entries(metadata.labels).filter(([key]) => key !== TEMPLATE_HASH_LABEL));
  text = textOf({ metadata: { ...metadata, labels }, spec });
  canonicalTexts.set(template, text);
  return text;
};

/** Whether a rollout from one to the other would change nothing; the label pod-template-hash does not count. */
export const isSameTemplate = (a: PodTemplateSpec, b: PodTemplateSpec): boolean => {
  if (a === b) return true;
  const text = canonicalText(a);
  if (text !== canonicalText(b)) return false;
  // Both refer to one text from now on, so that the next comparison looks at no letter of it.
  canonicalTexts.set(b, text);
  return true;
};

/**
 * The hash of a template (without its pod-template-hash), in letters. `collisionCount` says how many ReplicaSets of
 * another template, or of another owner, already have the name that this hash would give; 0 at first.
 */
export const templateHash = (template: PodTemplateSpec, collisionCount: number): string => {
  let hash = hashText(canonicalText(template));
  if (collisionCount > 0) for (let k = 0; k < 8; k++) hash = fold(hash, k < 4 ? (collisionCount >> (8 * k)) & 0xff : 0);
  return safeEncode(String(hash >>> 0));
};

/** The template as the ReplicaSet named with `hash` keeps it: its pods carry the hash as a label. */
export const withTemplateHash = (template: PodTemplateSpec, hash: string): PodTemplateSpec => ({
  metadata: { ...template.metadata, labels: { ...template.metadata.labels, [TEMPLATE_HASH_LABEL]: hash } },
  spec: template.spec,
});
