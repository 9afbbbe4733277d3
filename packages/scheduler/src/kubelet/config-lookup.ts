// The ConfigMaps and Secrets of a namespace as its pods' kubelets see them.
import { objectKey } from "@podsim/core";
import type { ConfigLookup, ConfigMapState, SecretState } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";

interface Found<State> {
  find(namespace: string, name: string): State | undefined;
}

export interface ConfigObjects {
  readonly configMaps: Found<ConfigMapState>;
  readonly secrets: Found<SecretState>;
}

const kept = <State extends ConfigMapState | SecretState>(states: Iterable<State>): Found<State> => {
  const byKey = new Map<string, State>();
  for (const state of states) byKey.set(objectKey(state.object.metadata.namespace, state.object.metadata.name), state);
  return { find: (namespace, name) => byKey.get(objectKey(namespace, name)) };
};

/** Those there are now, whatever becomes of them. */
export const configObjectsOf = ({ configMaps, secrets }: WorldView): ConfigObjects => ({
  configMaps: kept(configMaps.values()),
  secrets: kept(secrets.values()),
});

/** A controller that is not modelled keeps it in every namespace: service account tokens are mounted with it. */
const ROOT_CERTIFICATES = "kube-root-ca.crt";

export const configLookup =
  (objects: ConfigObjects, namespace: string): ConfigLookup =>
  (kind, name) => {
    if (kind === "Secret") {
      const secret = objects.secrets.find(namespace, name)?.object;
      return secret === undefined ? null : (key) => Object.hasOwn(secret.data, key);
    }
    const configMap = objects.configMaps.find(namespace, name)?.object;
    if (configMap === undefined) return name === ROOT_CERTIFICATES ? (key) => key === "ca.crt" : null;
    return (key) => Object.hasOwn(configMap.data, key) || Object.hasOwn(configMap.binaryData, key);
  };
