import * as Either from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { diagnostic } from "./diagnostic.js";
import type { Diagnostic, DiagnosticText } from "./diagnostic.js";
import type { LocatedDocument, Part, Path } from "./located.js";
import { readText } from "./read-source.js";
import { renderDiagnostic, renderDiagnostics } from "./render-diagnostic.js";
import { sourceText } from "./source-text.js";
import type { SourceText } from "./source-text.js";

const PLAIN = { color: false, ascii: false };

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join("");

const documentOf = (file: string, text: string): LocatedDocument => {
  const read = readText(sourceText(file, text));
  if (Either.isLeft(read)) throw new Error(renderDiagnostics(read.left.diagnostics, read.left.source, PLAIN));
  const [document] = read.right.documents;
  if (document === undefined) throw new Error("no document");
  return document;
};

/** A diagnostic at the parsed position of a path, as the codecs above this layer make them. */
const at = (file: string, text: string, path: Path, part: Part, said: DiagnosticText): string => {
  const document = documentOf(file, text);
  const place = document.locate(path, part);
  expect(place).not.toBeNull();
  return renderDiagnostic(diagnostic(file, place, said), document.source, PLAIN);
};

const failing = (file: string, text: string): readonly [readonly Diagnostic[], SourceText | null] => {
  const read = readText(sourceText(file, text));
  return Either.isLeft(read) ? [read.left.diagnostics, read.left.source] : [[], null];
};

describe("the printed shape of every kind of error", () => {
  test("E001: a tab, found by reading the file", () => {
    const text = lines(
      "apiVersion: podsim.dev/v1alpha1",
      "kind: Scenario",
      "metadata: { name: x }",
      "spec:",
      "  question: does it hold?",
      "\tclock: { stop: { after: 1h } }",
    );
    const [diagnostics, source] = failing("bad.yaml", text);
    expect(renderDiagnostics(diagnostics, source, PLAIN)).toBe(
      lines(
        "bad.yaml:6:1: error E001: tabs cannot indent YAML",
        "  6 | ⇥clock: { stop: { after: 1h } }",
        "    | ^",
        "  why  YAML allows only spaces for indentation",
        "  fix  replace the tab by two spaces   (all tabs: sed -i 's/\\t/  /g' bad.yaml)",
      ),
    );
  });

  test("E101: an unknown field, at its key", () => {
    const text = lines("kind: Scenario", "spec:", "  behaviours:", "    - name: x");
    const said = at("bad.yaml", text, ["spec", "behaviours"], "key", {
      code: "E101",
      message: 'unknown field "behaviours" in spec',
      why: "unknown fields are refused so that a typo cannot switch a model off",
      fix: 'did you mean "behaviors"?',
    });
    expect(said).toBe(
      lines(
        'bad.yaml:3:3: error E101: unknown field "behaviours" in spec',
        "  3 |   behaviours:",
        "    |   ^^^^^^^^^^",
        "  why  unknown fields are refused so that a typo cannot switch a model off",
        '  fix  did you mean "behaviors"?',
      ),
    );
  });

  test("E102: a time without a unit", () => {
    const text = lines("spec:", "  timeline:", "    - at: 30");
    const said = at("bad.yaml", text, ["spec", "timeline", 0, "at"], "value", {
      code: "E102",
      message: "a time needs a unit",
      why: "30 could be seconds or minutes",
      fix: "write 30s or 30m   (units: us ms s m h; 1h30m works)",
    });
    expect(said).toBe(
      lines(
        "bad.yaml:3:11: error E102: a time needs a unit",
        "  3 |     - at: 30",
        "    |           ^^",
        "  why  30 could be seconds or minutes",
        "  fix  write 30s or 30m   (units: us ms s m h; 1h30m works)",
      ),
    );
  });

  test("E103: a bad quantity in a mapping in braces", () => {
    const text = lines(
      "apiVersion: v1",
      "kind: Pod",
      "spec:",
      "      containers:",
      "        - name: app",
      "          resources:",
      "            requests: { cpu: 500m, memory: 4GB }",
    );
    const said = at("web.yaml", text, ["spec", "containers", 0, "resources", "requests", "memory"], "value", {
      code: "E103",
      message: '"4GB" is not a Kubernetes quantity',
      why: "suffixes are Ki Mi Gi Ti (powers of 1024) and k M G T (powers of 1000)",
      fix: "4Gi = 4 294 967 296 bytes, or 4G = 4 000 000 000 bytes",
    });
    expect(said).toBe(
      lines(
        'web.yaml:7:44: error E103: "4GB" is not a Kubernetes quantity',
        "  7 |             requests: { cpu: 500m, memory: 4GB }",
        "    |                                            ^^^",
        "  why  suffixes are Ki Mi Gi Ti (powers of 1024) and k M G T (powers of 1000)",
        "  fix  4Gi = 4 294 967 296 bytes, or 4G = 4 000 000 000 bytes",
      ),
    );
  });

  test("E105 and E106: a metric's name, and an expression that does not apply", () => {
    const metric = lines("spec:", "  thresholds:", "    sim_pendng_pods:", "      - last == 0");
    const unknown = at("bad.yaml", metric, ["spec", "thresholds", "sim_pendng_pods"], "key", {
      code: "E105",
      message: 'unknown metric "sim_pendng_pods"',
      why: "a threshold on a metric that never exists would pass without testing anything",
      fix: 'did you mean "sim_pending_pods"?   (podsim metrics ls)',
    });
    expect(unknown).toBe(
      lines(
        'bad.yaml:3:5: error E105: unknown metric "sim_pendng_pods"',
        "  3 |     sim_pendng_pods:",
        "    |     ^^^^^^^^^^^^^^^",
        "  why  a threshold on a metric that never exists would pass without testing anything",
        '  fix  did you mean "sim_pending_pods"?   (podsim metrics ls)',
      ),
    );
    const counter = "kube_pod_container_status_restarts_total";
    const text = lines("spec:", "  thresholds:", `    ${counter}:`, "      - p(95) < 3");
    const document = documentOf("bad.yaml", text);
    const whole = document.locate(["spec", "thresholds", counter, 0]);
    // The codec knows which part of the expression is wrong.
    const place = whole === null ? null : { ...whole, endCol: whole.col + "p(95)".length };
    const said = diagnostic("bad.yaml", place, {
      code: "E106",
      message: "p(95) does not apply to a counter",
      why: `${counter} is a counter; percentiles need a distribution`,
      fix: "supported here: sum, max, last, rate.   per pod: max by (pod) < 3",
    });
    expect(renderDiagnostic(said, document.source, PLAIN)).toBe(
      lines(
        "bad.yaml:4:9: error E106: p(95) does not apply to a counter",
        "  4 |       - p(95) < 3",
        "    |         ^^^^^",
        "  why  kube_pod_container_status_restarts_total is a counter; percentiles need a distribution",
        "  fix  supported here: sum, max, last, rate.   per pod: max by (pod) < 3",
      ),
    );
  });

  test("E201: a value inside braces", () => {
    const text = lines(
      "spec:",
      "  timeline:",
      "    - at: 10m",
      "      scale: { target: deployment/wbe, namespace: shop, replicas: 75 }",
    );
    const said = at("bad.yaml", text, ["spec", "timeline", 0, "scale", "target"], "value", {
      code: "E201",
      message: 'no Deployment "wbe" in namespace "shop" at 10m',
      why: "objects that exist then: deployment/web, deployment/checkout, deployment/search",
      fix: "did you mean deployment/web?",
    });
    expect(said).toBe(
      lines(
        'bad.yaml:4:24: error E201: no Deployment "wbe" in namespace "shop" at 10m',
        "  4 |       scale: { target: deployment/wbe, namespace: shop, replicas: 75 }",
        "    |                        ^^^^^^^^^^^^^^",
        "  why  objects that exist then: deployment/web, deployment/checkout, deployment/search",
        "  fix  did you mean deployment/web?",
      ),
    );
  });

  test("E202: a mapping is pointed at by its first character", () => {
    const text = lines(
      "spec:",
      "  timeline:",
      "    - at: 10m",
      "      name: x",
      "      fail:",
      "        nodes: { matchLabels: { topology.kubernetes.io/zone: us-east-1a } }",
    );
    const said = at("bad.yaml", text, ["spec", "timeline", 0, "fail", "nodes"], "value", {
      code: "E202",
      message: "this selector matches 0 of 24 nodes",
      why: "that label has the values a (8 nodes), b (8), c (8)",
      fix: 'use zone: a — or add "allowEmpty: true" if matching nothing is intended',
    });
    expect(said).toBe(
      lines(
        "bad.yaml:6:16: error E202: this selector matches 0 of 24 nodes",
        "  6 |         nodes: { matchLabels: { topology.kubernetes.io/zone: us-east-1a } }",
        "    |                ^",
        "  why  that label has the values a (8 nodes), b (8), c (8)",
        '  fix  use zone: a — or add "allowEmpty: true" if matching nothing is intended',
      ),
    );
  });

  test("E203: a parameter", () => {
    const text = lines(
      "spec:",
      "  params: { nodesPerZone: { default: 8 } }",
      "  cluster:",
      "    nodes:",
      "      - name: general",
      "        count: $(params.nodesPerZones)",
    );
    const said = at("bad.yaml", text, ["spec", "cluster", "nodes", 0, "count"], "value", {
      code: "E203",
      message: 'parameter "nodesPerZones" is not declared',
      why: "declared in spec.params (line 2): nodesPerZone",
      fix: "did you mean $(params.nodesPerZone)?",
    });
    expect(said).toBe(
      lines(
        'bad.yaml:6:16: error E203: parameter "nodesPerZones" is not declared',
        "  6 |         count: $(params.nodesPerZones)",
        "    |                ^^^^^^^^^^^^^^^^^^^^^^^",
        "  why  declared in spec.params (line 2): nodesPerZone",
        "  fix  did you mean $(params.nodesPerZone)?",
      ),
    );
  });

  test("E204 and E205: a time too late, and a pattern in brackets", () => {
    const late = lines("spec:", "  clock: { stop: { after: 1h } }", "  timeline:", "    - at: 90m");
    const tooLate = at("bad.yaml", late, ["spec", "timeline", 0, "at"], "value", {
      code: "E204",
      message: "this happens after the run has stopped",
      why: "spec.clock.stop.after is 1h (line 2)",
      fix: "raise stop.after above 90m, or move the drain earlier",
    });
    expect(tooLate).toBe(
      lines(
        "bad.yaml:4:11: error E204: this happens after the run has stopped",
        "  4 |     - at: 90m",
        "    |           ^^^",
        "  why  spec.clock.stop.after is 1h (line 2)",
        "  fix  raise stop.after above 90m, or move the drain earlier",
      ),
    );
    const pattern = lines("spec:", "  cluster:", "    manifests: [./nodes/*.yml]");
    const noFile = at("bad.yaml", pattern, ["spec", "cluster", "manifests", 0], "value", {
      code: "E205",
      message: '"./nodes/*.yml" matches no file',
      why: "looked in shop/nodes (relative to bad.yaml): 30-nodes.yaml",
      fix: "the files end in .yaml: use ./nodes/*.yaml",
    });
    expect(noFile).toBe(
      lines(
        'bad.yaml:3:17: error E205: "./nodes/*.yml" matches no file',
        "  3 |     manifests: [./nodes/*.yml]",
        "    |                 ^^^^^^^^^^^^^",
        "  why  looked in shop/nodes (relative to bad.yaml): 30-nodes.yaml",
        "  fix  the files end in .yaml: use ./nodes/*.yaml",
      ),
    );
  });

  test("E301: a second mark, on the next line, with its label", () => {
    const text = lines(
      "apiVersion: v1",
      "kind: Pod",
      "metadata: { name: x }",
      "spec:",
      "  containers:",
      "    - name: app",
      "      image: x",
      "      resources:",
      "        requests: { memory: 2Gi }",
      "        limits: { memory: 1Gi }",
    );
    const document = documentOf("web.yaml", text);
    const resources: Path = ["spec", "containers", 0, "resources"];
    const limit = document.locate([...resources, "limits", "memory"]);
    const said = diagnostic("web.yaml", document.locate([...resources, "requests", "memory"]), {
      code: "E301",
      message: "requests.memory 2Gi is more than limits.memory 1Gi",
      why: "a real API server rejects this Pod: must be less than or equal to memory limit",
      fix: "lower the request or raise the limit",
      notes: limit === null ? [] : [{ ...limit, label: "limit is here" }],
    });
    expect(renderDiagnostic(said, document.source, PLAIN)).toBe(
      lines(
        "web.yaml:9:29: error E301: requests.memory 2Gi is more than limits.memory 1Gi",
        "  9 |         requests: { memory: 2Gi }",
        "    |                             ^^^",
        " 10 |         limits: { memory: 1Gi }",
        "    |                           --- limit is here",
        "  why  a real API server rejects this Pod: must be less than or equal to memory limit",
        "  fix  lower the request or raise the limit",
      ),
    );
  });

  test("E402: an error outside files", () => {
    const said = diagnostic(null, null, {
      code: "E402",
      message: "run 9f3c2e1 was written by store format 3; this podsim reads 1–2",
      why: "it came from podsim 0.6.0, this is 0.4.1",
      fix: "npm i -g podsim@0.6   or re-run it: podsim run zone-outage.yaml --seed 14",
    });
    expect(renderDiagnostic(said, null, PLAIN)).toBe(
      lines(
        "error E402: run 9f3c2e1 was written by store format 3; this podsim reads 1–2",
        "  why  it came from podsim 0.6.0, this is 0.4.1",
        "  fix  npm i -g podsim@0.6   or re-run it: podsim run zone-outage.yaml --seed 14",
      ),
    );
  });

  test("W501: a warning names its place behind the code and shows no excerpt", () => {
    const source = sourceText("web.yaml", lines(...Array.from({ length: 22 }, () => "        csi: {}")));
    const said = diagnostic(
      "web.yaml",
      { line: 22, col: 9, endLine: 22, endCol: 12 },
      {
        code: "W501",
        message: "volumes[0].csi is not modelled; the pod starts as if the volume were attached",
        why: "start-up will look faster than a real cluster by the attach time",
        fix: 'give the behaviour an "attach" delay, or run with --strict to refuse     (podsim help fidelity)',
      },
    );
    expect(renderDiagnostic(said, source, PLAIN)).toBe(
      lines(
        "warning W501: web.yaml:22:9: volumes[0].csi is not modelled; the pod starts as if the volume were attached",
        "  why  start-up will look faster than a real cluster by the attach time",
        '  fix  give the behaviour an "attach" delay, or run with --strict to refuse     (podsim help fidelity)',
      ),
    );
  });
});

const said = (message: string): DiagnosticText => ({ code: "E104", message, why: "w", fix: "f" });

const excerptOf = (
  text: string,
  start: number,
  end: number,
  style: Parameters<typeof renderDiagnostic>[2] = PLAIN,
): readonly string[] => {
  const source = sourceText("x", text);
  const rendered = renderDiagnostic(diagnostic("x", source.placeAt(start, end), said("m")), source, style);
  return rendered.split("\n").slice(1, -3);
};

describe("excerpts", () => {
  test("marks far apart are shown with dots between them, in the order of lines", () => {
    const source = sourceText("x", lines("name: a", "b: 1", "c: 2", "name: d"));
    const one = diagnostic("x", source.placeAt(18, 22), {
      ...said("m"),
      notes: [{ ...source.placeAt(0, 4), label: "first" }],
    });
    expect(renderDiagnostic(one, source, PLAIN).split("\n").slice(1, 6)).toEqual([
      "  1 | name: a",
      "    | ---- first",
      "...",
      "  4 | name: d",
      "    | ^^^^",
    ]);
  });

  test("a place of several lines is underlined to the end of its first", () => {
    expect(excerptOf("a: |\n  x\n  y\n", 3, 12)).toEqual(["  1 | a: |", "    |    ^"]);
  });

  test("a place at the end of a line gets a caret behind it", () => {
    expect(excerptOf("spec:\n", 5, 5)).toEqual(["  1 | spec:", "    |      ^"]);
  });

  test("a long line is clipped around the caret, on both sides", () => {
    const text = `${"a".repeat(500)}BAD${"c".repeat(500)}`;
    const [line = "", carets = ""] = excerptOf(text, 500, 503, { ...PLAIN, columns: 46 });
    expect(line).toBe("  1 | …aaaaaaaaaaaaaBADcccccccccccccccccccccc…");
    expect(carets).toBe("    |               ^^^");
    expect([...line].length).toBe(46);
    const [ascii = ""] = excerptOf(text, 500, 503, { ...PLAIN, ascii: true, columns: 46 });
    expect(ascii).toBe("  1 | ...aaaaaaaaaaaaaBADcccccccccccccccccc...");
  });

  test("a line of many megabytes costs no more than a screen", () => {
    const text = `{"a":"${"x".repeat(30_000_000)}"}`;
    const begun = performance.now();
    const [line = ""] = excerptOf(text, 20_000_000, 20_000_001);
    expect(line.length).toBeLessThan(130);
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  test("wide characters move the caret by two columns, combining ones by none", () => {
    expect(excerptOf("名前: x", 4, 5)).toEqual(["  1 | 名前: x", "    |       ^"]);
    expect(excerptOf("e\u0301: x", 4, 5)).toEqual(["  1 | e\u0301: x", "    |    ^"]);
    expect(excerptOf("🙂: x", 4, 5)).toEqual(["  1 | 🙂: x", "    |     ^"]);
  });

  test("control characters in file, message and source are shown, not obeyed", () => {
    const source = sourceText("x\u001b[2J", "a: \u001b]0;t\u0007 \u202eb\u009b");
    const one = diagnostic(source.file, source.placeAt(3, 4), said("bad \u001b[31mred\nline"));
    const rendered = renderDiagnostic(one, source, PLAIN);
    expect(rendered).toBe(
      lines(
        "x^[[2J:1:4: error E104: bad ^[[31mred\\nline",
        "  1 | a: ^[]0;t^G \\u202eb\\x9b",
        "    |    ^^",
        "  why  w",
        "  fix  f",
      ),
    );
  });

  test("--ascii has no signs of its own beyond ASCII", () => {
    const source = sourceText("x", "\ta: 1");
    const one = diagnostic("x", source.placeAt(0, 1), { ...said("a — b ≤ c…"), fix: "x → y" });
    expect(renderDiagnostic(one, source, { color: false, ascii: true })).toBe(
      lines("x:1:1: error E104: a - b <= c...", "  1 | \\ta: 1", "    | ^^", "  why  w", "  fix  x -> y"),
    );
  });

  test("colour: red for the error and its caret, yellow for a warning, dim for the frame, nothing else", () => {
    const source = sourceText("x", "a: 1");
    const error = renderDiagnostic(diagnostic("x", source.placeAt(3, 4), said("m")), source, {
      color: true,
      ascii: false,
    });
    expect(error).toContain("x:1:4: \u001b[31merror E104:\u001b[0m m\n");
    expect(error).toContain("\u001b[2m    | \u001b[0m\u001b[31m   ^\u001b[0m\n");
    const warning = renderDiagnostic(diagnostic("x", null, { ...said("m"), code: "W501" }), source, {
      color: true,
      ascii: false,
    });
    expect(warning).toContain("\u001b[33mwarning W501:\u001b[0m x: m\n");
    const stripped = error.replace(/\u001b\[\d+m/g, "");
    expect(stripped).toBe(renderDiagnostic(diagnostic("x", source.placeAt(3, 4), said("m")), source, PLAIN));
  });
});

describe("all errors of a file", () => {
  test("no more than 20, then how many more", () => {
    const source = sourceText("x", "a\n".repeat(50));
    const all = Array.from({ length: 30 }, (_, ix) =>
      diagnostic("x", { line: ix + 1, col: 1, endLine: ix + 1, endCol: 2 }, said(`m${ix + 1}`)),
    );
    const rendered = renderDiagnostics(all, source, PLAIN);
    const heads = rendered.split("\n").filter((line) => line.includes("error"));
    expect(heads).toHaveLength(20);
    expect(heads.at(-1)).toBe("x:1:1: error E104: m1");
    expect(heads[0]).toBe("x:2:1: error E104: m2");
    expect(rendered.endsWith("\n\nand 10 more\n")).toBe(true);
  });

  test("the most useful is last: syntax before references before warnings, a sure fix before an unsure one", () => {
    const place = (line: number): { line: number; col: number; endLine: number; endCol: number } => ({
      line,
      col: 1,
      endLine: line,
      endCol: 2,
    });
    const patch = { ...place(3), newText: "" };
    const all = [
      diagnostic("x", place(1), { ...said("reference"), code: "E201" }),
      diagnostic("x", place(2), { ...said("field"), code: "E101" }),
      diagnostic("x", place(3), { ...said("field with patch"), code: "E101", fix: { title: "t", patch } }),
      diagnostic("x", place(4), { ...said("warning"), code: "W501" }),
    ];
    const messages = renderDiagnostics(all, null, PLAIN)
      .split("\n")
      .filter((line) => /error|warning W/.test(line));
    expect(messages).toEqual([
      "x:1:1: error E201: reference",
      "x:2:1: error E101: field",
      "warning W501: x:4:1: warning",
      "x:3:1: error E101: field with patch",
    ]);
  });

  test("the same error said twice is shown once", () => {
    const one = diagnostic("x", { line: 1, col: 1, endLine: 1, endCol: 2 }, said("m"));
    expect(renderDiagnostics([one, { ...one }, { ...one, message: "n" }], null, PLAIN).match(/error/g)).toHaveLength(2);
  });
});
