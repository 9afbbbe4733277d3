// ConfigMaps and Secrets, with kubectl's columns.
import type { ConfigMapState, SecretState } from "@podsim/core";
import { describeConfigMap, describeSecret } from "../describe/describe-config.js";
import { configMapObject, secretObject } from "../objects/plain-objects.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";

const listedConfigMap = (configMap: ConfigMapState, view: RunView): Listed => {
  const { metadata, data, binaryData } = configMap.object;
  const count = Object.keys(data).length + Object.keys(binaryData).length;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [metadata.name, String(count), ageText(configMap.createdAtUs, view.nowUs)],
    toObject: () => configMapObject(configMap, view.clock),
  };
};

const listedSecret = (secret: SecretState, view: RunView): Listed => {
  const { metadata, type, data } = secret.object;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [metadata.name, type, String(Object.keys(data).length), ageText(secret.createdAtUs, view.nowUs)],
    toObject: () => secretObject(secret, view.clock),
  };
};

export const configMaps = tabledKind<ConfigMapState>({
  kind: "ConfigMap",
  group: "",
  plural: "configmaps",
  singular: "configmap",
  shortNames: ["cm"],
  namespaced: true,
  inAll: false,
  columns: [NAME_COLUMN, { name: "DATA" }, AGE_COLUMN],
  entity: "config-map",
  table: (world) => world.configMaps,
  listed: listedConfigMap,
  describe: describeConfigMap,
});

export const secrets = tabledKind<SecretState>({
  kind: "Secret",
  group: "",
  plural: "secrets",
  singular: "secret",
  shortNames: [],
  namespaced: true,
  inAll: false,
  columns: [NAME_COLUMN, { name: "TYPE" }, { name: "DATA" }, AGE_COLUMN],
  entity: "secret",
  table: (world) => world.secrets,
  listed: listedSecret,
  describe: (secret, _view, out) => {
    describeSecret(secret, out);
  },
});
