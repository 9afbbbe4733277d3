// What a case file says of itself: the law that it breaks, and the controllers of the user's own without which it does not.
import { absentController } from "./own-controllers.js";
import type { OwnController } from "./own-controllers.js";
import { list } from "./schema/collections.js";
import { optional, record, withDefault } from "./schema/record.js";
import type { Schema } from "./schema/schema.js";
import { text } from "./schema/scalars.js";
import type { SectionReader } from "./section-reader.js";

interface Expectation {
  /** Id of the law. */
  readonly violates: string | null;
  /** Names of the controllers. */
  readonly controllers: readonly string[];
}

export const expectShape: Schema<Expectation> = record<Expectation>("expect", {
  violates: optional(text),
  controllers: withDefault(list(text), []),
});

/** Reports controllers that are not there; `known`: those that run in it, null = nobody knows. */
export const checkExpectation = (raw: unknown, known: readonly OwnController[] | null, reader: SectionReader): void => {
  const path = ["spec", "expect"];
  const { controllers = [] } = reader.decode(expectShape, raw ?? {}, path) ?? {};
  controllers.forEach((name, ix) => {
    const absent = absentController(name, `this is a case of the controller "${name}", which is not here`, known);
    if (absent !== null) reader.report({ ...absent, path: [...path, "controllers", ix] });
  });
};
