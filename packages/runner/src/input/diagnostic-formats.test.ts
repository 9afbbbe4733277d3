import { expect, test } from "vitest";
import { diagnostic } from "./diagnostic.js";
import { diagnosticGithub, diagnosticJson, diagnosticsSarif } from "./diagnostic-formats.js";

const place = { line: 3, col: 3, endLine: 3, endCol: 13 };
const unknown = diagnostic("a,b:c.yaml", place, {
  code: "E101",
  message: 'unknown field "behaviours" in spec, 100%',
  why: "unknown fields are refused",
  fix: { title: 'did you mean "behaviors"?', patch: { ...place, newText: "behaviors" } },
});
const store = diagnostic(null, null, { code: "E401", message: "no such run", why: "w", fix: "f" });

test("JSON: the keys of the specification, all of them and in order, unknown as null", () => {
  expect(JSON.stringify(diagnosticJson(unknown))).toBe(
    '{"file":"a,b:c.yaml","line":3,"col":3,"endCol":13,"code":"E101",' +
      '"message":"unknown field \\"behaviours\\" in spec, 100%","why":"unknown fields are refused",' +
      '"fix":{"title":"did you mean \\"behaviors\\"?",' +
      '"patch":{"line":3,"col":3,"endLine":3,"endCol":13,"newText":"behaviors"}}}',
  );
  expect(JSON.stringify(diagnosticJson(store))).toBe(
    '{"file":null,"line":null,"col":null,"endCol":null,"code":"E401","message":"no such run","why":"w","fix":{"title":"f","patch":null}}',
  );
});

test("GitHub: one line, with what its syntax uses escaped", () => {
  expect(diagnosticGithub(unknown)).toBe(
    "::error file=a%2Cb%3Ac.yaml,line=3,col=3,endLine=3,endColumn=13,title=E101::" +
      'unknown field "behaviours" in spec, 100%25%0Awhy: unknown fields are refused%0Afix: did you mean "behaviors"?',
  );
  expect(diagnosticGithub({ ...store, code: "W501", severity: "warning" })).toBe(
    "::warning title=W501::no such run%0Awhy: w%0Afix: f",
  );
});

test("SARIF: one run, the rules that were broken, columns in UTF-16 units", () => {
  expect(diagnosticsSarif([unknown, store], "1.2.3")).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "podsim", version: "1.2.3", rules: [{ id: "E101" }, { id: "E401" }] } },
        columnKind: "utf16CodeUnits",
        results: [
          {
            ruleId: "E101",
            level: "error",
            locations: [{ physicalLocation: { region: { startLine: 3, startColumn: 3, endLine: 3, endColumn: 13 } } }],
          },
          { ruleId: "E401", locations: [] },
        ],
      },
    ],
  });
});
