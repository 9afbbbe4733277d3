// Where runs are kept: a .podsim directory, found upwards from the working directory as git finds .git.
import type { Files } from "../io/files.js";

const STORE_NAME = ".podsim";

export interface StoreLocation {
  /** Absolute path of the .podsim directory. */
  readonly directory: string;
  /** As a user would name it. */
  readonly shown: string;
  readonly exists: boolean;
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/"))) || "/";

const joined = (directory: string, name: string): string => (directory === "/" ? `/${name}` : `${directory}/${name}`);

/** The directory above or at the working directory that holds a store; null if none does. */
const findUpwards = (files: Files): string | null => {
  for (let directory = files.workingDirectory; ; directory = parentOf(directory)) {
    if (files.exists(joined(directory, STORE_NAME))) return joined(directory, STORE_NAME);
    if (directory === "/" || directory === parentOf(directory)) return null;
  }
};

/** `given` comes from --store or PODSIM_STORE. Without it and without a store above, the store is to be made here. */
export const locateStore = (files: Files, given: string | null): StoreLocation => {
  if (given !== null && given !== "") {
    const directory = files.resolve(given);
    return { directory, shown: given, exists: files.exists(directory) };
  }
  const found = findUpwards(files);
  const here = files.resolve(STORE_NAME);
  const directory = found ?? here;
  return { directory, shown: directory === here ? STORE_NAME : directory, exists: found !== null };
};

export const runsDirectory = ({ directory }: StoreLocation): string => `${directory}/runs`;
