// Plain words for those syntax errors of YAML that need nothing from the file to be explained.
import type { DiagnosticText } from "./diagnostic.js";

export type Words = Pick<DiagnosticText, "message" | "why" | "fix" | "notes">;

export const TEMPLATE: Words = {
  message: "this looks like a template, not YAML",
  why: "{{ … }} is filled in by Helm or another program before Kubernetes sees the file",
  fix: "render it first: helm template CHART > rendered.yaml",
};

export const CONFLICT: Words = {
  message: "this is a merge conflict marker",
  why: "git left both versions in the file",
  fix: "keep one of the two versions and remove the <<<<<<<, ======= and >>>>>>> lines",
};

export const INDENTED_UNDER_VALUE: Words = {
  message: "this line is indented under a key that already has a value",
  why: "a key has either a value on its line or lines below it, not both",
  fix: "indent it like the key above, or remove the value above",
};

export const SECOND_COLON: Words = {
  message: 'there is a second ": " on this line',
  why: "a colon followed by a space begins a value, so a text that has one must be quoted",
  fix: "put the value in quotes, or begin a new line under the key",
};

export const NO_COLON: Words = {
  message: 'this line has no ": "',
  why: "the lines of a mapping have the form key: value",
  fix: "add a colon and a value, or indent it under the key it continues",
};

export const ITEM_FOR_KEY: Words = {
  message: "a list item stands where a key is expected",
  why: "the lines of a mapping have the form key: value",
  fix: "put the list under a key of its own, indented",
};

export const MISPLACED: Words = {
  message: "this does not belong here",
  why: "the lines before it form a complete document, and this does not continue them",
  fix: "check its indentation; a new document begins with a line ---",
};

export const NO_COMMA: Words = {
  message: "a comma is missing here",
  why: "items inside brackets are separated by commas",
  fix: "add the comma, or put the text in quotes",
};

export const BLOCK_IN_BRACKETS: Words = {
  message: "an indented block cannot stand inside brackets",
  why: "inside [ ] and { } indentation means nothing",
  fix: "write the inner value with brackets too, or the outer one without",
};

interface KnownError {
  /** Found in the yaml library's code and message, joined by a blank. */
  readonly pattern: RegExp;
  readonly words: Words;
}

const known = (pattern: RegExp, message: string, why: string, fix: string): KnownError => ({
  pattern,
  words: { message, why, fix },
});

/** The first that fits says it. */
export const KNOWN_ERRORS: readonly KnownError[] = [
  known(
    /block-seq-ind on same line with key/,
    "a list cannot begin on the line of its key",
    'after "key: " a dash would be the beginning of a text',
    "begin the list on the next line, or write it as [a, b]",
  ),
  known(
    /Unexpected , in/,
    "there is nothing before this comma",
    "two commas leave an empty item between them",
    "remove the comma",
  ),
  known(
    /[Bb]lock scalar header/,
    "text cannot follow | or > on the same line",
    "a block of text begins on the next line, indented",
    "move the text to the next line; | keeps line breaks, > joins lines",
  ),
  known(
    /BAD_INDENT.*lock scalar/,
    "this line is indented less than the block of text it belongs to",
    "all lines of a | or > block are indented at least like its first",
    "indent it like the lines above",
  ),
  known(
    /flow-(seq|map)-end/,
    "this bracket closes nothing",
    "every closing bracket needs an opening one",
    "remove it, or add the opening bracket",
  ),
  { pattern: /Missing , /, words: NO_COMMA },
  known(
    /directives-end/,
    "a line --- is missing here",
    "lines that begin with % speak of the document after the next ---",
    "add a line ---, or remove the % line",
  ),
  known(
    /without - indicator/,
    'this list item does not begin with "- "',
    "every item of a list does",
    "add the dash, or correct the indentation",
  ),
  known(
    /^MISSING_CHAR/,
    "a space or line break is missing here",
    "what stands here cannot be told apart from what follows",
    "separate the two",
  ),
  known(/^BAD_DIRECTIVE/, "this % line is not known", "only %YAML and %TAG may stand before a document", "remove it"),
  known(
    /^BAD_ALIAS/,
    "the name of an alias or anchor is missing",
    "* repeats the value that & names",
    'put the value in quotes if it is meant as text: "*"',
  ),
  known(
    /^ALIAS_PROPS/,
    "an alias cannot have a tag or an anchor",
    "it stands for a value that already has them",
    "remove what stands before the *",
  ),
  known(
    /^MULTIPLE_ANCHORS/,
    "a value can have one anchor only",
    "the second name would hide the first",
    "keep one of the names",
  ),
  known(/^MULTIPLE_TAGS/, "a value can have one tag only", "two tags contradict each other", "remove the tags"),
  known(
    /^BAD_PROP_ORDER/,
    "an anchor or tag stands before its - or :",
    "it belongs between the indicator and the value",
    "move it behind the - or :",
  ),
  known(
    /^KEY_OVER_1024/,
    "this key is longer than 1024 characters",
    "YAML allows no longer ones, and Kubernetes' are far shorter",
    "shorten it; is a quote or a line break missing?",
  ),
  known(
    /^TAG_RESOLVE_FAILED/,
    "this tag is not supported",
    "tags ask the reader to build objects of some program; only plain data is read",
    "remove the tag and write plain data",
  ),
];
