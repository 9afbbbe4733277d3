// The rules for a container's own restart policy.
import type { Path } from "./errors.js";
import type { Container } from "./pod.js";
import type { Validity } from "./validity.js";

const RULES_MAX = 20;
const EXIT_CODES_MAX = 255;

/** The restart rules of the container at `at`. */
export const checkRestartRules = (check: Validity, at: Path, container: Container): void => {
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  if (rules.length === 0) return;
  if (restartPolicy === undefined) {
    check.required([...at, "restartPolicy"], "must specify restartPolicy when restart rules are used");
  }
  const list = [...at, "restartPolicyRules"];
  if (rules.length > RULES_MAX) check.tooLong(list, `must have at most ${RULES_MAX} items`);
  for (const [i, { exitCodes }] of rules.entries()) {
    const path = [...list, i, "exitCodes"];
    if (exitCodes === undefined) check.required(path, "must be specified");
    else if (exitCodes.values.length > EXIT_CODES_MAX) {
      check.tooLong([...path, "values"], `must have at most ${EXIT_CODES_MAX} items`);
    }
  }
};
