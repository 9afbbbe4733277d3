// The ConfigMaps and Secrets of a namespace as its pods' kubelets see them.
import type { ConfigLookup } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";

/** A controller that is not modelled keeps it in every namespace: service account tokens are mounted with it. */
const ROOT_CERTIFICATES = "kube-root-ca.crt";

export const configLookup =
  (world: WorldView, namespace: string): ConfigLookup =>
  (kind, name) => {
    if (kind === "Secret") {
      const secret = world.secrets.find(namespace, name)?.object;
      return secret === undefined ? null : (key) => Object.hasOwn(secret.data, key);
    }
    const configMap = world.configMaps.find(namespace, name)?.object;
    if (configMap === undefined) return name === ROOT_CERTIFICATES ? (key) => key === "ca.crt" : null;
    return (key) => Object.hasOwn(configMap.data, key) || Object.hasOwn(configMap.binaryData, key);
  };
