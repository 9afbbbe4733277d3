// A command that its image cannot have: told only of the plain base images, and only where nothing can have brought it.
import type { BaseImage, Container, Volume } from "@podsim/core";
import { lacks } from "./applets.js";
import { baseImage } from "./known-images.js";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Directories at the root that such an image fills; what lies anywhere else was brought by somebody. */
const FILLED = words("bin boot dev etc lib lib32 lib64 libx32 proc run sbin sys usr var");
const PROGRAM_PLACES = /^(\/usr)?(\/local)?\/s?bin\/([^/]+)$/;

const isMountedOver = (path: string, { volumeMounts = [] }: Container): boolean =>
  volumeMounts.some(({ mountPath }) => path === mountPath || path.startsWith(mountPath.replace(/\/*$/, "/")));

const resolved = (name: string, workingDir: string): string =>
  new URL(name, `file://${workingDir.replace(/\/*$/, "/")}`).pathname;

const cannotHold = (image: BaseImage, path: string): boolean => {
  const program = PROGRAM_PLACES.exec(path)?.[3];
  if (program !== undefined) return lacks(image, program);
  return !FILLED.has(path.split("/")[1] ?? "");
};

const RUNC =
  "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: ";

/** What the runtime answers when it is to start the container; null if it may well have the program. */
export const missingProgram = (
  argv: readonly string[],
  container: Container,
  volumes: readonly Volume[],
): string | null => {
  const image = baseImage(container.image);
  const [name = ""] = argv;
  if (image === null || name === "" || name.includes("$(")) return null;
  if (!name.includes("/")) {
    const hasOwnPath = container.env?.some((variable) => variable.name === "PATH") ?? false;
    const isBrought = hasOwnPath || volumes.length > 0;
    return !isBrought && lacks(image, name) ? `${RUNC}"${name}": executable file not found in $PATH` : null;
  }
  const path = resolved(name, container.workingDir ?? "/");
  if (isMountedOver(path, container) || !cannotHold(image, path)) return null;
  return `${RUNC}"${name}": stat ${name}: no such file or directory`;
};
