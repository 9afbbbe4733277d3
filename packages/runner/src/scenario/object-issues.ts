// What core finds wrong with a Kubernetes object, as issues of the document it stands in.
import type { Problem } from "@podsim/core";
import type { ErrorCode } from "../error-pages.js";
import type { Path } from "../input/located.js";
import type { Issue } from "./schema/schema.js";

const GENERAL_FIXES: Readonly<Partial<Record<ErrorCode, string>>> = {
  E101: "remove the field, or correct its name",
  E302: "give the field a value",
  E305: "make the values differ",
  E306: "remove the field",
  E310: "use a version that the server serves",
};

/** What the server says of a value, said to who is to write one; null where it does not read as such. */
const asked = (expected: string): string | null => {
  if (expected.length > 60) return null;
  if (!expected.startsWith("must ")) return `write ${expected}`;
  const number = /^must be (an integer|(greater|less) than .+|(between|in the range) .+)$/.exec(expected);
  if (number === null) return null;
  return `write ${number[2] === undefined && number[3] === undefined ? "" : "a number "}${number[1] ?? ""}`;
};

const fixOf = ({ code, fix, expected }: Problem): string =>
  fix ?? GENERAL_FIXES[code] ?? asked(expected) ?? "write a value that the server accepts";

/** `base` is where the object stands in its document. */
export const issueOfProblem = (problem: Problem, base: Path = []): Issue => {
  const { path, code, message, why, secondary } = problem;
  return {
    code,
    message,
    why,
    fix: fixOf(problem),
    path: [...base, ...path],
    // An unknown field is wrong by its name.
    ...(code === "E101" ? { part: "key" as const } : {}),
    ...(secondary === undefined ? {} : { notes: [{ path: [...base, ...secondary.path], label: secondary.label }] }),
  };
};
