import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { NodeIx } from "@podsim/core";
import { ChangeJournal } from "./change-journal.js";

const readAll = (journal: ChangeJournal, position: number): readonly number[] | null => {
  const nodes: number[] = [];
  return journal.visitSince(position, (node) => nodes.push(node)) ? nodes : null;
};

test("a reader sees every node that changed since it looked, once, newest change last", () => {
  const journal = new ChangeJournal();
  for (const node of [3, 1, 3]) journal.note(node as NodeIx);
  const position = journal.position;
  expect(readAll(journal, 0)).toEqual([1, 3]);
  expect(readAll(journal, position)).toEqual([]);
  journal.note(1 as NodeIx);
  expect(readAll(journal, position)).toEqual([1]);
});

test("a reader who stayed away too long is told so", () => {
  const journal = new ChangeJournal();
  journal.note(0 as NodeIx);
  const position = journal.position;
  for (let i = 0; i < 10_000; i++) journal.note((i % 3) as NodeIx);
  expect(readAll(journal, position)).toBeNull();
  expect(readAll(journal, journal.position)).toEqual([]);
});

test("whenever two readers looked, both know of the same changes in the end", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 60 }), fc.nat({ max: 60 }), (nodes, at) => {
      const journal = new ChangeJournal();
      let position = 0;
      nodes.forEach((node, i) => {
        if (i === at) position = journal.position;
        journal.note(node as NodeIx);
      });
      const since = at < nodes.length ? nodes.slice(at) : nodes;
      const from = at < nodes.length ? position : 0;
      expect(new Set(readAll(journal, from))).toEqual(new Set(since));
    }),
  );
});
