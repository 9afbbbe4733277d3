// What `kubectl wait --for` waits for, judged over the past: what has to be true of an object.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { compileTemplate } from "../jsonpath/template.js";
import type { Json, KubeObject } from "../objects/kube-object.js";
import type { WatchEvent } from "./watch.js";

export interface WaitedFor {
  /** "condition met", as kubectl says it. */
  readonly words: string;
  readonly isMet: (event: WatchEvent) => boolean;
}

const fieldOf = (value: Json | undefined, key: string): Json | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })[key]
    : undefined;

const sameText = (a: Json | undefined, b: string): boolean =>
  typeof a === "string" && a.toLowerCase() === b.toLowerCase();

/** A controller that has not seen the newest spec yet speaks of an older one. */
const isBehind = (object: KubeObject, condition: Json): boolean => {
  const generation = fieldOf(fieldOf(object, "metadata"), "generation");
  const observed = fieldOf(condition, "observedGeneration") ?? fieldOf(fieldOf(object, "status"), "observedGeneration");
  return typeof generation === "number" && typeof observed === "number" && observed < generation;
};

const hasCondition = (object: KubeObject, type: string, status: string): boolean => {
  const conditions = fieldOf(fieldOf(object, "status"), "conditions");
  if (!Array.isArray(conditions)) return false;
  const found = (conditions as readonly Json[]).find((each) => sameText(fieldOf(each, "type"), type));
  return found !== undefined && !isBehind(object, found) && sameText(fieldOf(found, "status"), status);
};

const conditionIn = (text: string): Either<string, WaitedFor> => {
  const [type = "", status = "true"] = text.split("=");
  if (type === "") return left("condition= needs the name of a condition, as in condition=Ready");
  return right({
    words: "condition met",
    isMet: ({ type: change, item }) => change !== "DELETED" && hasCondition(item.toObject(), type, status),
  });
};

/** The position of the = that parts a path from its value; one in braces belongs to the path. */
const valueStart = (text: string): number => {
  const close = text.lastIndexOf("}");
  return text.indexOf("=", close < 0 ? 0 : close);
};

const jsonpathIn = (text: string): Either<string, WaitedFor> => {
  const at = valueStart(text);
  const [path, wanted] = at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
  const template = compileTemplate(path.includes("{") ? path : `{${path}}`);
  if (isLeft(template)) return left(`cannot read the path: ${template.left}`);
  return right({
    words: "condition met",
    isMet: ({ type, item }) => {
      if (type === "DELETED") return false;
      const found = template.right(item.toObject());
      return wanted === null ? found !== "" : found === wanted;
    },
  });
};

/** "condition=Ready", "condition=Ready=false", "jsonpath={.status.phase}=Running", "create", "delete". */
export const readWaitedFor = (text: string): Either<string, WaitedFor> => {
  if (text === "create") return right({ words: "created", isMet: ({ type }) => type === "ADDED" });
  if (text === "delete") return right({ words: "deleted", isMet: ({ type }) => type === "DELETED" });
  const [, kind, rest = ""] = /^(condition|jsonpath)=(.*)$/s.exec(text) ?? [];
  if (kind === "condition") return conditionIn(rest);
  if (kind === "jsonpath") return jsonpathIn(rest);
  return left(`"${text}" is nothing to wait for`);
};
