// Output: a template of paths filled in with the objects.
import { isLeft, right } from "fp-ts/lib/Either.js";
import type { OutputFormat } from "./format/output-format.js";
import { requestedValue } from "./format/sorted-json.js";
import { compileTemplate } from "./jsonpath/template.js";

export const jsonpath: OutputFormat = {
  name: "jsonpath",
  summary: "what paths lead to, e.g. jsonpath='{.items[*].metadata.name}'",
  argument: "TEMPLATE",
  printer: async (template) => {
    const compiled = compileTemplate(template);
    if (isLeft(compiled)) return compiled;
    return right((request) => {
      const text = compiled.right(requestedValue(request));
      return text === "" ? [] : [text.replace(/\n$/, "")];
    });
  },
};
