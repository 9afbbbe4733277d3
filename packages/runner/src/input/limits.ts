// Bounds on input: what a file may cost before it is refused.

/** Below the longest string of the JavaScript engine. JSON and YAML as programs write it are read at some 40 MB/s. */
export const TEXT_LIMIT_BYTES = 500 * 1024 * 1024;

/** Other YAML is read with the position of every value, at 1 to 2 MB/s and some 40 bytes of memory per byte. */
export const YAML_LIMIT_LENGTH = 8 * 1024 * 1024;

/** YAML shorter than it is read by the yaml library without another try. */
export const BLOCKS_FROM_LENGTH = 64 * 1024;

/** Values within values. Kubernetes' own objects stay below 20, the schemas in custom resource definitions below 60. */
export const NESTING_LIMIT = 200;

/** Documents in one YAML file. */
export const DOCUMENT_LIMIT = 50_000;

/** Errors collected from one document before reading stops; more are hardly read by anybody. */
export const ERROR_LIMIT = 20;

/**
 * The largest share of decoded values that may come from aliases, by the number of values decoded so far: kubectl's
 * YAML reader allows 99% up to 400 000 values, falling to 10% at 4 000 000.
 */
export const aliasShareAllowed = (decodedCount: number): number => {
  const low = 400_000;
  const high = 4_000_000;
  if (decodedCount <= low) return 0.99;
  if (decodedCount >= high) return 0.1;
  return 0.99 - (0.89 * (decodedCount - low)) / (high - low);
};
