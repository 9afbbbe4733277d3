// Finds what makes a run depend on anything but its input: the clock, chance, the outside, the machine's language.
import { builtinModules } from "node:module";
import ts from "typescript";

export interface Impurity {
  /** 1-based. */
  readonly line: number;
  /** "Date.now", "Math.random", "new Date", "import node:fs" … */
  readonly what: string;
}

const forbiddenMembers = new Set(["Date.now", "Math.random"]);
const forbiddenNames = new Set([
  "process",
  "console",
  "performance",
  "globalThis",
  "crypto",
  "fetch",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "Intl",
  "WeakRef",
  "FinalizationRegistry",
]);
const localeMember = /^(localeCompare|toLocale[A-Z]\w*)$/;
const builtins = new Set(builtinModules);

const isBuiltin = (specifier: string): boolean => specifier.startsWith("node:") || builtins.has(specifier);

/** Names a file declares for itself: a container's `process` is not Node's. */
const declaredNames = (source: ts.SourceFile): ReadonlySet<string> => {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isDeclaration =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportSpecifier(node);
    if (isDeclaration && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
};

/** Is this identifier a reference to a value, rather than the name of a property, a key, a type? */
const isReference = (node: ts.Identifier): boolean => {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isEnumMember(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  if (ts.isMethodDeclaration(parent) || ts.isMethodSignature(parent)) return false;
  if (ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent)) return false;
  return !ts.isTypeNode(parent) && !ts.isQualifiedName(parent);
};

/** What is taken from Date or Math, however it is written; "Date" and "Math" alone when it cannot be told. */
const memberTaken = (node: ts.Identifier): string => {
  const parent = node.parent;
  if (ts.isNewExpression(parent) && parent.expression === node) return `new ${node.text}`;
  if (ts.isCallExpression(parent) && parent.expression === node) return `${node.text}()`;
  if (ts.isPropertyAccessExpression(parent)) return `${node.text}.${parent.name.text}`;
  if (ts.isElementAccessExpression(parent) && ts.isStringLiteralLike(parent.argumentExpression)) {
    return `${node.text}.${parent.argumentExpression.text}`;
  }
  return node.text;
};

const impurityOfName = (node: ts.Identifier, declared: ReadonlySet<string>): string | null => {
  if (localeMember.test(node.text) && ts.isPropertyAccessExpression(node.parent)) return node.text;
  if (!isReference(node) || declared.has(node.text)) return null;
  if (forbiddenNames.has(node.text)) return node.text;
  if (node.text !== "Date" && node.text !== "Math") return null;
  const taken = memberTaken(node);
  return forbiddenMembers.has(taken) || !taken.includes(".") ? taken : null;
};

const impurityOfImport = (node: ts.Node): string | null => {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return "import()";
  if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return null;
  const specifier = node.moduleSpecifier;
  if (specifier === undefined || !ts.isStringLiteral(specifier) || !isBuiltin(specifier.text)) return null;
  return `import ${specifier.text}`;
};

/** Reads the syntax tree, so that comments and strings may speak of the clock. */
export const findImpurities = (text: string): readonly Impurity[] => {
  const source = ts.createSourceFile("source.ts", text, ts.ScriptTarget.ES2023, true);
  const declared = declaredNames(source);
  const found: Impurity[] = [];
  const visit = (node: ts.Node): void => {
    const what = ts.isIdentifier(node) ? impurityOfName(node, declared) : impurityOfImport(node);
    if (what !== null) found.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, what });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};
