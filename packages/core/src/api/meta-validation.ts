// The rules for metadata, label selectors, taints and tolerations.
import type { Path } from "./errors.js";
import type {
  Labels,
  LabelSelector,
  LabelSelectorRequirement,
  NodeSelectorRequirement,
  ObjectMeta,
  OwnerReference,
  Taint,
  Toleration,
} from "./meta.js";
import { asDnsLabel, dns1123Label, labelValue, qualifiedName } from "./names.js";
import type { Validity } from "./validity.js";

/** All keys and values of an object's annotations together, in bytes. */
const MAX_ANNOTATIONS_BYTES = 256 * 1024;

export const checkLabels = (check: Validity, at: Path, labels: Labels): void => {
  for (const key of Object.keys(labels)) {
    const value = labels[key] ?? "";
    const [wrongKey, wrongValue] = [qualifiedName(key), labelValue(value)];
    if (wrongKey.length + wrongValue.length === 0) continue;
    check.keyAt(at, key, wrongKey, { field: at });
    check.namesAt(at, key, value, wrongValue, { field: at });
  }
};

/** UTF-16 units bound the bytes from below, three bytes per unit from above: only between the two it needs counting. */
const utf8Length = (text: string): number => {
  let bytes = text.length;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 0 : code < 0x800 ? 1 : 2;
  }
  return bytes;
};

export const checkAnnotations = (check: Validity, at: Path, annotations: Labels): void => {
  let bytes = 0;
  for (const key of Object.keys(annotations)) {
    check.keyAt(at, key, qualifiedName(key.toLowerCase()), { field: at });
    bytes += utf8Length(key) + utf8Length(annotations[key] ?? "");
  }
  if (bytes > MAX_ANNOTATIONS_BYTES) check.tooLong(at, `may not be more than ${MAX_ANNOTATIONS_BYTES} bytes`);
};

const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(["kubernetes", "foregroundDeletion", "orphan"]);

export const checkFinalizers = (check: Validity, at: Path, finalizers: readonly string[]): void => {
  for (const [i, name] of finalizers.entries()) {
    const wrong = qualifiedName(name);
    check.namesAt(at, i, name, wrong);
    if (wrong.length > 0 || name.includes("/") || STANDARD_FINALIZERS.has(name)) continue;
    check.invalid([...at, i], name, "name is neither a standard finalizer name nor is it fully qualified");
  }
};

const checkOwners = (check: Validity, at: Path, owners: readonly OwnerReference[]): void => {
  const controllers: string[] = [];
  for (const [i, owner] of owners.entries()) {
    if (owner.apiVersion === "") check.invalid([...at, i, "apiVersion"], "", "version must not be empty");
    for (const field of ["kind", "name", "uid"] as const) {
      if (owner[field] === "") check.invalid([...at, i, field], "", "must not be empty");
    }
    if (owner.controller === true) controllers.push(`${owner.kind}/${owner.name}`);
  }
  const [first, second] = controllers;
  if (second === undefined) return;
  const found = `Found "true" in references for ${first ?? ""} and ${second}`;
  check.invalid(at, owners, `Only one reference can have Controller set to true. ${found}`);
};

const METADATA: Path = ["metadata"];
const LABELS: Path = ["metadata", "labels"];
const ANNOTATIONS: Path = ["metadata", "annotations"];

/** `objectionsTo` are the rules for names of this kind. */
export const checkMeta = (
  check: Validity,
  meta: ObjectMeta,
  objectionsTo: (name: string) => readonly string[],
): void => {
  if (meta.name === "") {
    check.required([...METADATA, "name"], "name or generateName is required", {
      fix: "generateName" in meta ? "give it a name: podsim applies, and apply cannot generate one" : "give it a name",
    });
  } else {
    const objections = objectionsTo(meta.name);
    const better = objections.length === 0 ? null : asDnsLabel(meta.name);
    const isBetter = better !== null && objectionsTo(better).length === 0;
    check.namesAt(METADATA, "name", meta.name, objections, isBetter ? { fix: `write ${better}` } : {});
  }
  if (meta.namespace !== "") check.namesAt(METADATA, "namespace", meta.namespace, dns1123Label(meta.namespace));
  checkLabels(check, LABELS, meta.labels);
  checkAnnotations(check, ANNOTATIONS, meta.annotations);
  if (meta.ownerReferences !== undefined) checkOwners(check, [...METADATA, "ownerReferences"], meta.ownerReferences);
};

/** Whether the operator's values are there or missing as it wants them. */
const checkValueCount = (
  check: Validity,
  at: Path,
  { operator, values = [] }: LabelSelectorRequirement | NodeSelectorRequirement,
): void => {
  switch (operator) {
    case "In":
    case "NotIn":
      if (values.length === 0)
        check.required([...at, "values"], "must be specified when `operator` is 'In' or 'NotIn'");
      return;
    case "Exists":
    case "DoesNotExist":
      if (values.length > 0) {
        check.forbidden([...at, "values"], "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      }
      return;
    case "Gt":
    case "Lt":
      if (values.length !== 1) {
        check.required([...at, "values"], "must be specified single value when `operator` is 'Lt' or 'Gt'");
      }
      return;
  }
};

const checkValues = (check: Validity, at: Path, values: readonly string[]): void => {
  for (const [i, value] of values.entries()) check.namesAt(at, i, value, labelValue(value));
};

export const checkLabelSelector = (check: Validity, at: Path, selector: LabelSelector | undefined): void => {
  if (selector === undefined) return;
  if (selector.matchLabels !== undefined) checkLabels(check, [...at, "matchLabels"], selector.matchLabels);
  for (const [i, requirement] of (selector.matchExpressions ?? []).entries()) {
    const path = [...at, "matchExpressions", i];
    checkValueCount(check, path, requirement);
    check.namesAt(path, "key", requirement.key, qualifiedName(requirement.key));
    checkValues(check, [...path, "values"], requirement.values ?? []);
  }
};

/** A requirement on a node's labels; preferred terms may compare with values that no label can have. */
export const checkNodeRequirement = (
  check: Validity,
  at: Path,
  requirement: NodeSelectorRequirement,
  areValuesChecked: boolean,
): void => {
  checkValueCount(check, at, requirement);
  check.namesAt(at, "key", requirement.key, qualifiedName(requirement.key));
  if (areValuesChecked) checkValues(check, [...at, "values"], requirement.values ?? []);
};

export const checkTaints = (check: Validity, at: Path, taints: readonly Taint[]): void => {
  const seen = new Set<string>();
  for (const [i, { key, value, effect }] of taints.entries()) {
    check.names([...at, i, "key"], key, qualifiedName(key));
    const objections = labelValue(value);
    if (objections.length > 0) check.invalid([...at, i, "value"], value, objections.join(";"));
    const pair = `${key}:${effect}`;
    if (seen.has(pair)) check.duplicate([...at, i], pair, "taints must be unique by key and effect pair");
    seen.add(pair);
  }
};

const checkToleration = (check: Validity, at: Path, toleration: Toleration): void => {
  const { key, operator, value, effect, tolerationSeconds } = toleration;
  if (key !== "") check.namesAt(at, "key", key, qualifiedName(key));
  else if (operator !== "Exists") {
    const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    check.invalid([...at, "operator"], operator, detail, { fix: "add the key, or write operator: Exists" });
  }
  if (tolerationSeconds !== undefined && effect !== "NoExecute") {
    check.invalid([...at, "effect"], effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
  }
  if (operator === "Exists") {
    if (value !== "") check.invalid([...at, "operator"], value, "value must be empty when `operator` is 'Exists'");
    return;
  }
  const objections = labelValue(value);
  if (objections.length > 0) check.invalid([...at, "operator"], value, objections.join(";"));
};

export const checkTolerations = (check: Validity, at: Path, tolerations: readonly Toleration[]): void => {
  for (const [i, toleration] of tolerations.entries()) checkToleration(check, [...at, i], toleration);
};
