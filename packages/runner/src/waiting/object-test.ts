// What can be asked of an object's JSON, as kubectl wait does: a condition, or a field with a value.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { evaluatePath } from "../outputs/jsonpath/path.js";
import { readRelaxedPath } from "../outputs/jsonpath/path-reader.js";
import type { Json } from "../outputs/objects/kube-object.js";

export type ObjectTest = (object: Json) => boolean;

export interface TestRefusal {
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

const isMap = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const conditionsOf = (object: Json): readonly Json[] => {
  const status = isMap(object) ? object["status"] : undefined;
  const conditions = isMap(status) ? status["conditions"] : undefined;
  return Array.isArray(conditions) ? (conditions as readonly Json[]) : [];
};

const textOf = (value: Json | undefined): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : JSON.stringify(value ?? null);

/** "Progressing=False"; without a status, True is meant. Letter case does not matter, as for kubectl. */
export const readCondition = (written: string): Either<TestRefusal, ObjectTest> => {
  const [, type, status = "True"] = /^([A-Za-z][-A-Za-z0-9_./]*)(?:==?([A-Za-z]+))?$/.exec(written.trim()) ?? [];
  if (type === undefined) {
    return left({
      message: `"${written}" is no condition`,
      why: "a condition is the type and maybe the status of one",
      fix: "write Progressing=False, or Available",
    });
  }
  const isMeant = (a: Json | undefined, b: string): boolean => textOf(a).toLowerCase() === b.toLowerCase();
  return right((object) =>
    conditionsOf(object).some((each) => isMap(each) && isMeant(each["type"], type) && isMeant(each["status"], status)),
  );
};

/** "{.status.readyReplicas}=3"; without a value, that the field is there. */
export const readField = (written: string): Either<TestRefusal, ObjectTest> => {
  const [, path, value] = /^(\{[^}]*\}|[^=]+?)(?:==?(.*))?$/s.exec(written.trim()) ?? [];
  const steps = path === undefined ? left("it is empty") : readRelaxedPath(path);
  if (isLeft(steps)) {
    return left({
      message: `"${written}" is no JSONPath with a value`,
      why: steps.left,
      fix: "write '{.status.readyReplicas}=3'",
    });
  }
  return right((object) => {
    const found = evaluatePath(steps.right, [object]);
    return value === undefined ? found.length > 0 : found.some((each) => textOf(each) === value);
  });
};
