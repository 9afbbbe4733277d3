// The names under which one image is known: as it was written, and as registries and runtimes write it out.
import { parseImageReference } from "./image-reference.js";

const DEFAULT_REGISTRY = "docker.io";
const OFFICIAL = "library/";

/** The host an image reference names; docker.io where it names none. */
export const registryOf = (image: string): string => {
  const slash = image.indexOf("/");
  const first = slash < 0 ? "" : image.slice(0, slash);
  return /[.:]/.test(first) || first === "localhost" ? first : DEFAULT_REGISTRY;
};

const withTag = (image: string): string =>
  image.lastIndexOf(":") > image.lastIndexOf("/") || image.includes("@") ? image : `${image}:latest`;

/** "docker.io/library/nginx:latest" of "nginx". */
export const fullImageName = (image: string): string => {
  const tagged = withTag(image);
  const host = registryOf(tagged);
  if (host !== DEFAULT_REGISTRY) return tagged;
  const path = tagged.startsWith(`${DEFAULT_REGISTRY}/`) ? tagged.slice(DEFAULT_REGISTRY.length + 1) : tagged;
  return `${DEFAULT_REGISTRY}/${path.includes("/") ? path : OFFICIAL + path}`;
};

/** Every spelling of the image that a node may list it under, the one given first. */
export const imageSpellings = (image: string): readonly string[] => {
  const full = fullImageName(image);
  const spellings = [image, full];
  if (!full.startsWith(`${DEFAULT_REGISTRY}/`)) return spellings;
  const path = full.slice(DEFAULT_REGISTRY.length + 1);
  spellings.push(path);
  if (path.startsWith(OFFICIAL)) spellings.push(path.slice(OFFICIAL.length));
  const all = spellings.flatMap((each) =>
    each.endsWith(":latest") ? [each, each.slice(0, -":latest".length)] : [each],
  );
  return [...new Set(all)];
};

/** What a kubelet says of a reference that no runtime can read; null if it can be read. */
export const imageNameError = (image: string): string | null => {
  if (parseImageReference(image) !== null) return null;
  const path = registryOf(image) === DEFAULT_REGISTRY ? image : image.slice(image.indexOf("/") + 1);
  const repository = path.replace(/[:@].*$/, "");
  const hasCapitals = parseImageReference(image.toLowerCase()) !== null && repository.toLowerCase() !== repository;
  const remote = repository.includes("/") || path !== image ? repository : OFFICIAL + repository;
  const reason = hasCapitals
    ? `invalid reference format: repository name (${remote}) must be lowercase`
    : "invalid reference format";
  return `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${reason}`;
};
