// Which names, labels and ports Kubernetes accepts. Every check gives the list of its objections, in Kubernetes' words.

type Check = (value: string) => readonly string[];

const pattern = (source: string): RegExp => new RegExp(`^${source}$`);

// Counted in bytes of UTF-8, whatever the words say.
const maxLength = (length: number): string => `must be no more than ${length} characters`;
const EMPTY = "must be non-empty";

/** "…(e.g. 'a',  or 'b', regex used for validation is '…')", spaced as Kubernetes spaces it. */
const regexError = (message: string, source: string, ...examples: readonly string[]): string => {
  const quoted = examples.map((example, i) => `${i === 0 ? "" : " or "}'${example}', `).join("");
  return `${message} (e.g. ${quoted}regex used for validation is '${source}')`;
};

const byteLength = (value: string): number => {
  let length = 0;
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
};

const LABEL_SOURCE = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const LABEL_WORDS =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const LABEL = pattern(LABEL_SOURCE);

const SUBDOMAIN_SOURCE = `${LABEL_SOURCE}(\\.${LABEL_SOURCE})*`;
const SUBDOMAIN_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const SUBDOMAIN = pattern(SUBDOMAIN_SOURCE);

const LABEL_1035_SOURCE = "[a-z]([-a-z0-9]*[a-z0-9])?";
const LABEL_1035_WORDS =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const LABEL_1035 = pattern(LABEL_1035_SOURCE);

const QUALIFIED_SOURCE = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const QUALIFIED_WORDS =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const QUALIFIED = pattern(QUALIFIED_SOURCE);

const LABEL_VALUE_SOURCE = `(${QUALIFIED_SOURCE})?`;
const LABEL_VALUE_WORDS =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const LABEL_VALUE = pattern(LABEL_VALUE_SOURCE);

const NONE: readonly string[] = [];

/** A DNS label of RFC 1123: a container's or namespace's name. */
export const dns1123Label: Check = (value) => {
  if (value.length <= 63 && LABEL.test(value)) return NONE;
  const objections: string[] = [];
  if (byteLength(value) > 63) objections.push(maxLength(63));
  if (!LABEL.test(value)) {
    const dotted = SUBDOMAIN.test(value);
    objections.push(dotted ? "must not contain dots" : regexError(LABEL_WORDS, LABEL_SOURCE, "my-name", "123-abc"));
  }
  return objections;
};

/** A DNS subdomain of RFC 1123: the name of most objects. */
export const dns1123Subdomain: Check = (value) => {
  if (value.length <= 253 && SUBDOMAIN.test(value)) return NONE;
  const objections: string[] = [];
  if (byteLength(value) > 253) objections.push(maxLength(253));
  if (!SUBDOMAIN.test(value)) objections.push(regexError(SUBDOMAIN_WORDS, SUBDOMAIN_SOURCE, "example.com"));
  return objections;
};

const SEARCH_LABEL_SOURCE = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const SEARCH_SOURCE = `${SEARCH_LABEL_SOURCE}(\\.${SEARCH_LABEL_SOURCE})*`;
const SEARCH_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";

/** A domain that names are looked up in: a subdomain that may have underscores, and a dot at its end. */
export const searchDomain: Check = (value) => {
  if (value === ".") return NONE;
  const domain = value.replace(/\.$/, "");
  const objections: string[] = [];
  if (byteLength(domain) > 253) objections.push(maxLength(253));
  if (!pattern(SEARCH_SOURCE).test(domain)) objections.push(regexError(SEARCH_WORDS, SEARCH_SOURCE, "example.com"));
  return objections;
};

/** A DNS label of RFC 1035: a Service's name. */
export const dns1035Label: Check = (value) => {
  if (value.length <= 63 && LABEL_1035.test(value)) return NONE;
  const objections: string[] = [];
  if (byteLength(value) > 63) objections.push(maxLength(63));
  if (!LABEL_1035.test(value)) objections.push(regexError(LABEL_1035_WORDS, LABEL_1035_SOURCE, "my-name", "abc-123"));
  return objections;
};

/** What may stand between two slashes of a URL: the name of an object without rules of its own. */
export const pathSegment: Check = (value) => {
  if (value === "." || value === "..") return [`may not be '${value}'`];
  return ["/", "%"]
    .filter((character) => value.includes(character))
    .map((character) => `may not contain '${character}'`);
};

const qualifiedNamePart = (name: string): readonly string[] => {
  if (name.length <= 63 && QUALIFIED.test(name)) return NONE;
  const objections: string[] = [];
  if (name === "") objections.push(`name part ${EMPTY}`);
  else if (byteLength(name) > 63) objections.push(`name part ${maxLength(63)}`);
  if (!QUALIFIED.test(name)) {
    objections.push(`name part ${regexError(QUALIFIED_WORDS, QUALIFIED_SOURCE, "MyName", "my.name", "123-abc")}`);
  }
  return objections;
};

/** A name with an optional DNS prefix: a label key, a taint key, a resource, a condition type. */
export const qualifiedName: Check = (value) => {
  const slash = value.indexOf("/");
  if (slash < 0) return qualifiedNamePart(value);
  if (value.includes("/", slash + 1)) {
    const words = regexError(QUALIFIED_WORDS, QUALIFIED_SOURCE, "MyName", "my.name", "123-abc");
    return [`a qualified name ${words} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const prefix = value.slice(0, slash);
  const prefixObjections =
    prefix === "" ? [`prefix part ${EMPTY}`] : dns1123Subdomain(prefix).map((objection) => `prefix part ${objection}`);
  const nameObjections = qualifiedNamePart(value.slice(slash + 1));
  return prefixObjections.length + nameObjections.length === 0 ? NONE : [...prefixObjections, ...nameObjections];
};

export const labelValue: Check = (value) => {
  if (value.length <= 63 && LABEL_VALUE.test(value)) return NONE;
  const objections: string[] = [];
  if (byteLength(value) > 63) objections.push(maxLength(63));
  if (!LABEL_VALUE.test(value)) {
    objections.push(regexError(LABEL_VALUE_WORDS, LABEL_VALUE_SOURCE, "MyValue", "my_value", "12345"));
  }
  return objections;
};

/** The name of a container port, at most 15 characters. */
export const portName: Check = (value) => {
  const objections: string[] = [];
  if (byteLength(value) > 15) objections.push(maxLength(15));
  if (!/^[-a-z0-9]+$/.test(value)) {
    objections.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  }
  if (!/[a-z]/.test(value)) objections.push("must contain at least one letter (a-z)");
  if (value.includes("--")) objections.push("must not contain consecutive hyphens");
  if (value.startsWith("-") || value.endsWith("-")) objections.push("must not begin or end with a hyphen");
  return objections;
};

export const portNumber = (port: number): readonly string[] =>
  port >= 1 && port <= 65_535 ? NONE : ["must be between 1 and 65535, inclusive"];

const HEADER_SOURCE = "[-A-Za-z0-9]+";

export const httpHeaderName: Check = (value) =>
  pattern(HEADER_SOURCE).test(value)
    ? NONE
    : [
        regexError(
          "a valid HTTP header must consist of alphanumeric characters or '-'",
          HEADER_SOURCE,
          "X-Header-Name",
        ),
      ];

/** The name of an environment variable, or what such names start with. */
export const envVarName: Check = (value) =>
  /^[ -<>-~]*$/.test(value)
    ? NONE
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];

const PERCENT_SOURCE = "[0-9]+%";

export const percentage: Check = (value) =>
  /^[0-9]+%$/.test(value)
    ? NONE
    : [
        regexError(
          "a valid percent string must be a numeric string followed by an ending '%'",
          PERCENT_SOURCE,
          "1%",
          "93%",
        ),
      ];

/** A name with the forbidden characters replaced: what the writer probably wants. Null when nothing is left. */
export const asDnsLabel = (value: string): string | null => {
  const name = value
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63)
    .replace(/-+$/, "");
  return name === "" ? null : name;
};
