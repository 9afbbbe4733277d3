// An image reference taken apart: registry/path:tag@digest.
import { keptReadings } from "../kept-readings.js";

export interface ImageReference {
  /** Registry and path as written, e.g. "nginx" or "localhost:5000/team/app". */
  readonly name: string;
  /** "" where none is written. */
  readonly tag: string;
  /** "" where none is written; else e.g. "sha256:…". */
  readonly digest: string;
}

const DOMAIN_LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const DOMAIN = new RegExp(`^(?:${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const REMAINDER = new RegExp(
  `^(${COMPONENT}(?:/${COMPONENT})*)` +
    `(?::(\\w[\\w.-]{0,127}))?` +
    `(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);
const MAX_NAME_LENGTH = 255;

/** The first part of a reference names a registry if it could not be a path: a dot, a port, a capital, "localhost". */
const isDomain = (part: string): boolean => /[.:]/.test(part) || part === "localhost" || part.toLowerCase() !== part;

const readReference = (image: string): ImageReference | null => {
  const slash = image.indexOf("/");
  const first = slash < 0 ? "" : image.slice(0, slash);
  const hasDomain = slash >= 0 && isDomain(first);
  if (hasDomain && !DOMAIN.test(first)) return null;
  const match = REMAINDER.exec(hasDomain ? image.slice(slash + 1) : image);
  if (match === null) return null;
  const [, path = "", tag = "", digest = ""] = match;
  const name = hasDomain ? `${first}/${path}` : path;
  const isBareHash = !hasDomain && /^[a-f0-9]{64}$/.test(path);
  return name.length > MAX_NAME_LENGTH || isBareHash ? null : { name, tag, digest };
};

const kept = keptReadings((image) => ({ reference: readReference(image) }));

/** Null for what no container runtime would accept, e.g. capitals in the path. */
export const parseImageReference = (image: string): ImageReference | null => kept(image).reference;

/** The pull policy a container gets that names none: decided once, from the reference as written. */
export const defaultPullPolicy = (image: string): "Always" | "IfNotPresent" => {
  const reference = parseImageReference(image);
  if (reference === null) return "IfNotPresent";
  const isLatest = reference.tag === "latest" || (reference.tag === "" && reference.digest === "");
  return isLatest ? "Always" : "IfNotPresent";
};
