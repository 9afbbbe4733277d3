// Reads the text of a JSONPath: .items[*].metadata.name, $..image, [?(@.type=="Ready")].status
import { left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Json } from "../objects/kube-object.js";
import type { Comparison, Operand, Step } from "./path.js";

/** Why a text is no path; thrown inside this file only. */
class Unreadable extends Error {}

const COMPARISON = /^(==|!=|<=|>=|<|>)/;
const NUMBER = /^-?\d+(\.\d+)?/;

class PathReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readWhole(): readonly Step[] {
    const steps = this.readPath();
    this.#skipBlanks();
    if (this.#at < this.#text.length) throw new Unreadable(`unexpected ${JSON.stringify(this.#rest())}`);
    return steps;
  }

  /** A path from where the reader stands, up to what cannot belong to it. */
  readPath(): readonly Step[] {
    const steps: Step[] = [];
    if (this.#rest().startsWith("$") || this.#rest().startsWith("@")) this.#at += 1;
    for (;;) {
      if (this.#take("..")) {
        steps.push({ kind: "recursive" });
        if (!this.#rest().startsWith("[")) steps.push(this.#readName());
      } else if (this.#take(".")) {
        // "{.}" is the value itself.
        if (this.#at === this.#text.length && steps.length === 0) return steps;
        if (!this.#rest().startsWith("[")) steps.push(this.#readName());
      } else if (this.#take("[")) {
        steps.push(this.#readBracket());
      } else if (steps.length === 0 && this.#at === 0 && /^[A-Za-z_]/.test(this.#rest())) {
        steps.push(this.#readName());
      } else {
        return steps;
      }
    }
  }

  #rest(): string {
    return this.#text.slice(this.#at);
  }

  #take(token: string): boolean {
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at += 1;
  }

  #expect(token: string): void {
    this.#skipBlanks();
    if (!this.#take(token)) throw new Unreadable(`expected ${token} before ${JSON.stringify(this.#rest())}`);
  }

  /** A field name, in which a dot is written \. as in .metadata.labels.app\.kubernetes\.io/name */
  #readName(): Step {
    if (this.#take("*")) return { kind: "wildcard" };
    let name = "";
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at] ?? "";
      if (character === "\\") {
        this.#at += 1;
        name += this.#text[this.#at] ?? "";
      } else if (/[.[\]{}()\s=!<>|,]/.test(character)) break;
      else name += character;
    }
    if (name === "") throw new Unreadable(`a field name is missing before ${JSON.stringify(this.#rest())}`);
    return { kind: "field", name };
  }

  #readBracket(): Step {
    this.#skipBlanks();
    if (this.#take("?(")) return this.#readFilter();
    if (this.#take("*")) {
      this.#expect("]");
      return { kind: "wildcard" };
    }
    const end = this.#rest().search(/[\]'"]/);
    const slice =
      end < 0 || this.#rest()[end] !== "]" ? null : /^(-?\d*):(-?\d*)(?::(\d+))?$/.exec(this.#rest().slice(0, end));
    if (slice !== null) {
      this.#at += end + 1;
      const [, from = "", to = "", step = "1"] = slice;
      const bound = (text: string): number | null => (text === "" ? null : Number(text));
      return { kind: "slice", from: bound(from), to: bound(to), step: Math.max(1, Number(step)) };
    }
    const names: (string | number)[] = [];
    do names.push(this.#readKey());
    while (this.#take(","));
    this.#expect("]");
    const [only] = names;
    if (names.length > 1 || only === undefined) return { kind: "union", names };
    return typeof only === "number" ? { kind: "index", at: only } : { kind: "field", name: only };
  }

  #readKey(): string | number {
    this.#skipBlanks();
    const quote = this.#text[this.#at];
    if (quote === "'" || quote === '"') return this.#readQuoted(quote);
    const number = /^-?\d+/.exec(this.#rest())?.[0];
    if (number === undefined)
      throw new Unreadable(`a position or a quoted name is missing before ${JSON.stringify(this.#rest())}`);
    this.#at += number.length;
    this.#skipBlanks();
    return Number(number);
  }

  #readQuoted(quote: string): string {
    let text = "";
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at] ?? "";
      if (character === quote) {
        this.#at += 1;
        return text;
      }
      if (character === "\\") this.#at += 1;
      text += this.#text[this.#at] ?? "";
    }
    throw new Unreadable(`a closing ${quote} is missing`);
  }

  #readFilter(): Step {
    const leftSide = this.#readOperand();
    this.#skipBlanks();
    const operator = COMPARISON.exec(this.#rest())?.[0] as Comparison | undefined;
    if (operator === undefined) {
      this.#expect(")");
      this.#expect("]");
      return { kind: "filter", left: leftSide, operator: "exists", right: { kind: "value", value: null } };
    }
    this.#at += operator.length;
    const rightSide = this.#readOperand();
    this.#expect(")");
    this.#expect("]");
    return { kind: "filter", left: leftSide, operator, right: rightSide };
  }

  #readOperand(): Operand {
    this.#skipBlanks();
    const next = this.#text[this.#at] ?? "";
    if (next === "@" || next === "$") return { kind: "path", steps: this.readPath() };
    return { kind: "value", value: this.#readLiteral(next) };
  }

  #readLiteral(next: string): Json {
    if (next === "'" || next === '"') return this.#readQuoted(next);
    const number = NUMBER.exec(this.#rest())?.[0];
    if (number !== undefined) {
      this.#at += number.length;
      return Number(number);
    }
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const)
      if (this.#take(word)) return value;
    throw new Unreadable(`a value is missing before ${JSON.stringify(this.#rest())}`);
  }
}

const explained = <T>(read: () => T): Either<string, T> => {
  try {
    return right(read());
  } catch (thrown) {
    if (thrown instanceof Unreadable) return left(thrown.message);
    throw thrown;
  }
};

/** Left: what is wrong with it, in a few words. */
export const readPath = (text: string): Either<string, readonly Step[]> => {
  const trimmed = text.trim();
  return explained(() => new PathReader(trimmed).readWhole());
};

/** A path as --sort-by and custom-columns take it: with or without braces, with or without the dot in front. */
export const readRelaxedPath = (text: string): Either<string, readonly Step[]> => {
  const trimmed = text.trim();
  const bare = /^\{(.*)\}$/.exec(trimmed)?.[1]?.trim() ?? trimmed;
  if (bare === "") return left("a path is missing");
  return readPath(/^[.$[@]/.test(bare) ? bare : `.${bare}`);
};
