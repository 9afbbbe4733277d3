// Codecs of a container's environment: variables and the objects they are taken from.
import type {
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  FieldReference,
  KeyReference,
  ObjectReference,
  ResourceReference,
} from "./pod.js";
import { quantityText } from "./quantity-text.js";
import { text, yesOrNo } from "./scalars.js";
import { defaulted, optional, struct } from "./struct.js";

const keyReference = (name: string) =>
  struct<KeyReference>(name, {
    name: defaulted(text, ""),
    key: defaulted(text, ""),
    optional: optional(yesOrNo),
  });

const objectReference = (name: string) =>
  struct<ObjectReference>(name, { name: defaulted(text, ""), optional: optional(yesOrNo) });

export const fieldReference = struct<FieldReference>("ObjectFieldSelector", {
  apiVersion: defaulted(text, "v1"),
  fieldPath: defaulted(text, ""),
});

export const resourceReference = struct<ResourceReference>("ResourceFieldSelector", {
  containerName: optional(text),
  resource: defaulted(text, ""),
  divisor: optional(quantityText),
});

const envVarSource = struct<EnvVarSource>(
  "EnvVarSource",
  {
    fieldRef: optional(fieldReference),
    configMapKeyRef: optional(keyReference("ConfigMapKeySelector")),
    secretKeyRef: optional(keyReference("SecretKeySelector")),
    resourceFieldRef: optional(resourceReference),
  },
  {
    notModelled: { fileKeyRef: "the container starts as if the file and the key in it existed" },
  },
);

export const envVar = struct<EnvVar>("EnvVar", {
  name: defaulted(text, ""),
  value: optional(text),
  valueFrom: optional(envVarSource),
});

export const envFromSource = struct<EnvFromSource>("EnvFromSource", {
  prefix: optional(text),
  configMapRef: optional(objectReference("ConfigMapEnvSource")),
  secretRef: optional(objectReference("SecretEnvSource")),
});
