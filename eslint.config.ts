// What the linter enforces: no hidden effects in core and scheduler, total switches, typed edges, short functions.
import { builtinModules } from "node:module";
import comments from "@eslint-community/eslint-plugin-eslint-comments";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const tests = ["**/*.test.ts"];
const pure = ["packages/core/**/*.ts", "packages/scheduler/**/*.ts"];
/** What is slow and obvious, and what only tests use. */
const twins = ["packages/core/testing/**/*.ts", "packages/scheduler/testing/**/*.ts"];

/** Indexed access on typed columns would be noise without `!` here. */
const columns = ["**/agenda.ts", "**/node-placements.ts", "**/node-table.ts", "**/column-log.ts"];

const clock = "Time comes in as an argument: take `at: SimTime` or `now: SimTime`.";
const chance = "Randomness is keyed: take a draw from engine/draw.ts as an argument.";
const outside = "The outside belongs to packages/runner/src/io: take what is needed as an argument.";
const later = "Nothing waits in virtual time: plan an entry in the agenda.";
const words = "The answer depends on the machine's locale: compare code units with < and format by hand.";

const lazily =
  "In the bundle an older package comes without its names: import it in a file of ours, and that file lazily.";

const openExports = [
  { selector: "ExportAllDeclaration", message: "Name what is exported: `export { a, b } from`, never `export *`." },
];
const namedExports = [{ selector: "ExportDefaultDeclaration", message: "Export by name: `export const x`." }];
const lazyPackages = [{ selector: "ImportExpression[source.value=/^(?!\\.|node:|@podsim\\/)/]", message: lazily }];
const accessors = [
  {
    selector: "ObjectExpression > Property[kind=/^[gs]et$/]",
    message: "Each such object is of a hidden class of its own, which outlives it: write a class.",
  },
  {
    selector: "AssignmentExpression[left.object.type='ThisExpression'] > ArrowFunctionExpression",
    message: "Such a function outlives its object: make it a field or a method.",
  },
];
const hiddenEffects = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: clock },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clock },
  { selector: "CallExpression[callee.name='Date']", message: clock },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: chance },
  { selector: "MemberExpression[object.name='Math'][property.value='random']", message: chance },
  { selector: "MemberExpression[object.name='Date'][property.value='now']", message: clock },
  { selector: "VariableDeclarator[init.name=/^(Date|Math)$/]", message: "Name the member at the place of its use." },
  { selector: "ImportExpression", message: outside },
  { selector: "MemberExpression[property.name=/^(localeCompare|toLocale[A-Z]\\w*)$/]", message: words },
];
const calendar = [{ selector: "NewExpression[callee.name='Date']", message: clock }];

const forbiddenGlobals = [
  ...["process", "console", "fetch", "crypto", "globalThis"].map((name) => ({ name, message: outside })),
  { name: "performance", message: clock },
  ...["setTimeout", "setInterval", "setImmediate", "queueMicrotask"].map((name) => ({ name, message: later })),
  { name: "Intl", message: words },
  ...["WeakRef", "FinalizationRegistry"].map((name) => ({ name, message: "Collection happens when it happens." })),
];

export default defineConfig(
  { ignores: ["**/dist/", "**/node_modules/", "scenarios/", "**/*.mjs"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.base],
    plugins: { comments },
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-var": "error",
      "prefer-const": "error",
      "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": ["error", ...openExports, ...namedExports, ...lazyPackages],
      "comments/require-description": ["error", { ignore: ["eslint-enable"] }],
      "comments/no-unlimited-disable": "error",
      "@typescript-eslint/ban-ts-comment": ["error", { minimumDescriptionLength: 10 }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    files: ["packages/runner/src/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...openExports, ...namedExports, ...lazyPackages, ...accessors] },
  },
  {
    files: pure,
    rules: {
      "no-restricted-globals": ["error", ...forbiddenGlobals],
      "no-restricted-imports": [
        "error",
        {
          paths: builtinModules.map((name) => ({ name, message: outside })),
          patterns: [{ regex: "^node:", message: outside }],
        },
      ],
      "no-restricted-syntax": ["error", ...openExports, ...namedExports, ...accessors, ...hiddenEffects, ...calendar],
    },
  },
  {
    files: twins,
    rules: { "no-restricted-syntax": ["error", ...openExports, ...namedExports, ...hiddenEffects, ...calendar] },
  },
  {
    // A test may hold a calendar computation against JavaScript's own, given an instant; it may not ask for the time.
    files: tests.flatMap((test) => pure.map((folder) => folder.replace("**/*.ts", test))),
    rules: { "no-restricted-syntax": ["error", ...openExports, ...namedExports, ...hiddenEffects] },
  },
  { files: columns, rules: { "@typescript-eslint/no-non-null-assertion": "off" } },
  {
    files: tests,
    rules: { "@typescript-eslint/no-non-null-assertion": "off", "max-lines-per-function": "off" },
  },
  // Tools look for the default export of their configuration.
  { files: ["*.config.ts"], rules: { "no-restricted-syntax": ["error", ...openExports] } },
);
