import { describe, expect, test } from "vitest";
import { ERROR_PAGES } from "./error-pages.js";
import {
  errorCodesMarkdown,
  errorPage,
  errorPageText,
  EXIT_CODES,
  exitCode,
  exitCodesMarkdown,
  exitOfError,
  worstExit,
} from "./failures.js";

describe("exit codes", () => {
  test("are the documented numbers, each once", () => {
    expect(EXIT_CODES.map(({ code }) => code)).toEqual([0, 1, 2, 3, 4, 5, 96, 98, 99, 130, 143]);
    expect(new Set(EXIT_CODES.map(({ name }) => name)).size).toBe(EXIT_CODES.length);
    expect(exitCode("threshold-failed")).toBe(99);
  });

  test("of several the guard wins over a violated property, and that over a threshold", () => {
    expect(worstExit([])).toBe(0);
    expect(worstExit(["ok", "threshold-failed"])).toBe(99);
    expect(worstExit(["threshold-failed", "property-violated"])).toBe(98);
    expect(worstExit(["threshold-failed", "property-violated", "guard"])).toBe(5);
    expect(worstExit(["interrupted", "threshold-failed"])).toBe(130);
    for (const { name, code } of EXIT_CODES) expect(worstExit([name])).toBe(code);
  });

  test("follow from the error code: store errors 4, every other 3, warnings none", () => {
    expect(exitOfError("E402")).toBe("run-unusable");
    expect(exitOfError("E001")).toBe("input-invalid");
    expect(exitOfError("E301")).toBe("input-invalid");
    expect(exitOfError("W501")).toBe("ok");
  });

  test("print as a table with a row for each", () => {
    const rows = exitCodesMarkdown().trimEnd().split("\n");
    expect(rows).toHaveLength(EXIT_CODES.length + 2);
    expect(rows).toContain("| 2 | Usage: unknown command, flag or value | fix the pipeline |");
  });
});

describe("error pages", () => {
  test("codes are well formed, sorted and unique", () => {
    const codes = ERROR_PAGES.map(({ code }) => code);
    for (const code of codes) expect(code).toMatch(/^(E[0-4]|W5)\d\d$/);
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(errorCodesMarkdown().trimEnd().split("\n")).toHaveLength(codes.length + 2);
  });

  test("are found as people type them", () => {
    expect(errorPage(" e105 ")?.title).toBe("unknown metric");
    expect(errorPage("E999")).toBeNull();
    expect(errorPage("constructor")).toBeNull();
  });

  test("print with both examples", () => {
    const page = errorPage("E102");
    expect(page === null ? null : errorPageText(page)).toBe(
      "E102  a time needs a unit\n\n" +
        "30 could be seconds or minutes. Units are us ms s m h, and 1h30m works.\n\n" +
        "bad\n  - at: 30\n\ngood\n  - at: 30s\n",
    );
  });
});
