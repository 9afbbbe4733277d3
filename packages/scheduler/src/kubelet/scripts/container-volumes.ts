// What is in the volumes of a container when it starts, and which of its paths lie in a volume that others may mount.
import type { Container, PodSpec, PodState, ScriptFile, Volume } from "@podsim/core";
import { specOf, textOfBase64 } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";
import { fieldOf, resourceOf } from "./downward-fields.js";
import { hostFiles } from "./host-files.js";
import type { Mount } from "./mount.js";

type Texts = Readonly<Record<string, string>>;

const TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

const picked = (
  data: Texts,
  items: readonly { readonly key: string; readonly path: string }[] | undefined,
): readonly ScriptFile[] =>
  items === undefined
    ? Object.entries(data).map(([path, content]) => ({ path, content }))
    : items.map(({ key, path }) => ({ path, content: data[key] ?? "" }));

/** The files a ConfigMap or Secret volume holds, by path in the volume; null for volumes that pods write to. */
const filesOf = (
  world: WorldView,
  pod: PodState,
  container: Container,
  volume: Volume,
): readonly ScriptFile[] | null => {
  const { namespace } = pod.identity;
  const texts = (name: string): Texts => world.configMaps.find(namespace, name)?.object.data ?? {};
  const secrets = (name: string): Texts => {
    const data = world.secrets.find(namespace, name)?.object.data ?? {};
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, textOfBase64(value)]));
  };
  const { configMap, secret, projected, downwardAPI } = volume;
  if (downwardAPI !== undefined) {
    return downwardAPI.items.map(({ path, fieldRef, resourceFieldRef }) => {
      if (fieldRef !== undefined) return { path, content: fieldOf(pod, fieldRef.fieldPath) };
      return { path, content: resourceFieldRef === undefined ? "" : resourceOf(pod, container, resourceFieldRef) };
    });
  }
  if (configMap !== undefined) return picked(texts(configMap.name), configMap.items);
  if (secret !== undefined) return picked(secrets(secret.secretName), secret.items);
  if (projected === undefined) return null;
  return projected.sources.flatMap((source) => [
    ...(source.configMap === undefined ? [] : picked(texts(source.configMap.name), source.configMap.items)),
    ...(source.secret === undefined ? [] : picked(secrets(source.secret.name), source.secret.items)),
  ]);
};

const trimmed = (path: string): string => path.replace(/\/+$/, "");

export const mountsOf = (container: Container): readonly Mount[] =>
  (container.volumeMounts ?? [])
    .map(({ name, mountPath, subPath }) => ({ volume: name, at: trimmed(mountPath), subPath: trimmed(subPath ?? "") }))
    .sort((a, b) => b.at.length - a.at.length);

/** Where a path of the container lies: the volume and the path in it; null outside of every volume. */
export const placeOf = (
  mounts: readonly Mount[],
  path: string,
): { readonly volume: string; readonly path: string } | null => {
  for (const { volume, at, subPath } of mounts) {
    if (path !== at && !path.startsWith(`${at}/`)) continue;
    const inside = path.slice(at.length).replace(/^\//, "");
    const joined = subPath === "" ? inside : inside === "" ? subPath : `${subPath}/${inside}`;
    return { volume, path: joined };
  }
  return null;
};

/** The paths at which a file of a volume is seen in the container. */
export const pathsOf = (mounts: readonly Mount[], volume: string, path: string): readonly string[] =>
  mounts.flatMap((mount) => {
    if (mount.volume !== volume) return [];
    if (mount.subPath === "") return [`${mount.at}/${path}`];
    if (path === mount.subPath) return [mount.at];
    return path.startsWith(`${mount.subPath}/`) ? [mount.at + path.slice(mount.subPath.length)] : [];
  });

/** Whether the volume begins empty, or with what objects of the cluster bring: nothing else is in it. */
const isModelled = ({ emptyDir, ephemeral, configMap, secret, projected, downwardAPI }: Volume): boolean =>
  [emptyDir, ephemeral, configMap, secret, projected, downwardAPI].some((source) => source !== undefined);

/** Where volumes are mounted that hold what others left in them: other pods, or init containers that nobody followed. */
export const strangeMounts = (
  { volumes = [], initContainers }: PodSpec,
  mounts: readonly Mount[],
  container: number,
  isFollowed: (init: number) => boolean,
): readonly string[] => {
  const filled = initContainers
    .filter((_, init) => init < container && !isFollowed(init))
    .flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name));
  return mounts
    .filter(({ volume }) => {
      const its = volumes.find(({ name }) => name === volume);
      return its !== undefined && (!isModelled(its) || (its.emptyDir !== undefined && filled.includes(volume)));
    })
    .map(({ at }) => at);
};

/** Files that objects bring into the container, and volumes of the pod that are written to. */
export const volumeFiles = (
  world: WorldView,
  pod: PodState,
  container: Container,
  mounts: readonly Mount[],
): { readonly files: readonly ScriptFile[]; readonly written: ReadonlySet<string> } => {
  const { namespace } = pod.identity;
  const files: ScriptFile[] = [
    { path: `${TOKEN_PATH}/namespace`, content: namespace },
    { path: `${TOKEN_PATH}/token`, content: "token" },
    { path: `${TOKEN_PATH}/ca.crt`, content: "certificate\n" },
  ];
  const written = new Set<string>();
  for (const volume of specOf(pod).volumes ?? []) {
    const held = filesOf(world, pod, container, volume);
    if (held === null) written.add(volume.name);
    if (volume.hostPath !== undefined) {
      files.push(...hostFiles(volume.hostPath, volume.name, mounts, pod.binding?.nodeName ?? ""));
    }
    for (const { path, content } of held ?? []) {
      for (const at of pathsOf(mounts, volume.name, path)) files.push({ path: at, content });
    }
  }
  return { files, written };
};
