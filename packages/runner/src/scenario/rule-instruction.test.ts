import { expect, test } from "vitest";
import { instruction } from "./rule-instruction.js";

const NAME = "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const QUALIFIED = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with a letter";

test.each([
  ["must be greater than 0", "write a number greater than 0"],
  ["must be less than or equal to completions", "write a number less than or equal to completions"],
  ["must be between 1 and 65535, inclusive", "write a number between 1 and 65535, inclusive"],
  ["must be in the range 1-100", "write a number in the range 1-100"],
  ["not in valid range [0, 100]", "write a number in the range [0, 100]"],
  ["must be an integer", "write an integer"],
  ["must be positive", "write a positive number"],
  ["must be 1", "write 1"],
  ["must be one of the container or initContainer names", "write one of the container or initContainer names"],
  ["must be ordered", "make the values ordered"],
  ["must be unique", "make the values unique"],
  ["must not be 0 for the In operator", "write something else than 0 for the In operator"],
  ["must not be greater than 100%", "write at most 100%"],
  ["cannot be 0", "write something else than 0"],
  ["may not be '..'", "write something else than '..'"],
  ["must not be empty", "give the field a value"],
  ["version must not be empty", "give the field a value"],
  ["may not be specified when `value` is not empty", "remove the field"],
  ["may not be set to 'None' for NodePort services", "remove the field"],
  ["must not be set for readinessProbes", "remove the field"],
  ["may not have more than one field specified at a time", "keep one of the fields"],
  ["a valid environment variable name must not contain '='", "leave out '='"],
  ["must not contain dots", "leave out dots"],
  ["must not have leading or trailing whitespace", "leave out leading or trailing whitespace"],
  ["must contain at least one letter (a-z)", "write at least one letter (a-z)"],
  [
    "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
    "write only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
  ],
  ["must not begin or end with a hyphen", "begin and end it with something else than a hyphen"],
  ["must specify one of: `configMapRef` or `secretRef`", "specify one of: `configMapRef` or `secretRef`"],
  ["must match `containerPort` when `hostNetwork` is true", "match `containerPort` when `hostNetwork` is true"],
  ["may not be more than 262144 bytes", "shorten it to 262144 bytes"],
  ["must have at most 20 items", "keep at most 20 items"],
  ["must be no more than 63 characters", "shorten it to 63 characters"],
  [
    `must be no more than 63 characters; a label must consist of ${NAME}`,
    "shorten it to 63 characters; write it like 'my-name' or '123-abc'",
  ],
  [
    `name part must be non-empty; name part ${QUALIFIED} ${NAME}`,
    "write a name part; write the name part like 'my-name' or '123-abc'",
  ],
  [
    `a qualified name ${QUALIFIED} ${NAME} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    "write it like 'example.com/MyName'",
  ],
  ['supported values: "TCP", "UDP"', 'write one of "TCP", "UDP"'],
  ["value must be empty when `operator` is 'Exists'", "remove value"],
  ["at least one value is required", "add at least one value"],
  ["requires indexed completion mode", "write completionMode: Indexed, or remove the field"],
  ["requires the backoffLimitPerIndex to be set", "set backoffLimitPerIndex"],
  ["only allowed for updateStrategy 'RollingUpdate'", "remove the field"],
  ["specifying both OnExitCodes and OnPodConditions is not supported", "keep one of OnExitCodes and OnPodConditions"],
  ["specifying one of OnExitCodes and OnPodConditions is required", "add OnExitCodes or OnPodConditions"],
  ["exists in both matchLabelKeys and labelSelector", "keep it in one of matchLabelKeys and labelSelector"],
  ["conflicting scopes", "keep one of them"],
  [
    "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway",
    "write whenUnsatisfiable: DoNotSchedule, or remove minDomains",
  ],
  [
    "effect must be 'NoExecute' when `tolerationSeconds` is set",
    "write effect: NoExecute, or remove tolerationSeconds",
  ],
  ["default request value 2 is greater than default value 1", "write at most 1"],
  ["empty selector is invalid for deployment", "add matchLabels"],
  [
    "must be non-negative and less than terminationGracePeriodSeconds (30)",
    "write a non-negative number less than terminationGracePeriodSeconds (30)",
  ],
  ["a text", "write a text"],
  ["true or false", "write true or false"],
  ['one of "Always", "Never"', 'write one of "Always", "Never"'],
])("%s", (rule, asked) => {
  expect(instruction(rule)).toBe(asked);
});

test.each([
  "end of range (60) above maximum (59): 60",
  "illegal base64 data",
  "duplicate of key present in binaryData",
  "1.5Mi is not positive integer multiple of hugepages-2Mi",
  "must be no more than 63 characters; illegal base64 data",
])("%s: it does not say what to do", (rule) => {
  expect(instruction(rule)).toBeNull();
});
