// The blocks of describe about what a container finds in its environment.
import { referencedAmount } from "@podsim/core";
import type { Container, EnvVar } from "@podsim/core";
import type { IndentedWriter } from "../text/indented-writer.js";

type EnvVarSource = NonNullable<EnvVar["valueFrom"]>;
type EnvFromSource = NonNullable<Container["envFrom"]>[number];

/** What a field of the pod is, by its path; "" where there is no pod, and for what kubectl does not look up. */
export type FieldLookup = (path: string) => string;

const optionality = ({ optional }: { readonly optional?: boolean }): string => `Optional: ${optional === true}`;

/** Resources that kubectl reads a request or limit of. */
const READABLE = /^(requests|limits)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/;

const amountText = ({ resources }: Container, reference: NonNullable<EnvVarSource["resourceFieldRef"]>): string => {
  const { resource } = reference;
  const amount = READABLE.test(resource) ? referencedAmount(resources, reference) : "";
  const isOpen = amount === "0" && (resource === "limits.cpu" || resource === "limits.memory");
  return `${isOpen ? "node allocatable" : amount} (${resource})`;
};

/** The cells behind the variable's name; none if kubectl does not know where it comes from. */
const sourceCells = (from: EnvVarSource, container: Container, fieldOf: FieldLookup): readonly string[] => {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = from;
  if (fieldRef !== undefined) {
    return [`${fieldOf(fieldRef.fieldPath)} (${fieldRef.apiVersion}:${fieldRef.fieldPath})`];
  }
  if (resourceFieldRef !== undefined) return [amountText(container, resourceFieldRef)];
  if (secretKeyRef !== undefined) {
    const { key, name } = secretKeyRef;
    return [`<set to the key '${key}' in secret '${name}'>`, optionality(secretKeyRef)];
  }
  if (configMapKeyRef === undefined) return [];
  const { key, name } = configMapKeyRef;
  return [`<set to the key '${key}' of config map '${name}'>`, optionality(configMapKeyRef)];
};

const describeVariable = (variable: EnvVar, container: Container, fieldOf: FieldLookup, out: IndentedWriter): void => {
  const { name, value = "", valueFrom } = variable;
  if (valueFrom !== undefined) {
    const cells = sourceCells(valueFrom, container, fieldOf);
    if (cells.length > 0) out.line(3, `${name}:`, ...cells);
    return;
  }
  const [first = "", ...more] = value.split("\n");
  out.line(3, `${name}:`, first);
  for (const line of more) out.line(3, "", line);
};

const describeSource = ({ prefix, configMapRef, secretRef }: EnvFromSource, out: IndentedWriter): void => {
  const [from, ref] = configMapRef === undefined ? ["Secret", secretRef] : ["ConfigMap", configMapRef];
  const how = prefix === undefined ? "" : ` with prefix '${prefix}'`;
  out.line(3, ref?.name ?? "", `${from}${how}`, optionality(ref ?? {}));
};

export const describeEnvironment = (container: Container, fieldOf: FieldLookup, out: IndentedWriter): void => {
  const { env = [], envFrom = [] } = container;
  if (envFrom.length > 0) {
    out.line(2, "Environment Variables from:");
    for (const source of envFrom) describeSource(source, out);
  }
  if (env.length === 0) return out.line(2, "Environment:", "<none>");
  out.line(2, "Environment:");
  for (const variable of env) describeVariable(variable, container, fieldOf, out);
};
