// note: nothing happens; a marker on the time axis.
import { defineIntervention } from "../scenario/intervention.js";
import { text } from "../scenario/schema/scalars.js";

export const note = defineIntervention<string>({
  name: "note",
  doc: "put a marker on the time axis; nothing happens",
  example: "marketing mail goes out",
  params: text,
  text: (words) => `note: ${words}`,
  subject: () => "",
  plan: () => [],
});
