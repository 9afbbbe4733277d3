import { expect, test } from "vitest";
import { base64Of, textOfBase64 } from "./base64.js";

test.each(["", "a", "ab", "abc", "pässwörd", "line\nbreak", "日本"])("%j goes into base64 and comes back", (text) => {
  expect(textOfBase64(base64Of(text))).toBe(text);
});

test("what is no text becomes none", () => {
  expect(textOfBase64("/w==")).toBe("");
  expect(textOfBase64("not base64!")).toBe("");
});
