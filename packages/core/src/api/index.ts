// The door of the API objects: decoding, admission and what is said of problems.
export { admitPod } from "./admission.js";
export { decodeChecked } from "./decode-checked.js";
export { decodeObject, kindDefinedBy } from "./decode-object.js";
export { didYouMean } from "./did-you-mean.js";
export { fieldText, showValue, toProblem } from "./errors.js";
export { expandList } from "./expand-list.js";
export { withRuntimeClass } from "./runtime-class-admission.js";
export { parseImageReference } from "./image-reference.js";
export { completePodSpec } from "./pod-codec.js";

export type { Checked } from "./decode-checked.js";
export type { Decoded } from "./decode-object.js";
export type { IgnoredField, Path, Problem, ProblemCode } from "./errors.js";
export type { ListItem } from "./expand-list.js";
export type { ImageReference } from "./image-reference.js";
