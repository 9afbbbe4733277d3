// Amounts of resources, biased to those that just fit and just do not.
import fc from "fast-check";

/** What nodes have: small, so that a few pods fill them. */
export const nodeCpu = fc.constantFrom("1", "2", "2", "4");
export const nodeMemory = fc.constantFrom("1Gi", "2Gi", "4Gi");
export const nodePods = fc.constantFrom("2", "3", "5", "110");

/** A half of what a node has, or all of it. */
export const shareOfNode = (cpu: string): fc.Arbitrary<string> => fc.constantFrom(`${String(Number(cpu) * 500)}m`, cpu);

/** What containers ask for; null = nothing is said. */
export const cpuRequest = fc.constantFrom(null, "0", "100m", "250m", "500m", "999m", "1", "1001m", "2");
export const memoryRequest = fc.constantFrom(null, null, "64Mi", "512Mi", "1Gi", "1025Mi");

/** Any quantity as a manifest may write it: plain, with decimal and binary suffixes, with an exponent. */
export const quantity: fc.Arbitrary<string> = fc
  .tuple(
    fc.integer({ min: 0, max: 9_999 }),
    fc.option(fc.integer({ min: 1, max: 999 }), { nil: null }),
    fc.constantFrom("", "m", "k", "M", "G", "Ki", "Mi", "Gi", "e3", "E2"),
  )
  .map(([whole, part, suffix]) => `${String(whole)}${part === null ? "" : `.${String(part)}`}${suffix}`);
