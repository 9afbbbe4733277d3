// What core finds wrong with a Kubernetes object, as issues of the document it stands in.
import type { Problem } from "@podsim/core";
import type { ErrorCode } from "../error-pages.js";
import type { Path } from "../input/located.js";
import { instruction } from "./rule-instruction.js";
import type { Issue } from "./schema/schema.js";

const GENERAL_FIXES: Readonly<Partial<Record<ErrorCode, string>>> = {
  E101: "remove the field, or correct its name",
  E302: "give the field a value",
  E305: "make the values differ",
  E306: "remove the field",
  E310: "use a version that the server serves",
};

const fixOf = ({ code, fix, expected }: Problem): string =>
  fix ?? GENERAL_FIXES[code] ?? instruction(expected) ?? "write a value that the server accepts";

/** `base` is where the object stands in its document. */
export const issueOfProblem = (problem: Problem, base: Path = []): Issue => {
  const { path, code, message, why, part, isUnquoted, secondary } = problem;
  return {
    code,
    message,
    why,
    fix: fixOf(problem),
    path: [...base, ...path],
    ...(part === undefined ? {} : { part }),
    ...(isUnquoted === undefined ? {} : { isUnquoted }),
    ...(secondary === undefined ? {} : { notes: [{ path: [...base, ...secondary.path], label: secondary.label }] }),
  };
};
