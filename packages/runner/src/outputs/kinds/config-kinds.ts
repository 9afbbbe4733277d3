// ConfigMaps and Secrets, with kubectl's columns.
import type { ConfigMapState, SecretState } from "@podsim/core";
import { describeConfigMap, describeSecret } from "../describe/describe-config.js";
import { configMapObject, secretObject } from "../objects/plain-objects.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed, ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

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

export const configMaps: ObjectKind = {
  kind: "ConfigMap",
  group: "",
  plural: "configmaps",
  singular: "configmap",
  shortNames: ["cm"],
  namespaced: true,
  inAll: false,
  columns: [NAME_COLUMN, { name: "DATA" }, AGE_COLUMN],
  list: (view) => inKeyOrder([...view.world.configMaps.values()].map((one) => listedConfigMap(one, view))),
  describe: (view, namespace, name, out) => {
    const configMap = view.world.configMaps.find(namespace, name);
    if (configMap !== undefined) describeConfigMap(configMap, view, out);
  },
  watching: {
    entity: "config-map",
    item: (state, view) => listedConfigMap(state as ConfigMapState, view),
    isSame: (before, after) => before === after,
  },
};

export const secrets: ObjectKind = {
  kind: "Secret",
  group: "",
  plural: "secrets",
  singular: "secret",
  shortNames: [],
  namespaced: true,
  inAll: false,
  columns: [NAME_COLUMN, { name: "TYPE" }, { name: "DATA" }, AGE_COLUMN],
  list: (view) => inKeyOrder([...view.world.secrets.values()].map((one) => listedSecret(one, view))),
  describe: (view, namespace, name, out) => {
    const secret = view.world.secrets.find(namespace, name);
    if (secret !== undefined) describeSecret(secret, out);
  },
  watching: {
    entity: "secret",
    item: (state, view) => listedSecret(state as SecretState, view),
    isSame: (before, after) => before === after,
  },
};
