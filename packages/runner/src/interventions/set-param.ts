// setParam: parameters of the scenario get other values, and what they stand in follows.
import type { ParameterValue } from "../scenario/parameter-value.js";
import { scalar } from "../scenario/parameter-value.js";
import { defineIntervention } from "../scenario/intervention.js";
import { dictionary } from "../scenario/schema/collections.js";

type SetParams = Readonly<Record<string, ParameterValue>>;

export const setParam = defineIntervention<SetParams>({
  name: "setParam",
  doc: "give parameters other values from now on: overrides, node groups, behaviours and later entries follow them",
  example: { maxSurge: "50%" },
  params: dictionary(scalar),
  text: (given) =>
    `set ${Object.entries(given)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(" ")}`,
  subject: (given) => Object.keys(given).join("-"),
  plan: (given, planning) => planning.setParams(given),
});
