import { describe, expect, test } from "vitest";
import { aContainer, aSpec } from "../../testing/pod-builder.js";
import type { PodTemplateSpec } from "../api/pod.js";
import { safeEncode } from "../generated-names.js";
import { isSameTemplate, templateHash, withTemplateHash } from "./template-hash.js";

const template = (image: string, labels: Record<string, string> = { app: "web" }): PodTemplateSpec => ({
  metadata: { labels, annotations: {} },
  spec: aSpec({ containers: [aContainer({ image })] }),
});

describe("template hashes", () => {
  test("controllers 0.9: decimal digits of a 32-bit hash, each as a letter", () => {
    const hash = templateHash(template("web:1"), 0);
    expect(hash).toMatch(/^[456789bcdf]{1,10}$/);
    expect(templateHash(template("web:1"), 0)).toBe(hash);
    expect(templateHash(template("web:2"), 0)).not.toBe(hash);
  });

  test.each([
    // Two of the published test vectors of FNV-32a.
    ["a", 0xe40c292c],
    ["foobar", 0xbf9cf968],
  ])("the slow twin below is FNV-32a: %s", (text, hash) => {
    expect(fnv32a(text)).toBe(hash);
  });

  test("bytes count, not characters", () => {
    const text = (name: string): string => templateHash(template("web:1", { name }), 0);
    expect(text("ü")).toBe(safeEncode(String(fnv32a(canonicalOf("ü")))));
    expect(text("€")).toBe(safeEncode(String(fnv32a(canonicalOf("€")))));
    expect(text("😀")).toBe(safeEncode(String(fnv32a(canonicalOf("😀")))));
  });

  test("another hash for each collision", () => {
    const hashes = [0, 1, 2, 256].map((n) => templateHash(template("web:1"), n));
    expect(new Set(hashes).size).toBe(4);
  });
});

describe("same templates", () => {
  test("controllers 2.20: the hash label does not count, so a rollback finds its ReplicaSet", () => {
    const labelled = withTemplateHash(template("web:1"), "abc");
    expect(labelled.metadata.labels).toEqual({ app: "web", "pod-template-hash": "abc" });
    expect(isSameTemplate(labelled, template("web:1"))).toBe(true);
    expect(templateHash(labelled, 0)).toBe(templateHash(template("web:1"), 0));
  });

  test("neither does the order of keys, nor whether an empty field is written", () => {
    const a = template("web:1", { a: "1", b: "2" });
    const b = template("web:1", { b: "2", a: "1" });
    const { tolerations: _, ...spec } = a.spec;
    expect(isSameTemplate(a, b)).toBe(true);
    expect(isSameTemplate(a, { ...b, spec } as unknown as PodTemplateSpec)).toBe(true);
  });

  test("an image, a label or an annotation does", () => {
    const a = template("web:1");
    expect(isSameTemplate(a, template("web:2"))).toBe(false);
    expect(isSameTemplate(a, template("web:1", { app: "web", v: "2" }))).toBe(false);
    expect(isSameTemplate(a, { ...a, metadata: { ...a.metadata, annotations: { restartedAt: "x" } } })).toBe(false);
  });
});

const fnv32a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const escaped of encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|(.)/g)) {
    const byte = escaped[1] === undefined ? (escaped[2] ?? "").charCodeAt(0) : parseInt(escaped[1], 16);
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
};

/** The canonical text of template("web:1", { name }), built the slow way. */
const canonicalOf = (name: string): string => {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).filter(
      ([, v]) => !(typeof v === "object" && v !== null && Object.keys(v as object).length === 0),
    );
    return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, sorted(v)]));
  };
  return JSON.stringify(sorted(template("web:1", { name })));
};
