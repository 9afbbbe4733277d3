import fc from "fast-check";
import { expect, test } from "vitest";
import { inOrder, textsInOrder } from "./in-order.js";

const lengths = { maxLength: 40 };

test("puts texts in the order of Array.prototype.sort", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 3 }), lengths), (texts) => {
      expect(textsInOrder([...texts])).toEqual(texts.toSorted());
    }),
  );
});

test("leaves elements as they stand of which none is before the other", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), lengths), (numbers) => {
      const elements = numbers.map((number, at) => ({ number, at }));
      expect(inOrder([...elements], (a, b) => a.number < b.number)).toEqual(
        elements.toSorted((a, b) => a.number - b.number),
      );
    }),
  );
});
