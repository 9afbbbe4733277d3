// json: the document that -o json prints.
import type { Reporter } from "./reporter.js";

export const json: Reporter = {
  name: "json",
  doc: "the document that -o json prints",
  render: (result) => `${JSON.stringify(result, null, 2)}\n`,
};
