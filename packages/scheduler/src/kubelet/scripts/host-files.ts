// What a container sees of its node's files: those that a hostPath volume names as files, and those that every node has.
import type { HostPathSource, ScriptFile } from "@podsim/core";
import type { Mount } from "./mount.js";

/** Files of every Linux node; what stands in most of them nobody asks for. */
const EVERYWHERE = ["hostname", "hosts", "localtime", "machine-id", "os-release", "passwd", "resolv.conf"].map(
  (name) => `/etc/${name}`,
);

const contentOf = (path: string, node: string): string => (path === "/etc/hostname" ? `${node}\n` : "");

const trimmed = (path: string): string => path.replace(/\/+$/, "");

/** Files of the node as they lie in the container. */
export const hostFiles = (
  { path, type }: HostPathSource,
  volume: string,
  mounts: readonly Mount[],
  node: string,
): readonly ScriptFile[] =>
  mounts.flatMap((mount) => {
    if (mount.volume !== volume) return [];
    const root = trimmed(mount.subPath === "" ? path : `${trimmed(path)}/${mount.subPath}`);
    const isNamed = mount.subPath === "" && (type === "File" || type === "FileOrCreate");
    const known = EVERYWHERE.filter((file) => file === root || file.startsWith(`${root}/`));
    const found = isNamed && !known.includes(root) ? [root, ...known] : known;
    return found.map((file) => ({ path: mount.at + file.slice(root.length), content: contentOf(file, node) }));
  });
