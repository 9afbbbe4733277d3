import { describe, expect, test } from "vitest";
import { readDocuments } from "./read-documents.js";
import { sourceText } from "./source-text.js";
import { readLongJson } from "./json-native.js";

/** Items that say the same, and one that does not, so that blocks are shared. */
const items = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    kind: "Pod",
    metadata: { name: `pod-${String(i)}`, labels: { app: "web", tier: i === 7 ? "back" : "front" } },
    spec: {
      containers: [
        {
          name: "app",
          env: [
            { name: "A", value: 'with "quotes": and \\ ' },
            { name: "B", value: i === 9 ? "other" : "the same" },
          ],
          resources: { limits: { memory: "1Gi", cpu: "1" }, requests: { memory: "512Mi", cpu: "250m" } },
        },
      ],
    },
  }));

const LIST = { kind: "List", items: items(300) };

const yamlOf = (value: unknown, indent: string): string => {
  if (Array.isArray(value)) {
    return (value as readonly unknown[])
      .map((item) => `\n${indent}- ${yamlOf(item, `${indent}  `).trimStart()}`)
      .join("");
  }
  if (typeof value !== "object" || value === null) return ` ${JSON.stringify(value)}`;
  return Object.entries(value)
    .map(([key, inner]) => `\n${indent}${key}:${yamlOf(inner, `${indent}  `)}`)
    .join("");
};

const valueOf = (file: string, text: string): unknown => readDocuments(sourceText(file, text)).documents[0]?.value;

describe("long texts are read by shorter ways, to the same values", () => {
  test("YAML in which blocks are repeated", () => {
    const text = `${yamlOf(LIST, "").trimStart()}\n`;
    expect(text.length).toBeGreaterThan(65_536);
    expect(valueOf("a.yaml", text)).toEqual(LIST);
  });

  test("JSON, indented and not; places are still found", () => {
    for (const text of [JSON.stringify(LIST, null, 4), JSON.stringify({ ...LIST, items: items(700) })]) {
      const [document] = readDocuments(sourceText("a.json", text)).documents;
      expect(document?.value).toEqual(JSON.parse(text));
      const place = document?.locate(["items", 9, "spec", "containers", 0, "env", 1, "value"]);
      const source = sourceText("a.json", text);
      const written = text.slice(source.offsetAt({ line: place?.line ?? 1, col: place?.col ?? 1 }));
      expect(written.startsWith('"other"')).toBe(true);
    }
  });

  test.each([
    ["a key given twice", '{"a": 1, "b": {"c": 1, "c": 2}}'],
    ["__proto__", '{"__proto__": 1}'],
    ["__proto__ in other letters", '{"\\u005f_proto__": 1}'],
    ["a number too large", '{"a": [1e999]}'],
    ["two values", '{"a": 1} {"b": 2}'],
    ["a syntax error", '{"a": 1,}'],
    ["more levels than anybody needs", `${"[".repeat(300)}${"]".repeat(300)}`],
  ])("JSON with %s is read letter by letter", (_, text) => {
    expect(readLongJson(text)).toBeNull();
  });

  test("a long text with a key given twice is refused as a short one is", () => {
    const text = JSON.stringify(LIST, null, 2).replace('"tier": "back"', '"tier": "back", "app": "web"');
    const { diagnostics } = readDocuments(sourceText("a.json", text));
    expect(diagnostics.map(({ code }) => code)).toEqual(["E008"]);
  });
  test("a long text of thousands of levels is refused at the first that is too deep", () => {
    const text = Array.from({ length: 1_000 }, (_, level) => `${" ".repeat(level)}a:`).join("\n");
    const { diagnostics } = readDocuments(sourceText("a.yaml", text));
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([["E007", 202]]);
  });
});
