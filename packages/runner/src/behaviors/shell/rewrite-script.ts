// Prepares a parsed script for virtual time: what the interpreter lacks (background jobs, exec, wait) and programs it does
// not have become commands of ours, and each lap of an endless loop is announced.
import type { CommandNode, ScriptNode, SimpleCommandNode, StatementNode, WordNode } from "just-bash";
import { serialize } from "just-bash";
import { isShell, withoutPlace } from "./followable.js";
import { mayAskNetwork } from "./network-commands.js";

type WhileNode = Extract<CommandNode, { readonly type: "While" }>;
type UntilNode = Extract<CommandNode, { readonly type: "Until" }>;

/** Names of the commands that stand in; no script would use them. */
export const STAND_IN = {
  background: "__podsim_background",
  wait: "__podsim_wait",
  exec: "__podsim_exec",
  lap: "__podsim_lap",
  /** A program nobody knows, after which the script goes on. */
  step: "__podsim_step",
  /** A program nobody knows, with which the script ends. */
  last: "__podsim_last",
  /** Comes before a change of directory. */
  visit: "__podsim_visit",
} as const;

/** Holds the process id of the last background job. */
export const BACKGROUND_ID = "__podsim_background_id";

const word = (value: string): WordNode => ({ type: "Word", parts: [{ type: "SingleQuoted", value }] });

const simple = (name: string, args: readonly WordNode[], of?: SimpleCommandNode): SimpleCommandNode => ({
  type: "SimpleCommand",
  assignments: of?.assignments ?? [],
  name: { type: "Word", parts: [{ type: "Literal", value: name }] },
  args: [...args],
  redirections: of?.redirections ?? [],
});

const statementOf = (command: CommandNode): StatementNode => ({
  type: "Statement",
  operators: [],
  background: false,
  pipelines: [{ type: "Pipeline", negated: false, commands: [command] }],
});

/** The text of a word without expansions; null if it has some. */
const literal = (given: WordNode | null): string | null => {
  if (given === null) return null;
  let text = "";
  for (const part of given.parts) {
    if (part.type !== "Literal" && part.type !== "SingleQuoted" && part.type !== "Escaped") return null;
    text += part.value;
  }
  return text;
};

const isTextOption = (arg: WordNode | undefined): boolean => arg === undefined || /^-[a-z]*c$/.test(literal(arg) ?? "");

type Visit = (node: Record<string, unknown>) => void;

/** Calls `visit` for every node under `node`, itself included. */
const walk = (node: unknown, visit: Visit): void => {
  if (Array.isArray(node)) return node.forEach((each) => walk(each, visit));
  if (typeof node !== "object" || node === null) return;
  visit(node as Record<string, unknown>);
  for (const value of Object.values(node)) if (typeof value === "object") walk(value, visit);
};

const namesOfFunctions = (script: ScriptNode): ReadonlySet<string> => {
  const names = new Set<string>();
  walk(script, (node) => {
    if (node["type"] === "FunctionDef" && typeof node["name"] === "string") names.add(node["name"]);
  });
  return names;
};

/** Words with which a loop that never stops asking can still be left. */
const WAYS_OUT = new Set(["break", "exit", "return", "exec", "kill", "eval", "source", "."]);

const isAlways = (condition: readonly StatementNode[], wanted: "true" | "false"): boolean => {
  const text = condition.length === 1 && condition[0] !== undefined ? serializeStatements(condition).trim() : "";
  return (wanted === "true" ? ["true", ":", "[ 1 ]", "[ true ]", "((1))", "[[ 1 ]]", "test 1"] : ["false"]).includes(
    text,
  );
};

/** Whether nothing that happens in the container ends the loop: it never asks, or it asks others. */
const goesOn = ({ type, condition }: WhileNode | UntilNode): boolean => {
  if (isAlways(condition, type === "While" ? "true" : "false")) return true;
  const text = serializeStatements(condition);
  return mayAskNetwork(text) && !/\b(date|test|RANDOM)\b|[[$]/.test(text.replaceAll(/\$\(cat [^)]*\)|\$\w+/g, ""));
};

const serializeStatements = (statements: readonly StatementNode[]): string =>
  serialize({ type: "Script", statements: [...statements] });

class Rewriter {
  readonly #functions: ReadonlySet<string>;
  /** Whether the interpreter, or we, know the command. */
  readonly #isKnown: (name: string) => boolean;
  readonly #isErrexit: boolean;

  constructor(script: ScriptNode, isKnown: (name: string) => boolean, isErrexit: boolean) {
    this.#functions = namesOfFunctions(script);
    this.#isKnown = isKnown;
    this.#isErrexit = isErrexit;
  }

  statements(given: readonly StatementNode[], isTail: boolean): StatementNode[] {
    return given.map((statement, ix) => this.#statement(statement, isTail && ix === given.length - 1));
  }

  /** Commands inside words: $(…) and its kin. */
  substitutions(script: ScriptNode): void {
    walk(script, (node) => {
      if (node["type"] === "ParameterExpansion" && node["parameter"] === "!") node["parameter"] = BACKGROUND_ID;
      if (node["type"] !== "CommandSubstitution" && node["type"] !== "ProcessSubstitution") return;
      const body = node["body"] as ScriptNode | undefined;
      if (body !== undefined) node["body"] = { ...body, statements: this.statements(body.statements, false) };
    });
  }

  #statement(statement: StatementNode, isTail: boolean): StatementNode {
    const last = statement.pipelines.length - 1;
    const pipelines = statement.pipelines.map((pipeline, ix) => ({
      ...pipeline,
      commands: pipeline.commands.map((command, at) =>
        this.#command(command, isTail && ix === last && at === pipeline.commands.length - 1),
      ),
    }));
    if (!statement.background) return { ...statement, pipelines };
    const text = serializeStatements([{ ...statement, background: false }]);
    const stand = simple(STAND_IN.background, [word(text)]);
    const { background: _, sourceText: __, ...rest } = statement;
    return { ...rest, ...statementOf(stand) };
  }

  #command(command: CommandNode, isTail: boolean): CommandNode {
    switch (command.type) {
      case "SimpleCommand":
        return this.#visiting(this.#simple(command, isTail));
      case "If": {
        const clauses = command.clauses.map(({ condition, body }) => ({
          condition: this.statements(condition, false),
          body: this.statements(body, isTail),
        }));
        const elseBody = command.elseBody === null ? null : this.statements(command.elseBody, isTail);
        return { ...command, clauses, elseBody };
      }
      case "While":
      case "Until":
        return {
          ...command,
          condition: this.statements(command.condition, false),
          body: this.#loopBody(command.body, goesOn(command)),
        };
      case "For":
        return { ...command, body: this.statements(command.body, false) };
      case "CStyleFor":
        return { ...command, body: this.#loopBody(command.body, command.condition === null) };
      case "Case": {
        const items = command.items.map((item) => ({ ...item, body: this.statements(item.body, isTail) }));
        return { ...command, items };
      }
      case "Subshell":
      case "Group":
        return { ...command, body: this.statements(command.body, isTail) };
      case "FunctionDef": {
        const body = this.#command(command.body, false);
        return body.type === "SimpleCommand" || body.type === "FunctionDef" ? command : { ...command, body };
      }
      case "ArithmeticCommand":
      case "ConditionalCommand":
        return command;
    }
  }

  #loopBody(body: readonly StatementNode[], isEndless: boolean): StatementNode[] {
    const inside = this.statements(body, false);
    if (!isEndless || this.#isErrexit || this.#canLeave(body)) return inside;
    return [statementOf(simple(STAND_IN.lap, [])), ...inside];
  }

  #canLeave(body: readonly StatementNode[]): boolean {
    let found = false;
    walk(body, (node) => {
      if (node["type"] === "ParameterExpansion") {
        const operation = node["operation"] as { type?: string } | null;
        if (operation?.type === "ErrorIfUnset") found = true;
      }
      if (node["type"] !== "SimpleCommand") return;
      const name = literal((node as unknown as SimpleCommandNode).name);
      if (name !== null && (WAYS_OUT.has(name) || this.#functions.has(name))) found = true;
    });
    return found;
  }

  /** A change to a directory that the image may hold. */
  #visiting(command: SimpleCommandNode): CommandNode {
    const target = command.args.find((arg) => !(literal(arg) ?? "").startsWith("-"));
    if (!/^(cd|pushd)$/.test(literal(command.name) ?? "") || target === undefined) return command;
    const body = [statementOf(simple(STAND_IN.visit, [target])), statementOf(command)];
    return { type: "Group", body, redirections: [] };
  }

  #simple(command: SimpleCommandNode, isTail: boolean): SimpleCommandNode {
    const stand = isTail ? STAND_IN.last : STAND_IN.step;
    const given = literal(command.name);
    // A name that is only known when its turn comes: an assignment alone has none.
    if (given === null)
      return command.name === null ? command : simple(stand, [command.name, ...command.args], command);
    const name = withoutPlace(given);
    if (isShell(name) && !isTextOption(command.args[0])) return simple(stand, [word(name), ...command.args], command);
    if (name === "command" && literal(command.args[0] ?? null) === "-v") {
      return simple("which", command.args.slice(1), command);
    }
    if (name === "wait") return simple(STAND_IN.wait, command.args, command);
    if (name === "exec" && command.args.length > 0) return simple(STAND_IN.exec, command.args, command);
    if (this.#functions.has(name)) return command;
    if (this.#isKnown(name)) return name === given ? command : simple(name, command.args, command);
    return simple(stand, [word(given.includes("/") && name !== given ? name : given), ...command.args], command);
  }
}

export interface Rewritten {
  readonly script: ScriptNode;
  /** Whether it is one command, which then takes the place of its shell. */
  readonly isOneCommand: boolean;
  /** The functions it defines, as text. */
  readonly functions: string;
  /** With what it ends whatever came before; null = that depends. */
  readonly lastWord: number | null;
}

const isOneCommand = ({ statements: [only, second] }: ScriptNode): boolean => {
  const pipeline = only?.pipelines[0];
  if (only === undefined || pipeline === undefined || second !== undefined || only.background) return false;
  const [command] = pipeline.commands;
  return only.pipelines.length === 1 && pipeline.commands.length === 1 && command?.type === "SimpleCommand";
};

/** The code of an exit that every way through the script comes to. */
const lastWordOf = ({ statements }: ScriptNode): number | null => {
  const last = statements.at(-1);
  if (last === undefined || last.background || last.pipelines.length > 1) return null;
  const [, code] = /^exit\s+(\d+)$/.exec(serializeStatements([last]).trim()) ?? [];
  return code === undefined ? null : Number(code);
};

const definitions = (statements: readonly StatementNode[]): string => {
  const defining = statements.filter(({ pipelines }) => pipelines[0]?.commands[0]?.type === "FunctionDef");
  return defining.length === 0 ? "" : `${serializeStatements(defining)}\n`;
};

/** @param isErrexit whether the shell was told to leave at the first failure */
export const rewriteScript = (
  script: ScriptNode,
  isKnown: (name: string) => boolean,
  isErrexit: boolean,
): Rewritten => {
  const setsErrexit = script.statements.some((statement) => /^set -[a-z]*e/.test(serializeStatements([statement])));
  const rewriter = new Rewriter(script, isKnown, isErrexit || setsErrexit);
  rewriter.substitutions(script);
  const statements = rewriter.statements(script.statements, true);
  return {
    script: { ...script, statements },
    isOneCommand: isOneCommand(script),
    functions: definitions(statements),
    lastWord: lastWordOf(script),
  };
};
