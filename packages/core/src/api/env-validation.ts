// The rules for a container's environment.
import { dataKey } from "./data-keys.js";
import type { Path } from "./errors.js";
import { checkFieldRef, checkResourceFieldRef, VARIABLE_FIELDS } from "./field-reference-validation.js";
import { dns1123Subdomain, envVarName } from "./names.js";
import type { Container, EnvFromSource, EnvVar } from "./pod.js";
import type { Validity } from "./validity.js";

const SOURCES = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

const checkSource = (check: Validity, at: Path, { value, valueFrom }: EnvVar): void => {
  if (valueFrom === undefined) return;
  const given = SOURCES.filter((name) => Object.hasOwn(valueFrom, name));
  if (given.length === 0) {
    check.invalid(at, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
  } else if (value !== undefined && value !== "") {
    check.invalid(at, "", "may not be specified when `value` is not empty");
  } else if (given.length > 1) check.invalid(at, "", "may not have more than one field specified at a time");
  const { fieldRef, resourceFieldRef } = valueFrom;
  if (fieldRef !== undefined) checkFieldRef(check, [...at, "fieldRef"], fieldRef, VARIABLE_FIELDS);
  if (resourceFieldRef !== undefined) {
    checkResourceFieldRef(check, [...at, "resourceFieldRef"], resourceFieldRef, false);
  }
  for (const name of ["configMapKeyRef", "secretKeyRef"] as const) {
    const ref = valueFrom[name];
    if (ref === undefined) continue;
    if (ref.name === "") check.required([...at, name, "name"]);
    else check.namesAt([...at, name], "name", ref.name, dns1123Subdomain(ref.name));
    if (ref.key === "") check.required([...at, name, "key"]);
    else check.namesAt([...at, name], "key", ref.key, dataKey(ref.key));
  }
};

const checkFrom = (check: Validity, at: Path, { prefix, configMapRef, secretRef }: EnvFromSource): void => {
  if (prefix !== undefined) check.namesAt(at, "prefix", prefix, envVarName(prefix));
  if (configMapRef === undefined && secretRef === undefined) {
    check.invalid(at, "", "must specify one of: `configMapRef` or `secretRef`");
  } else if (configMapRef !== undefined && secretRef !== undefined) {
    check.invalid(at, "", "may not have more than one field specified at a time");
  }
  for (const [kind, ref] of [
    ["configMapRef", configMapRef],
    ["secretRef", secretRef],
  ] as const) {
    if (ref?.name === "") check.required([...at, kind, "name"]);
    else if (ref !== undefined) check.namesAt([...at, kind], "name", ref.name, dns1123Subdomain(ref.name));
  }
};

/** Of the container at `at`. */
export const checkEnvironment = (check: Validity, at: Path, { env, envFrom }: Container): void => {
  for (const [i, variable] of (env ?? []).entries()) {
    const path = [...at, "env", i];
    if (variable.name === "") check.required([...path, "name"]);
    else check.namesAt(path, "name", variable.name, envVarName(variable.name));
    checkSource(check, [...path, "valueFrom"], variable);
  }
  for (const [i, source] of (envFrom ?? []).entries()) checkFrom(check, [...at, "envFrom", i], source);
};
