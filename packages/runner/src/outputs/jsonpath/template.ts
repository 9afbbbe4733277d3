// kubectl's jsonpath templates: text, {paths}, {"quoted text"} and {range …}{end}.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Json } from "../objects/kube-object.js";
import type { Step } from "./path.js";
import { evaluatePath } from "./path.js";
import { readPath } from "./path-reader.js";

type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "path"; readonly steps: readonly Step[] }
  | { readonly kind: "range"; readonly steps: readonly Step[]; readonly body: readonly Node[] };

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

const unescaped = (text: string): string =>
  text.replace(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character);

/** The position of the brace that closes the one before `from`; -1 if there is none. Braces in quotes do not count. */
const closingBrace = (text: string, from: number): number => {
  let quote = "";
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "\\") at += 1;
    else if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "}") return at;
  }
  return -1;
};

/** Texts and the contents of braces, in turn, beginning with a text. */
const split = (template: string): Either<string, readonly { readonly isBrace: boolean; readonly text: string }[]> => {
  const parts: { isBrace: boolean; text: string }[] = [];
  for (let at = 0; at < template.length;) {
    const open = template.indexOf("{", at);
    if (open < 0) {
      parts.push({ isBrace: false, text: template.slice(at) });
      break;
    }
    if (open > at) parts.push({ isBrace: false, text: template.slice(at, open) });
    const close = closingBrace(template, open + 1);
    if (close < 0) return left("a closing } is missing");
    parts.push({ isBrace: true, text: template.slice(open + 1, close).trim() });
    at = close + 1;
  }
  return right(parts);
};

interface Frame {
  readonly steps: readonly Step[];
  readonly body: Node[];
}

/** The nodes of a template; Left: what is wrong with it. A template without braces is a path in braces. */
const readTemplate = (template: string): Either<string, readonly Node[]> => {
  const parts = split(template.includes("{") ? template : `{${template}}`);
  if (isLeft(parts)) return parts;
  const root: Frame = { steps: [], body: [] };
  const frames: Frame[] = [root];
  for (const { isBrace, text } of parts.right) {
    const { body } = frames.at(-1) ?? root;
    const quoted = /^"((?:[^"\\]|\\.)*)"$|^'((?:[^'\\]|\\.)*)'$/.exec(text);
    if (!isBrace) body.push({ kind: "text", text });
    else if (quoted !== null) body.push({ kind: "text", text: unescaped(quoted[1] ?? quoted[2] ?? "") });
    else if (text === "end") {
      const frame = frames.pop();
      const outer = frames.at(-1);
      if (frame === undefined || outer === undefined) return left("{end} without {range}");
      outer.body.push({ kind: "range", steps: frame.steps, body: frame.body });
    } else {
      const range = /^range\s+(.*)$/s.exec(text)?.[1];
      const steps = readPath(range ?? text);
      if (isLeft(steps)) return steps;
      if (range === undefined) body.push({ kind: "path", steps: steps.right });
      else frames.push({ steps: steps.right, body: [] });
    }
  }
  return frames.length === 1 ? right(root.body) : left("{range} without {end}");
};

const valueText = (value: Json): string => {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

const render = (nodes: readonly Node[], current: Json): string =>
  nodes
    .map((node) => {
      switch (node.kind) {
        case "text":
          return node.text;
        case "path":
          return evaluatePath(node.steps, [current]).map(valueText).join(" ");
        case "range":
          return evaluatePath(node.steps, [current])
            .map((item) => render(node.body, item))
            .join("");
      }
    })
    .join("");

/** The template as a function of the value it is applied to; Left: what is wrong with it. */
export const compileTemplate = (template: string): Either<string, (value: Json) => string> => {
  const nodes = readTemplate(template);
  return isLeft(nodes) ? nodes : right((value) => render(nodes.right, value));
};
