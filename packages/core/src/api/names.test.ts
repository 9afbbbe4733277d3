import { describe, expect, test } from "vitest";
import {
  asDnsLabel,
  dns1035Label,
  dns1123Label,
  dns1123Subdomain,
  labelValue,
  pathSegment,
  percentage,
  portName,
  portNumber,
  qualifiedName,
} from "./names.js";

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with " +
  "an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and " +
  "end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const QUALIFIED =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
  "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

describe("Kubernetes' words", () => {
  test.each([
    ["label", dns1123Label, "web-1", []],
    ["label", dns1123Label, "1", []],
    ["label", dns1123Label, "Web", [LABEL]],
    ["label", dns1123Label, "", [LABEL]],
    ["label", dns1123Label, "-a", [LABEL]],
    ["label", dns1123Label, "a\n", [LABEL]],
    ["label", dns1123Label, "a.b", ["must not contain dots"]],
    ["label", dns1123Label, "a".repeat(63), []],
    ["label", dns1123Label, "a".repeat(64), ["must be no more than 63 characters"]],
    ["subdomain", dns1123Subdomain, "a.b-c.1", []],
    ["subdomain", dns1123Subdomain, "a..b", [SUBDOMAIN]],
    ["subdomain", dns1123Subdomain, "a_b", [SUBDOMAIN]],
    ["subdomain", dns1123Subdomain, "a".repeat(254), ["must be no more than 253 characters"]],
    ["service", dns1035Label, "web", []],
    ["service", dns1035Label, "1web", [LABEL_1035]],
    ["service", dns1035Label, "a.b", [LABEL_1035]],
    ["service", dns1035Label, "a".repeat(64), ["must be no more than 63 characters"]],
    ["qualified", qualifiedName, "app.kubernetes.io/name", []],
    ["qualified", qualifiedName, "My_Name", []],
    [
      "qualified",
      qualifiedName,
      "a/b/c",
      [`a qualified name ${QUALIFIED} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`],
    ],
    ["qualified", qualifiedName, "/a", ["prefix part must be non-empty"]],
    ["qualified", qualifiedName, "A/a", [`prefix part ${SUBDOMAIN}`]],
    ["qualified", qualifiedName, "a/", ["name part must be non-empty", `name part ${QUALIFIED}`]],
    ["qualified", qualifiedName, "", ["name part must be non-empty", `name part ${QUALIFIED}`]],
    ["qualified", qualifiedName, "a".repeat(64), ["name part must be no more than 63 characters"]],
    ["value", labelValue, "", []],
    ["value", labelValue, "A.b_c-1", []],
    ["value", labelValue, "-1", [LABEL_VALUE]],
    ["value", labelValue, "a b", [LABEL_VALUE]],
    ["value", labelValue, "ä", [LABEL_VALUE]],
    ["value", labelValue, "ä".repeat(32), ["must be no more than 63 characters", LABEL_VALUE]],
    ["port", portName, "http-1", []],
    ["port", portName, "1", ["must contain at least one letter (a-z)"]],
    ["port", portName, "a--b", ["must not contain consecutive hyphens"]],
    ["port", portName, "a-", ["must not begin or end with a hyphen"]],
    ["port", portName, "a".repeat(16), ["must be no more than 15 characters"]],
    [
      "port",
      portName,
      "A",
      [
        "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
        "must contain at least one letter (a-z)",
      ],
    ],
    [
      "port",
      portName,
      "",
      [
        "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
        "must contain at least one letter (a-z)",
      ],
    ],
    ["path", pathSegment, "anything else: ok", []],
    ["path", pathSegment, "..", ["may not be '..'"]],
    ["path", pathSegment, "a/%", ["may not contain '/'", "may not contain '%'"]],
    ["percent", percentage, "25%", []],
    [
      "percent",
      percentage,
      "25",
      [
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
      ],
    ],
  ])("%s %#", (_, check, value, objections) => {
    expect(check(value)).toEqual(objections);
  });
});

test.each([
  [0, 1],
  [1, 0],
  [65535, 0],
  [65536, 1],
  [-1, 1],
])("port %i", (port, objections) => {
  expect(portNumber(port)).toHaveLength(objections);
});

test.each([
  ["My_Web.App", "my-web-app"],
  ["--a--", "a"],
  ["___", null],
  [`${"a".repeat(62)}-b`, "a".repeat(62)],
])("%s is better spelt %s", (name, better) => {
  expect(asDnsLabel(name)).toBe(better);
});
