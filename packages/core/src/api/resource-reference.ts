// What a reference to a request or limit of a container comes to.
import { isLeft } from "fp-ts/lib/Either.js";
import type { ResourceReference, ResourceRequirements } from "./pod.js";
import { decodeQuantity } from "../quantity.js";

/** In units of the divisor, rounded up; "0" where nothing is asked for. */
export const referencedAmount = (resources: ResourceRequirements, reference: ResourceReference): string => {
  const { resource, divisor = "" } = reference;
  const [list, ...name] = resource.split(".");
  const given = (list === "requests" ? resources.requests : resources.limits)[name.join(".")];
  if (given === undefined) return "0";
  const amount = decodeQuantity(given);
  const by = decodeQuantity(divisor === "" || divisor === "0" ? "1" : divisor);
  if (isLeft(amount) || isLeft(by) || by.right.nano <= 0n) return "0";
  return String((amount.right.nano + by.right.nano - 1n) / by.right.nano);
};
