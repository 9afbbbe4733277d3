// The label by which nodes say what they cost.

/** Money per hour, a number. */
export const PRICE_LABEL = "podsim.dev/price-per-hour";
