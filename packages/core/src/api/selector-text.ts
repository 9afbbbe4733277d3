// kubectl's -l: "a=b,c!=d,e in (x,y),f,!g" read to a test over labels, with kubectl's errors.
import { left, right, type Either } from "fp-ts/lib/Either.js";
import type { NodeSelectorRequirement } from "./meta.js";
import { qualifiedName } from "./names.js";
import {
  invalidValue,
  matchAll,
  requirementErrors,
  requirementTest,
  selectorErrorText,
  type LabelTest,
} from "./requirement.js";

/** A symbol, or a word: a key, a value, `in` or `notin`. The last token is "" of kind "end". */
interface Token {
  readonly kind: "symbol" | "word" | "end";
  readonly text: string;
}

const TOKEN = /[ \t\r\n]*(?:(==|!=|[=!(),<>])|([^ \t\r\n=!(),<>]+))/g;

type Operator = NodeSelectorRequirement["operator"];

const BINARY_OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["in", "In"],
  ["notin", "NotIn"],
  ["=", "In"],
  ["==", "In"],
  ["!=", "NotIn"],
  [">", "Gt"],
  ["<", "Lt"],
]);

const refuse = (message: string): Either<string, never> => left(message);

class SelectorReader {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(text: string) {
    const tokens = [...text.matchAll(TOKEN)].map(([, symbol, word = ""]): Token =>
      symbol === undefined ? { kind: "word", text: word } : { kind: "symbol", text: symbol },
    );
    this.tokens = [...tokens, { kind: "end", text: "" }];
  }

  readAll(): Either<string, readonly NodeSelectorRequirement[]> {
    const requirements: NodeSelectorRequirement[] = [];
    if (this.peek().kind === "end") return right(requirements);
    if (!this.startsRequirement()) {
      return refuse(`found '${this.peek().text}', expected: !, identifier, or 'end of string'`);
    }
    for (;;) {
      const requirement = this.readRequirement();
      if (requirement._tag === "Left") return refuse(`unable to parse requirement: ${requirement.left}`);
      requirements.push(requirement.right);
      const next = this.take();
      if (next.kind === "end") return right(requirements);
      if (next.text !== ",") return refuse(`found '${next.text}', expected: ',' or 'end of string'`);
      if (!this.startsRequirement()) return refuse(`found '${this.peek().text}', expected: identifier after ','`);
    }
  }

  private peek(): Token {
    return this.tokens[this.position] ?? { kind: "end", text: "" };
  }

  private take(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }

  private isAt(symbol: string): boolean {
    const { kind, text } = this.peek();
    return kind === "symbol" && text === symbol;
  }

  private takeIf(symbol: string): boolean {
    const isThere = this.isAt(symbol);
    if (isThere) this.position++;
    return isThere;
  }

  private startsRequirement(): boolean {
    return this.peek().kind === "word" || this.isAt("!");
  }

  private readRequirement(): Either<string, NodeSelectorRequirement> {
    const isNegated = this.takeIf("!");
    const { kind, text: key } = this.take();
    if (kind !== "word") return refuse(`found '${key}', expected: identifier`);
    const keyErrors = qualifiedName(key);
    if (keyErrors.length > 0) return refuse(`<nil>: ${invalidValue(key, keyErrors.join("; "))}`);
    if (isNegated) return right({ key, operator: "DoesNotExist" });
    if (this.peek().kind === "end" || this.isAt(",")) return right({ key, operator: "Exists" });
    return this.readComparison(key);
  }

  private readComparison(key: string): Either<string, NodeSelectorRequirement> {
    const { text } = this.take();
    const operator = BINARY_OPERATORS.get(text);
    if (operator === undefined) return refuse(`found '${text}', expected: in, notin, =, ==, !=, gt, lt`);
    const values = text === "in" || text === "notin" ? this.readValues() : this.readValue();
    if (values._tag === "Left") return values;
    const requirement = { key, operator, values: [...new Set(values.right)].toSorted() };
    const errors = requirementErrors(requirement, "");
    return errors.length === 0 ? right(requirement) : refuse(selectorErrorText(errors));
  }

  /** The value after =, ==, !=, > or <; none is the empty one. */
  private readValue(): Either<string, readonly string[]> {
    if (this.peek().kind === "end" || this.isAt(",")) return right([""]);
    const { kind, text } = this.take();
    return kind === "word" ? right([text]) : refuse(`found '${text}', expected: identifier`);
  }

  /** "(a,b)". An empty place between commas and parentheses is the empty value: "()" is one, "(,a)" are two. */
  private readValues(): Either<string, readonly string[]> {
    const opening = this.take();
    if (opening.text !== "(") return refuse(`found '${opening.text}' expected: '('`);
    if (this.takeIf(")")) return right([""]);
    if (this.peek().kind !== "word" && !this.isAt(",")) {
      return refuse(`found '${this.peek().text}', expected: ',', ')' or identifier`);
    }
    const values: string[] = [];
    for (;;) {
      const { kind, text } = this.take();
      if (kind === "word") {
        values.push(text);
        if (this.takeIf(")")) return right(values);
        if (!this.isAt(",")) return refuse(`found '${this.peek().text}', expected: ',' or ')'`);
      } else if (text === ",") {
        if (values.length === 0) values.push("");
        if (this.takeIf(")")) return right([...values, ""]);
        // What follows a second comma must be a value or a comma: "(a,,)" is an error in Kubernetes, "(a,)" is none.
        if (this.takeIf(",")) values.push("");
      } else {
        return refuse(`found '${text}', expected: ',', or identifier`);
      }
    }
  }
}

/** The test a selector's text stands for; no text selects everything. Left: kubectl's error message. */
export const compileSelectorText = (text: string): Either<string, LabelTest> => {
  const requirements = new SelectorReader(text).readAll();
  if (requirements._tag === "Left") return requirements;
  return right(matchAll(requirements.right.map(requirementTest)));
};
