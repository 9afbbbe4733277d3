// What the README shows is what the program prints, today. Behind what it shows may follow lines that are new every time.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { Playground } from "./podsim.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");

/** Command lines after "podsim", each with the text shown for it. */
const shown = [...readme.matchAll(/<!-- output of: podsim (.+) -->\n```\n([^]*?)\n```\n<!-- end -->/g)].map(
  ([, words = "", text = ""]) => ({ words: words.split(" "), text }),
);

const place = new Playground({});

afterAll(() => place.remove());

test("there is something to hold it to", () => {
  expect(shown.length).toBeGreaterThan(0);
});

test.each(shown)(
  "podsim $words",
  async ({ words, text }) => {
    const atRoot = words.map((word) => (word.startsWith("scenarios/") ? root + word : word));
    const { exit, out, err } = await place.podsim(atRoot);
    expect(exit, err).toBe(0);
    expect(out.slice(0, text.length + 1)).toBe(`${text}\n`);
  },
  60_000,
);
