// The rules for a container's environment.
import type { Path } from "./errors.js";
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
  for (const name of ["configMapKeyRef", "secretKeyRef"] as const) {
    const ref = valueFrom[name];
    if (ref === undefined) continue;
    if (ref.name === "") check.required([...at, name, "name"]);
    if (ref.key === "") check.required([...at, name, "key"]);
  }
};

const checkFrom = (check: Validity, at: Path, { configMapRef, secretRef }: EnvFromSource): void => {
  if (configMapRef === undefined && secretRef === undefined) {
    check.invalid(at, "", "must specify one of: `configMapRef` or `secretRef`");
  } else if (configMapRef !== undefined && secretRef !== undefined) {
    check.invalid(at, "", "may not have more than one field specified at a time");
  }
  if (configMapRef?.name === "") check.required([...at, "configMapRef", "name"]);
  if (secretRef?.name === "") check.required([...at, "secretRef", "name"]);
};

/** Of the container at `at`. */
export const checkEnvironment = (check: Validity, at: Path, { env, envFrom }: Container): void => {
  for (const [i, variable] of (env ?? []).entries()) {
    const path = [...at, "env", i];
    if (variable.name === "") check.required([...path, "name"]);
    else if (variable.name.includes("=")) {
      check.invalid([...path, "name"], variable.name, "a valid environment variable name must not contain '='");
    }
    checkSource(check, [...path, "valueFrom"], variable);
  }
  for (const [i, source] of (envFrom ?? []).entries()) checkFrom(check, [...at, "envFrom", i], source);
};
