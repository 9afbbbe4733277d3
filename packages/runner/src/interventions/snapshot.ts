// snapshot: nothing happens; a moment is named, to be looked at with --at NAME.
import { right } from "fp-ts/lib/Either.js";
import { defineIntervention } from "../scenario/intervention.js";
import { Leaf } from "../scenario/schema/schema.js";

const anything = new Leaf<unknown>("anything", (_): _ is unknown => true, right);

export const snapshot = defineIntervention<unknown>({
  name: "snapshot",
  doc: "name a moment, to be looked at with --at NAME; nothing happens, every moment of a run is kept",
  example: {},
  params: anything,
  text: () => "note: snapshot",
  subject: () => "",
  plan: () => [],
});
